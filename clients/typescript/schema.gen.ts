/** Generated from openapi.json by `npm run generate`. Do not edit. */
export interface paths {
    "/integrations/{name}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/integrations/{name}/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in; accounts with a second factor answer second_factor_needed until the code comes along */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: email */
                        email: string;
                        password: string;
                        totp?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            userId: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, or null; and which ways in there are */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            me: unknown;
                            singleSignOn: boolean;
                            passwordReset: boolean;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a link to choose a new password; the answer is the same whether or not the address is known */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: email */
                        email: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/reset-password/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is this link still good? */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            valid: boolean;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose a new password by such a link; works once and ends every session */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/set-up/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is this set-up link still good? */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            valid: boolean;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/set-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Become the first owner; works once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                        name: string;
                        /** Format: email */
                        email: string;
                        password: string;
                        workspaceName: string;
                        timeZone?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            userId: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/invitation/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an invitation is for, or what became of it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            state: "open" | "used" | "expired" | "unknown";
                            workspaceName?: string;
                            name?: string;
                            email?: string;
                            /**
                             * @description A password to choose, the one the person has, or being signed in
                             * @enum {string}
                             */
                            proof?: "new_password" | "password" | "session";
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/accept-invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join a workspace; works once. Who has an account already gives its password, or is signed in */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                        password?: string;
                        name?: string;
                        totp?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            userId: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/totp/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin with a second factor: gives the secret and the backup codes */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            uri: string;
                            backupCodes: string[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm it with a first code; from now on it is asked for */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/totp/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do without the second factor */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sign in at the organisation’s identity provider */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                302: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/callback/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the identity provider sends the browser back to */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                302: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/passkey/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to sign in with a passkey */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            attempt: string;
                            /** @description For `navigator.credentials`, by `parse…OptionsFromJSON` */
                            options: {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/passkey/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with a passkey; it stands for password and second factor */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        attempt: string;
                        /** @description `credential.toJSON()` */
                        response: {
                            id: string;
                            response: {
                                [key: string]: unknown;
                            };
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            userId: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My passkeys */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Passkey"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add the passkey that the browser has made */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /** @description `credential.toJSON()` */
                        response: {
                            id: string;
                            response: {
                                [key: string]: unknown;
                            };
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            id: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to add a passkey to my account */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description For `navigator.credentials`, by `parse…OptionsFromJSON` */
                            options: {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/passkeys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a passkey: it opens my account no more */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who I am here */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change my name, time zone or language */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        timeZone?: string;
                        locale?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change my password; I stay signed in here and nowhere else */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        current: string;
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where I am signed in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /** Format: uuid */
                                id: string;
                                /** Format: date-time */
                                createdAt: string;
                                /** Format: date-time */
                                lastSeenAt: string;
                                ipAddress: string | null;
                                userAgent: string | null;
                                isCurrent: boolean;
                            }[];
                            nextCursor: null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out there */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every workspace of this hub */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Workspace"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a workspace; its first key is shown this once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        slug?: string;
                        timeZone?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            workspace: components["schemas"]["Workspace"];
                            apiKey: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Erase a workspace and its key; this cannot be taken back */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a workspace’s name or time zone; its own owner may */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        timeZone?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Workspace"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether there is a demo, and how far it is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Demo"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Begin the demo: a workspace connected to the twins, with traffic; where the hub runs with --twins */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Demo"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Remove the demo and everything in it */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People of the workspace */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    state?: "active" | "invited" | "left";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["User"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a person; without a password they are invited */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: email */
                        email: string;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "manager" | "salesperson" | "viewer";
                        teamIds?: string[];
                        timeZone?: string;
                        locale?: string;
                        password?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "manager" | "salesperson" | "viewer";
                            /** @enum {string} */
                            state: "active" | "invited" | "left";
                            teamIds: string[];
                            timeZone: string;
                            locale: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                            inviteUrl?: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One person */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["User"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a person and hand their records to another */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        reassignTo: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a person’s name, role or teams */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        /** @enum {string} */
                        role?: "owner" | "admin" | "manager" | "salesperson" | "viewer";
                        teamIds?: string[];
                        timeZone?: string;
                        locale?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["User"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/users/{id}/reassign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand all records of a person to another; the person stays. Many go on in a job, and are counted here */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        to: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Reassigned"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Invite again; older links end */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            inviteUrl: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Teams of the workspace */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Team"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a team */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        userIds?: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Team"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One team */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Team"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a team; its people stay */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Rename a team or change who is in it */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        userIds?: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Team"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys of the workspace; the keys themselves are never shown again */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["ApiKey"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make a key; it is shown this once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        scopes: string[];
                        /** Format: uuid */
                        actAs?: string;
                        /** Format: date-time */
                        expiresAt?: string;
                        /** @enum {string} */
                        role?: "owner" | "admin" | "manager" | "salesperson" | "viewer";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            id: string;
                            key: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a key at once */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each role may do; "*" stands for every resource but the administrative ones, which are named */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /** @enum {string} */
                                name: "owner" | "admin" | "manager" | "salesperson" | "viewer";
                                title: string;
                                permissions: string[];
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What there is to connect, and what works */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Integration"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Connected accounts, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    integration?: string;
                    provider?: string;
                    status?: "active" | "reauthorize" | "disabled";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Connection"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Connect with a key or password; it is proven by a real call before it is stored */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        integration: string;
                        provider: string;
                        label?: string;
                        credentials: {
                            [key: string]: unknown;
                        };
                        settings?: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Connection"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/authorize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to sign in at a provider: an address for the browser, good once and for ten minutes */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        integration: string;
                        provider: string;
                        features?: string[];
                        label?: string;
                        /** Format: uuid */
                        connectionId?: string;
                        returnTo?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uri */
                            authorizeUrl: string;
                            state: string;
                            /** Format: date-time */
                            expiresAt: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connected account */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Connection"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove it: its credentials are deleted, and the provider is told where it can be */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Rename it, change its settings, switch it off and on */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        label?: string;
                        settings?: {
                            [key: string]: unknown;
                        };
                        enabled?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Connection"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/connections/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Prove it by a real call now */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Connection"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/check-address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a signed webhook through the public address now, and say which setting is wrong where it does not arrive */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AddressCheck"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read everything new now */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            job: {
                                id: string;
                                state: string;
                                done: number;
                                total: number | null;
                                message: string | null;
                            };
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/streams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far each stream of a connection has been read */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Stream"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/completeness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the provider has against what was decided on here, counted now; what is found missing is read */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Completeness"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/streams/{name}/confirm-deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that what the last read no longer saw is really gone, and removes it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            removed: number;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened, newest first: the timeline of a contact, an organization, a deal, or of everything */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    contactId?: string;
                    organizationId?: string;
                    dealId?: string;
                    kind?: "call" | "email" | "meeting" | "message" | "note" | "task" | "profile_update";
                    threadId?: string;
                    ownerId?: string;
                    /** @description The newest of each thread, with how many there are */
                    groupBy?: "thread";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Activity"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Keep something that happened; told again with the same source it is the same one, and says more */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        kind: "call" | "email" | "meeting" | "message" | "note" | "task" | "profile_update";
                        /** @enum {string} */
                        direction: "inbound" | "outbound" | "internal";
                        /** Format: date-time */
                        occurredAt: string;
                        subject?: string;
                        snippet?: string;
                        body?: string;
                        status?: string;
                        /**
                         * Format: uuid
                         * @description You, where it is not named
                         */
                        ownerId?: string;
                        /**
                         * @description How much of it others than its owner see
                         * @enum {string}
                         */
                        visibility?: "private" | "metadata" | "subject" | "everything";
                        /** Format: uuid */
                        dealId?: string;
                        /** Format: uuid */
                        organizationId?: string;
                        participants?: {
                            /** Format: uuid */
                            contactId?: string;
                            address?: string;
                            /** @enum {string} */
                            kind?: "email" | "phone" | "linkedin" | "twitter" | "slack";
                            role: string;
                            name?: string;
                        }[];
                        source?: {
                            integration: string;
                            provider: string;
                            externalId?: string;
                            threadId?: string;
                            /** Format: uri */
                            url?: string;
                        };
                        /** @description The same activity has the same key; else it is made of the source */
                        sourceKey?: string;
                        data?: {
                            [key: string]: unknown;
                        };
                        /**
                         * Format: date-time
                         * @description When the source said so: older facts do not overwrite newer ones
                         */
                        toldAt?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Activity"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Activity"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One activity with its body */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Activity"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Correct an activity, or change who sees how much of it */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        subject?: string | null;
                        snippet?: string | null;
                        body?: string | null;
                        status?: string | null;
                        /** Format: date-time */
                        occurredAt?: string;
                        /**
                         * @description How much of it others than its owner see
                         * @enum {string}
                         */
                        visibility?: "private" | "metadata" | "subject" | "everything";
                        dealId?: string | null;
                        data?: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Activity"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Notes, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    contactId?: string;
                    organizationId?: string;
                    dealId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Activity"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Write a note about contacts, an organization or a deal */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        body: string;
                        contactIds?: string[];
                        /** Format: uuid */
                        organizationId?: string;
                        /** Format: uuid */
                        dealId?: string;
                        /** @description Colleagues it is meant for */
                        mentions?: string[];
                        /**
                         * @description How much of it others than its owner see
                         * @enum {string}
                         */
                        visibility?: "private" | "metadata" | "subject" | "everything";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Activity"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One note */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Activity"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a note: its author, or a manager */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a note: its author, or a manager */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        body?: string;
                        /** @description Colleagues it is meant for */
                        mentions?: string[];
                        /**
                         * @description How much of it others than its owner see
                         * @enum {string}
                         */
                        visibility?: "private" | "metadata" | "subject" | "everything";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Activity"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people agreed to, and what they took back */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    contactId?: string;
                    channel?: "email" | "call" | "sms" | "linkedin";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Consent"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Keep that somebody agreed */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        contactId: string;
                        /** @enum {string} */
                        channel: "email" | "call" | "sms" | "linkedin";
                        purpose: string;
                        /** @enum {string} */
                        basis: "consent" | "contract" | "legitimate_interest" | "legal_obligation";
                        textVersion?: string;
                        source?: string;
                        /** Format: date-time */
                        givenAt?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Consent"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/consents/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep that somebody does not want it any more, or never did */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        contactId: string;
                        /** @enum {string} */
                        channel: "email" | "call" | "sms" | "linkedin";
                        /** @description Without it every purpose */
                        purpose?: string;
                        /** Format: date-time */
                        withdrawnAt?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Consent"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}/may-contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether somebody may be contacted on a channel, and why not */
        get: {
            parameters: {
                query: {
                    channel: "email" | "call" | "sms" | "linkedin";
                    /** @description Now, where it is not named */
                    at?: string;
                    purpose?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MayContact"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Business hours of the workspace and of teams that have their own */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["BusinessHours"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Set the business hours of the workspace or of a team */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        teamId?: string | null;
                        timeZone: string;
                        /** @description Monday first: per day [["09:00", "17:00"]] */
                        week: [
                            string,
                            string
                        ][][];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BusinessHours"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** A team keeps the hours of the workspace again, the workspace the standard ones */
        delete: {
            parameters: {
                query?: {
                    /** @description Without it those of the workspace */
                    teamId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hours/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether it is open, and when it opens next */
        get: {
            parameters: {
                query?: {
                    /** @description Without it those of the workspace */
                    teamId?: string;
                    at?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            isOpen: boolean;
                            nextOpen: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holidays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Days on which nobody works */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    teamId?: string;
                    from?: string;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Holiday"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a holiday of the workspace or of a team */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        teamId?: string | null;
                        /** Format: date */
                        day: string;
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Holiday"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holidays/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a holiday */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/absences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is away, and who stands in */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    userId?: string;
                    at?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Absence"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Say that you, or somebody you manage, are away */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description You, where nobody is named
                         */
                        userId?: string;
                        /** Format: date-time */
                        startsAt: string;
                        /** Format: date-time */
                        endsAt: string;
                        deputyId?: string | null;
                        note?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Absence"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/absences/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One absence */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Absence"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove an absence */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change an absence */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: date-time */
                        startsAt?: string;
                        /** Format: date-time */
                        endsAt?: string;
                        deputyId?: string | null;
                        note?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Absence"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/crm-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the record assumes */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CrmSettings"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what the record assumes */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        defaultCountry?: string;
                        currency?: string;
                        consentRequired?: ("email" | "call" | "sms" | "linkedin")[];
                        quietHours?: {
                            from: string;
                            to: string;
                        } | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CrmSettings"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/roles/{role}/reach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whose records a role reads and changes */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    role: "owner" | "admin" | "manager" | "salesperson" | "viewer";
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RoleReach"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Set whose records a role reads and changes */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    role: "owner" | "admin" | "manager" | "salesperson" | "viewer";
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        read: "own" | "team" | "all";
                        /** @enum {string} */
                        write: "own" | "team" | "all";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RoleReach"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Contacts */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    ownerId?: string;
                    organizationId?: string;
                    lifecycleStage?: "subscriber" | "lead" | "marketing_qualified" | "sales_qualified" | "opportunity" | "customer" | "evangelist" | "other";
                    leadSource?: "website" | "referral" | "linkedin" | "email_campaign" | "event" | "cold_outreach" | "inbound" | "partner" | "other";
                    isActive?: string;
                    tag?: string;
                    email?: string;
                    phone?: string;
                    /** @description Words of a name, address, number, organization… */
                    q?: string;
                    /** @description A filter as JSON text */
                    filter?: string;
                    sort?: "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "name" | "-name" | "lastContactedAt" | "-lastContactedAt";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Contact"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a contact */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        firstName?: string;
                        lastName?: string;
                        emails?: {
                            value: string;
                            label?: string | null;
                            primary?: boolean;
                            verified?: boolean;
                            shared?: boolean;
                        }[];
                        phones?: {
                            value: string;
                            label?: string | null;
                            primary?: boolean;
                            verified?: boolean;
                            shared?: boolean;
                        }[];
                        jobTitle?: string | null;
                        /** @description Left out: the organization of the address’s domain, never a public mail domain */
                        organizationId?: string | null;
                        /** @enum {string} */
                        lifecycleStage?: "subscriber" | "lead" | "marketing_qualified" | "sales_qualified" | "opportunity" | "customer" | "evangelist" | "other";
                        leadSource?: ("website" | "referral" | "linkedin" | "email_campaign" | "event" | "cold_outreach" | "inbound" | "partner" | "other") | null;
                        /** @description Left out: whoever adds it */
                        ownerId?: string | null;
                        linkedinUrl?: string | null;
                        twitterHandle?: string | null;
                        website?: string | null;
                        address?: {
                            line1?: string | null;
                            line2?: string | null;
                            city?: string | null;
                            state?: string | null;
                            postalCode?: string | null;
                            /** @description ISO 3166-1 alpha-2 where you can, else as written */
                            country?: string | null;
                        } | null;
                        description?: string | null;
                        isActive?: boolean;
                        timeZone?: string | null;
                        locale?: string | null;
                        doNotContact?: {
                            email?: boolean;
                            call?: boolean;
                            sms?: boolean;
                            linkedin?: boolean;
                        };
                        tags?: string[];
                        customFields?: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Contact"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change owner, lifecycle stage or tags of many contacts */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        ids?: string[];
                        filter?: components["schemas"]["FilterInput"];
                        change: {
                            ownerId?: string | null;
                            /** @enum {string} */
                            lifecycleStage?: "subscriber" | "lead" | "marketing_qualified" | "sales_qualified" | "opportunity" | "customer" | "evangelist" | "other";
                            addTags?: string[];
                            removeTags?: string[];
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContactsChanged"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make several contacts one; it can be taken back */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        winnerId: string;
                        loserIds: string[];
                        /** @description By field the id of the contact whose value stays: firstName, lastName, jobTitle, organizationId, lifecycleStage, leadSource, ownerId, linkedinUrl, twitterHandle, website, address, description, isActive, timeZone, locale, primaryEmail, primaryPhone, customFields.<key> */
                        fields?: {
                            [key: string]: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Contact"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a merge back */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description The contact that was merged away
                         */
                        contactId: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Contact"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One contact; an old id gives whoever it was merged into */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Contact"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a contact; it can be restored for thirty days */
        delete: {
            parameters: {
                query?: {
                    version?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a contact */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        firstName?: string;
                        lastName?: string;
                        emails?: {
                            value: string;
                            label?: string | null;
                            primary?: boolean;
                            verified?: boolean;
                            shared?: boolean;
                        }[];
                        phones?: {
                            value: string;
                            label?: string | null;
                            primary?: boolean;
                            verified?: boolean;
                            shared?: boolean;
                        }[];
                        jobTitle?: string | null;
                        /** @description Left out: the organization of the address’s domain, never a public mail domain */
                        organizationId?: string | null;
                        /** @enum {string} */
                        lifecycleStage?: "subscriber" | "lead" | "marketing_qualified" | "sales_qualified" | "opportunity" | "customer" | "evangelist" | "other";
                        leadSource?: ("website" | "referral" | "linkedin" | "email_campaign" | "event" | "cold_outreach" | "inbound" | "partner" | "other") | null;
                        /** @description Left out: whoever adds it */
                        ownerId?: string | null;
                        linkedinUrl?: string | null;
                        twitterHandle?: string | null;
                        website?: string | null;
                        address?: {
                            line1?: string | null;
                            line2?: string | null;
                            city?: string | null;
                            state?: string | null;
                            postalCode?: string | null;
                            /** @description ISO 3166-1 alpha-2 where you can, else as written */
                            country?: string | null;
                        } | null;
                        description?: string | null;
                        isActive?: boolean;
                        timeZone?: string | null;
                        locale?: string | null;
                        doNotContact?: {
                            email?: boolean;
                            call?: boolean;
                            sms?: boolean;
                            linkedin?: boolean;
                        };
                        tags?: string[];
                        customFields?: {
                            [key: string]: unknown;
                        };
                        /** @description The version you have seen; another one is a conflict */
                        version?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Contact"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/contacts/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the removal of a contact back */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Contact"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}/provenance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where each field of a contact last came from */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Provenance"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/duplicates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Contacts that may be one person, the likeliest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["DuplicatePair"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/duplicates/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that two contacts are not one; it is remembered */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        contactIds: [
                            string,
                            string
                        ];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forget a person for good, at their request; there is no way back. Salted hashes stay, so that nothing brings the addresses back */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Erasure"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** That people were forgotten: when, by whom, how much; never who */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Erasure"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/erasures/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody who was forgotten got in touch again by themselves: their address may be kept again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        kind: "email" | "phone" | "linkedin" | "twitter" | "slack";
                        value: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            released: number;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/custom-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fields that the workspace added to its records */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    entity?: "contact" | "organization" | "deal";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["CustomField"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a field */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        entity: "contact" | "organization" | "deal";
                        key: string;
                        label: string;
                        /** @enum {string} */
                        type: "text" | "number" | "date" | "money" | "select" | "multiselect" | "user" | "url" | "bool";
                        options?: string[];
                        required?: boolean;
                        unique?: boolean;
                        /** @description Roles; empty = everybody who sees the record */
                        visibleTo?: ("owner" | "admin" | "manager" | "salesperson" | "viewer")[];
                        /** @description Roles; empty = everybody who changes the record */
                        editableBy?: ("owner" | "admin" | "manager" | "salesperson" | "viewer")[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CustomField"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/custom-fields/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One field */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CustomField"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a field and its values; cannot be undone */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a field; its type only while it has no values */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        label?: string;
                        /** @enum {string} */
                        type?: "text" | "number" | "date" | "money" | "select" | "multiselect" | "user" | "url" | "bool";
                        options?: string[];
                        required?: boolean;
                        unique?: boolean;
                        /** @description Roles; empty = everybody who sees the record */
                        visibleTo?: ("owner" | "admin" | "manager" | "salesperson" | "viewer")[];
                        /** @description Roles; empty = everybody who changes the record */
                        editableBy?: ("owner" | "admin" | "manager" | "salesperson" | "viewer")[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CustomField"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/deals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deals */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    ownerId?: string;
                    pipelineId?: string;
                    stage?: string;
                    status?: "open" | "won" | "lost";
                    organizationId?: string;
                    contactId?: string;
                    /** @description Open and past the expected close, in your time zone */
                    overdue?: string;
                    /** @description Part of the name */
                    q?: string;
                    /** @description A filter as JSON text */
                    filter?: string;
                    sort?: "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "stageSince" | "-stageSince" | "lastActivityAt" | "-lastActivityAt" | "expectedCloseDate" | "-expectedCloseDate" | "amount" | "-amount" | "probability" | "-probability" | "position" | "-position" | "name" | "-name";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Deal"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a deal */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        description?: string | null;
                        amount?: string | null;
                        currency?: string;
                        organizationId?: string | null;
                        contacts?: {
                            /** Format: uuid */
                            contactId: string;
                            /**
                             * @default other
                             * @enum {string}
                             */
                            role?: "decision_maker" | "champion" | "influencer" | "user" | "billing" | "other";
                        }[];
                        ownerId?: string | null;
                        /** Format: uuid */
                        pipelineId?: string;
                        stage?: string;
                        probability?: number;
                        expectedCloseDate?: string | null;
                        actualCloseDate?: string | null;
                        lossReason?: ("price" | "competitor" | "timing" | "budget" | "no_decision" | "requirements" | "other") | null;
                        lossReasonDetail?: string | null;
                        leadSource?: ("website" | "referral" | "linkedin" | "email_campaign" | "event" | "cold_outreach" | "inbound" | "partner" | "other") | null;
                        nextStep?: string | null;
                        isActive?: boolean;
                        tags?: string[];
                        customFields?: {
                            [key: string]: unknown;
                        };
                        /** @description The place on the board, from 0, as you see the stage */
                        position?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Deal"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deals/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What deals are worth, per currency, by stage, owner or month */
        get: {
            parameters: {
                query: {
                    ownerId?: string;
                    pipelineId?: string;
                    stage?: string;
                    status?: "open" | "won" | "lost";
                    organizationId?: string;
                    contactId?: string;
                    /** @description Open and past the expected close, in your time zone */
                    overdue?: string;
                    /** @description Part of the name */
                    q?: string;
                    /** @description A filter as JSON text */
                    filter?: string;
                    groupBy: "stage" | "owner" | "month";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["DealSum"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deals/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A pipeline as columns: counts, sums and the first deals of each stage */
        get: {
            parameters: {
                query?: {
                    ownerId?: string;
                    pipelineId?: string;
                    stage?: string;
                    status?: "open" | "won" | "lost";
                    organizationId?: string;
                    contactId?: string;
                    /** @description Open and past the expected close, in your time zone */
                    overdue?: string;
                    /** @description Part of the name */
                    q?: string;
                    /** @description A filter as JSON text */
                    filter?: string;
                    /** @description Deals of each stage */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DealBoard"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deals/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change owner, stage or tags of many deals */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        ids?: string[];
                        filter?: components["schemas"]["FilterInput"];
                        change: {
                            ownerId?: string | null;
                            stage?: string;
                            /** @enum {string} */
                            lossReason?: "price" | "competitor" | "timing" | "budget" | "no_decision" | "requirements" | "other";
                            lossReasonDetail?: string;
                            addTags?: string[];
                            removeTags?: string[];
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DealsChanged"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One deal */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Deal"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a deal; it can be restored */
        delete: {
            parameters: {
                query?: {
                    version?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a deal, or move it to another stage */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        description?: string | null;
                        amount?: string | null;
                        currency?: string;
                        organizationId?: string | null;
                        contacts?: {
                            /** Format: uuid */
                            contactId: string;
                            /**
                             * @default other
                             * @enum {string}
                             */
                            role?: "decision_maker" | "champion" | "influencer" | "user" | "billing" | "other";
                        }[];
                        ownerId?: string | null;
                        /** Format: uuid */
                        pipelineId?: string;
                        stage?: string;
                        probability?: number;
                        expectedCloseDate?: string | null;
                        actualCloseDate?: string | null;
                        lossReason?: ("price" | "competitor" | "timing" | "budget" | "no_decision" | "requirements" | "other") | null;
                        lossReasonDetail?: string | null;
                        leadSource?: ("website" | "referral" | "linkedin" | "email_campaign" | "event" | "cold_outreach" | "inbound" | "partner" | "other") | null;
                        nextStep?: string | null;
                        isActive?: boolean;
                        tags?: string[];
                        customFields?: {
                            [key: string]: unknown;
                        };
                        /** @description The place on the board, from 0, as you see the stage */
                        position?: number;
                        /** @description The version you have seen; another one is a conflict */
                        version?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Deal"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/deals/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the removal of a deal back */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Deal"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deals/{id}/won": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a deal as won */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: date */
                        actualCloseDate?: string;
                        /** @description The version you have seen; another one is a conflict */
                        version?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Deal"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deals/{id}/lost": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a deal as lost, with the reason */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        lossReason: "price" | "competitor" | "timing" | "budget" | "no_decision" | "requirements" | "other";
                        lossReasonDetail?: string | null;
                        /** Format: date */
                        actualCloseDate?: string;
                        /** @description The version you have seen; another one is a conflict */
                        version?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Deal"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deals/{id}/provenance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where each field of a deal last came from */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Provenance"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deals/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The stages a deal went through, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["StageStep"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Organizations */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    ownerId?: string;
                    lifecycleStage?: "lead" | "qualified" | "opportunity" | "customer" | "evangelist" | "other";
                    industry?: "technology" | "finance" | "healthcare" | "manufacturing" | "retail" | "education" | "real_estate" | "consulting" | "media" | "transportation" | "energy" | "telecommunications" | "hospitality" | "other";
                    isActive?: string;
                    tag?: string;
                    domain?: string;
                    /** @description Words of a name, domain, address… */
                    q?: string;
                    /** @description A filter as JSON text */
                    filter?: string;
                    sort?: "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "name" | "-name" | "lastContactedAt" | "-lastContactedAt";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Organization"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add an organization */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        domains?: string[];
                        industry?: ("technology" | "finance" | "healthcare" | "manufacturing" | "retail" | "education" | "real_estate" | "consulting" | "media" | "transportation" | "energy" | "telecommunications" | "hospitality" | "other") | null;
                        employeeCount?: ("1-10" | "11-50" | "51-200" | "201-500" | "501-1000" | "1001-5000" | "5001+") | null;
                        annualRevenue?: {
                            /** @description Decimal text, never a float: "1250.50" */
                            amount: string;
                            currency: string;
                        } | null;
                        phone?: string | null;
                        email?: string | null;
                        website?: string | null;
                        address?: {
                            line1?: string | null;
                            line2?: string | null;
                            city?: string | null;
                            state?: string | null;
                            postalCode?: string | null;
                            /** @description ISO 3166-1 alpha-2 where you can, else as written */
                            country?: string | null;
                        } | null;
                        /** @enum {string} */
                        lifecycleStage?: "lead" | "qualified" | "opportunity" | "customer" | "evangelist" | "other";
                        linkedinUrl?: string | null;
                        twitterHandle?: string | null;
                        description?: string | null;
                        timeZone?: string | null;
                        ownerId?: string | null;
                        isActive?: boolean;
                        tags?: string[];
                        customFields?: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change owner, lifecycle stage or tags of many organizations */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        ids?: string[];
                        filter?: components["schemas"]["FilterInput"];
                        change: {
                            ownerId?: string | null;
                            /** @enum {string} */
                            lifecycleStage?: "lead" | "qualified" | "opportunity" | "customer" | "evangelist" | "other";
                            addTags?: string[];
                            removeTags?: string[];
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrganizationsChanged"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One organization */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove an organization; its contacts and deals stay, and it can be restored for thirty days */
        delete: {
            parameters: {
                query?: {
                    version?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change an organization */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        domains?: string[];
                        industry?: ("technology" | "finance" | "healthcare" | "manufacturing" | "retail" | "education" | "real_estate" | "consulting" | "media" | "transportation" | "energy" | "telecommunications" | "hospitality" | "other") | null;
                        employeeCount?: ("1-10" | "11-50" | "51-200" | "201-500" | "501-1000" | "1001-5000" | "5001+") | null;
                        annualRevenue?: {
                            /** @description Decimal text, never a float: "1250.50" */
                            amount: string;
                            currency: string;
                        } | null;
                        phone?: string | null;
                        email?: string | null;
                        website?: string | null;
                        address?: {
                            line1?: string | null;
                            line2?: string | null;
                            city?: string | null;
                            state?: string | null;
                            postalCode?: string | null;
                            /** @description ISO 3166-1 alpha-2 where you can, else as written */
                            country?: string | null;
                        } | null;
                        /** @enum {string} */
                        lifecycleStage?: "lead" | "qualified" | "opportunity" | "customer" | "evangelist" | "other";
                        linkedinUrl?: string | null;
                        twitterHandle?: string | null;
                        description?: string | null;
                        timeZone?: string | null;
                        ownerId?: string | null;
                        isActive?: boolean;
                        tags?: string[];
                        customFields?: {
                            [key: string]: unknown;
                        };
                        /** @description The version you have seen; another one is a conflict */
                        version?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/organizations/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the removal of an organization back */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{id}/provenance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where each field of an organization last came from */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Provenance"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/companies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Organizations (as a company) */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    ownerId?: string;
                    lifecycleStage?: "lead" | "qualified" | "opportunity" | "customer" | "evangelist" | "other";
                    industry?: "technology" | "finance" | "healthcare" | "manufacturing" | "retail" | "education" | "real_estate" | "consulting" | "media" | "transportation" | "energy" | "telecommunications" | "hospitality" | "other";
                    isActive?: string;
                    tag?: string;
                    domain?: string;
                    /** @description Words of a name, domain, address… */
                    q?: string;
                    /** @description A filter as JSON text */
                    filter?: string;
                    sort?: "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "name" | "-name" | "lastContactedAt" | "-lastContactedAt";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Organization"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add an organization (as a company) */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        domains?: string[];
                        industry?: ("technology" | "finance" | "healthcare" | "manufacturing" | "retail" | "education" | "real_estate" | "consulting" | "media" | "transportation" | "energy" | "telecommunications" | "hospitality" | "other") | null;
                        employeeCount?: ("1-10" | "11-50" | "51-200" | "201-500" | "501-1000" | "1001-5000" | "5001+") | null;
                        annualRevenue?: {
                            /** @description Decimal text, never a float: "1250.50" */
                            amount: string;
                            currency: string;
                        } | null;
                        phone?: string | null;
                        email?: string | null;
                        website?: string | null;
                        address?: {
                            line1?: string | null;
                            line2?: string | null;
                            city?: string | null;
                            state?: string | null;
                            postalCode?: string | null;
                            /** @description ISO 3166-1 alpha-2 where you can, else as written */
                            country?: string | null;
                        } | null;
                        /** @enum {string} */
                        lifecycleStage?: "lead" | "qualified" | "opportunity" | "customer" | "evangelist" | "other";
                        linkedinUrl?: string | null;
                        twitterHandle?: string | null;
                        description?: string | null;
                        timeZone?: string | null;
                        ownerId?: string | null;
                        isActive?: boolean;
                        tags?: string[];
                        customFields?: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/companies/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change owner, lifecycle stage or tags of many organizations (as a company) */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        ids?: string[];
                        filter?: components["schemas"]["FilterInput"];
                        change: {
                            ownerId?: string | null;
                            /** @enum {string} */
                            lifecycleStage?: "lead" | "qualified" | "opportunity" | "customer" | "evangelist" | "other";
                            addTags?: string[];
                            removeTags?: string[];
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrganizationsChanged"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/companies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One organization (as a company) */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove an organization; its contacts and deals stay, and it can be restored for thirty days (as a company) */
        delete: {
            parameters: {
                query?: {
                    version?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change an organization (as a company) */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        domains?: string[];
                        industry?: ("technology" | "finance" | "healthcare" | "manufacturing" | "retail" | "education" | "real_estate" | "consulting" | "media" | "transportation" | "energy" | "telecommunications" | "hospitality" | "other") | null;
                        employeeCount?: ("1-10" | "11-50" | "51-200" | "201-500" | "501-1000" | "1001-5000" | "5001+") | null;
                        annualRevenue?: {
                            /** @description Decimal text, never a float: "1250.50" */
                            amount: string;
                            currency: string;
                        } | null;
                        phone?: string | null;
                        email?: string | null;
                        website?: string | null;
                        address?: {
                            line1?: string | null;
                            line2?: string | null;
                            city?: string | null;
                            state?: string | null;
                            postalCode?: string | null;
                            /** @description ISO 3166-1 alpha-2 where you can, else as written */
                            country?: string | null;
                        } | null;
                        /** @enum {string} */
                        lifecycleStage?: "lead" | "qualified" | "opportunity" | "customer" | "evangelist" | "other";
                        linkedinUrl?: string | null;
                        twitterHandle?: string | null;
                        description?: string | null;
                        timeZone?: string | null;
                        ownerId?: string | null;
                        isActive?: boolean;
                        tags?: string[];
                        customFields?: {
                            [key: string]: unknown;
                        };
                        /** @description The version you have seen; another one is a conflict */
                        version?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/companies/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the removal of an organization back (as a company) */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/companies/{id}/provenance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where each field of an organization last came from (as a company) */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Provenance"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports, newest first; who does not reach every record sees their own */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Import"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Upload a CSV file (multipart: file, kind); nothing is changed before it is applied */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            job: components["schemas"]["Job"];
                            import: components["schemas"]["Import"];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One import and how far it is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Import"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/columns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The first rows as they stand in the file, and what a column may become */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sample: string[][];
                            fields: {
                                name: string;
                                label: string;
                                kind: string;
                                required: boolean;
                                many: boolean;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/mapping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Confirm which column is what; what would become of each row is found out then */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        mapping: {
                            [key: string]: string | null;
                        };
                        /** @enum {string} */
                        onExisting?: "skip" | "fill_empty" | "overwrite";
                        hasHeader?: boolean;
                        dates?: {
                            [key: string]: "dmy" | "mdy";
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            job: components["schemas"]["Job"];
                            import: components["schemas"]["Import"];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring the rows into the record; asked again, it goes on where it stopped */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            job: components["schemas"]["Job"];
                            import: components["schemas"]["Import"];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take an import back, for seven days; records changed since are kept and listed */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            job: components["schemas"]["Job"];
                            import: components["schemas"]["Import"];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of the rows, or would become of them */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    result?: "created" | "updated" | "skipped";
                    code?: string;
                    undone?: "removed" | "put_back" | "kept";
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["ImportRow"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/skipped": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The skipped rows as CSV, each with its reason: to be mended and imported again */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description text/csv */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your exports, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Export"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Write the records that you reach, or those of a filter, into a CSV file */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        kind: "contacts" | "organizations" | "deals" | "activities";
                        filter?: components["schemas"]["FilterInput"];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            job: components["schemas"]["Job"];
                            export: components["schemas"]["Export"];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of your exports */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Export"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The file of one of your exports */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description text/csv */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Default Response */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pipelines with their stages */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Pipeline"][];
                            nextCursor: null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a pipeline; without stages it gets the usual seven */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        stages?: {
                            title: string;
                            key?: string;
                            probability: number;
                            /** @enum {string} */
                            outcome?: "open" | "won" | "lost";
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pipeline"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One pipeline */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pipeline"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a pipeline without deals */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Rename a pipeline, place it, or make it the default */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        /** @enum {boolean} */
                        isDefault?: true;
                        position?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pipeline"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/pipelines/{id}/stages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put the stages in order */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        keys: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pipeline"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Add a stage */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        title: string;
                        key?: string;
                        probability: number;
                        /** @enum {string} */
                        outcome?: "open" | "won" | "lost";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pipeline"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{id}/stages/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a stage; its deals go to the replacement */
        delete: {
            parameters: {
                query?: {
                    replacement?: string;
                };
                header?: never;
                path: {
                    id: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pipeline"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Rename a stage, place it, or change its probability */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        title?: string;
                        probability?: number;
                        position?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pipeline"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tags with the number of their records */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Tag"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a tag */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        color?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Tag"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One tag */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Tag"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a tag; its records stay */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Rename or colour a tag */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        color?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Tag"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/tags/{id}/add": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tag many records */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        entity: "contact" | "organization" | "deal";
                        ids: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            changed: number;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags/{id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a tag off many records */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        entity: "contact" | "organization" | "deal";
                        ids: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            changed: number;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** To-dos, first what is due first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    ownerId?: string;
                    mine?: string;
                    done?: string;
                    /** @description In your time zone */
                    due?: "overdue" | "today" | "upcoming" | "none";
                    contactId?: string;
                    organizationId?: string;
                    dealId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Task"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a to-do */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        title: string;
                        description?: string | null;
                        /** Format: uuid */
                        ownerId?: string;
                        dueAt?: string | null;
                        remindAt?: string | null;
                        /** @enum {string} */
                        priority?: "low" | "normal" | "high";
                        contactId?: string | null;
                        organizationId?: string | null;
                        dealId?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Task"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One to-do */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Task"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a to-do */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a to-do */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        title?: string;
                        description?: string | null;
                        /** Format: uuid */
                        ownerId?: string;
                        dueAt?: string | null;
                        remindAt?: string | null;
                        /** @enum {string} */
                        priority?: "low" | "normal" | "high";
                        contactId?: string | null;
                        organizationId?: string | null;
                        dealId?: string | null;
                        /** @description The version you have seen; another one is a conflict */
                        version?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Task"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/tasks/{id}/done": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A to-do is done */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        outcome?: string;
                        /** @description The version you have seen; another one is a conflict */
                        version?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Task"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/undone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A to-do is open again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description The version you have seen; another one is a conflict */
                        version?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Task"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything by what it says, best first, by kind */
        get: {
            parameters: {
                query: {
                    q: string;
                    /** @description Some of them, with commas */
                    kinds?: string;
                    /** @description At most so many of each kind */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["SearchGroup"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filter-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What filters of an entity may ask: fields, comparisons, choices, events */
        get: {
            parameters: {
                query?: {
                    entity?: "contact" | "organization" | "deal";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["FilterField"][];
                            events: {
                                name: string;
                                label: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Segments of the workspace */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Segment"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Save a filter as a segment */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /** @enum {string} */
                        entity?: "contact" | "organization" | "deal";
                        filter: components["schemas"]["FilterInput"];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Segment"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/segments/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How many a filter finds, and a few of them */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        filter: components["schemas"]["FilterInput"];
                        /** @enum {string} */
                        entity?: "contact" | "organization" | "deal";
                        exact?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SegmentPreview"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/segments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One segment */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Segment"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a segment; its contacts stay */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Rename a segment or change its filter */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        filter?: components["schemas"]["FilterInput"];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Segment"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/segments/{id}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The contacts of a segment, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["SegmentMember"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Saved views: one’s own and those shared with everybody */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    entity?: "contact" | "organization" | "deal";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["View"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Save a view, for oneself or shared */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        entity: "contact" | "organization" | "deal";
                        name: string;
                        /** @default false */
                        shared?: boolean;
                        filter?: components["schemas"]["FilterInput"];
                        sort?: string | null;
                        columns?: string[];
                        /** @enum {string} */
                        layout?: "list" | "board";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["View"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One view */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["View"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a view */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a view */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        shared?: boolean;
                        filter?: components["schemas"]["FilterInput"];
                        sort?: string | null;
                        columns?: string[];
                        /** @enum {string} */
                        layout?: "list" | "board";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["View"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What every integration offers */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Action"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run an action */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default {} */
                        input?: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/time": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The hub’s clock */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            now: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload a file (multipart, up to 100 MB) */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["File"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download a file or a part of it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The content, also in parts (Range) */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description The content, also in parts (Range) */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A link that opens this file for whoever holds it, for a time */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default 3600 */
                        expiresInSeconds?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            path: string;
                            /** Format: date-time */
                            expiresAt: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/links/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download by a signed link */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The content, also in parts (Range) */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description The content, also in parts (Range) */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Long work, newest first; who does not run the hub sees their own */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    state?: "queued" | "running" | "done" | "failed" | "cancelled";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Job"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One job with its progress */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Job"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops a job; what it did so far stays */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Job"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/effects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Outbound acts, newest first; `state=unknown` are those that need a person */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    state?: "reserved" | "started" | "done" | "failed" | "unknown";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Effect"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/effects/{id}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says what became of an act whose outcome is unknown: send it again, or it arrived */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        outcome: "send_again" | "it_arrived";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Effect"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Calls to providers, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    connectionId?: string;
                    status?: number | ("ok" | "retry" | "reauthorize" | "rejected" | "failed" | "interrupted");
                    operation?: string;
                    from?: string;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["ApiCall"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-calls/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One call with what was sent and answered, secrets masked; the contents are for administrators */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            at: string;
                            /**
                             * Format: uuid
                             * @description First attempt of the same call
                             */
                            seriesId: string;
                            attempt: number;
                            connectionId: string | null;
                            integration: string;
                            provider: string;
                            operation: string;
                            method: string;
                            url: string;
                            lane: string;
                            actor: string;
                            /** @enum {string} */
                            outcome: "ok" | "retry" | "reauthorize" | "rejected" | "failed" | "interrupted";
                            status: number | null;
                            code: string | null;
                            durationMs: number | null;
                            requestBytes: number;
                            responseBytes: number;
                            redirects: number;
                            request: {
                                headers: {
                                    [key: string]: string;
                                };
                                body: string | null;
                            } | null;
                            response: {
                                headers: {
                                    [key: string]: string;
                                };
                                body: string | null;
                            } | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Privileged acts (kind=acts) or calls to providers (kind=api), newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    kind?: "acts" | "api";
                    from?: string;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["AuditAct"][];
                            nextCursor: string | null;
                        } | {
                            data: components["schemas"]["ApiCall"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/request-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests to this API in the last thirty days, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    actorId?: string;
                    requestId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["LoggedRequest"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhooks that providers sent, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    state?: "received" | "processed" | "failed" | "parked" | "unrouted" | "overtaken";
                    integration?: string;
                    type?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["WebhookEvent"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One webhook event with its request, secrets masked; the request is for administrators */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            id: string;
                            integration: string;
                            provider: string;
                            topic: string | null;
                            connectionId: string | null;
                            /** @description The provider's own id */
                            eventId: string;
                            type: string;
                            orderingKey: string | null;
                            /** @enum {string} */
                            state: "received" | "processed" | "failed" | "parked" | "unrouted" | "overtaken";
                            attempts: number;
                            error: string | null;
                            /** Format: date-time */
                            receivedAt: string;
                            processedAt: string | null;
                            nextTryAt: string | null;
                            /** @description Bytes of the request */
                            size: number;
                            request: {
                                method: string;
                                url: string;
                                headers: {
                                    [key: string]: string;
                                };
                                body: string;
                            } | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-events/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands an event to its handler again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            replayed: number;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can happen, with schema and example */
        get: {
            parameters: {
                query?: {
                    /** @description Names and titles alone, without schema and example */
                    fields?: "title";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["EventType"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What has happened, oldest first; whoever goes on from the last one misses none */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    type?: string;
                    subjectId?: string;
                    /** @description Id or sequence of the last event seen */
                    after?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Event"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Server-sent events of everything the caller may see; resumable by Last-Event-ID */
        get: {
            parameters: {
                query?: {
                    lastEventId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description text/event-stream */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string;
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is told of events */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["WebhookEndpoint"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Have events sent to an address */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uri */
                        url: string;
                        eventTypes: string[];
                        description?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            id: string;
                            url: string;
                            eventTypes: string[];
                            description: string | null;
                            enabled: boolean;
                            disabledReason: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                            /** @description Shown this once */
                            secret: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One endpoint */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookEndpoint"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove an endpoint and its deliveries */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change an endpoint, switch it off or on */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uri */
                        url?: string;
                        eventTypes?: string[];
                        description?: string | null;
                        enabled?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookEndpoint"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new secret; the old one signs beside it for a day */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Shown this once */
                            secret: string;
                            /** Format: date-time */
                            previousUntil: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test message now */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            delivered: boolean;
                            status: number | null;
                            error: string | null;
                            responseExcerpt: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sent and how it went, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    state?: "waiting" | "delivered" | "failed";
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["WebhookDelivery"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{id}/deliveries/{deliveryId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send it again now */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    deliveryId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookDelivery"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an administrator must know, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    state?: "open" | "resolved";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Incident"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody looks after it: no more reminders */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Incident"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alert-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is told of incidents */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Empty: the administrators themselves */
                            emails: string[];
                            webhookUrl?: string | null;
                            slackChannelId?: string | null;
                            /** @enum {string} */
                            minLevel: "warning" | "critical";
                            /** @description 0: never */
                            remindAfterHours: number;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Choose who is told of incidents */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Empty: the administrators themselves */
                        emails: string[];
                        webhookUrl?: string | null;
                        slackChannelId?: string | null;
                        /** @enum {string} */
                        minLevel: "warning" | "critical";
                        /** @description 0: never */
                        remindAfterHours: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Empty: the administrators themselves */
                            emails: string[];
                            webhookUrl?: string | null;
                            slackChannelId?: string | null;
                            /** @enum {string} */
                            minLevel: "warning" | "critical";
                            /** @description 0: never */
                            remindAfterHours: number;
                            /** @description Shown once, with a new webhook address */
                            webhookSecret?: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alert-settings/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test message to every channel */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                channel: string;
                                ok: boolean;
                                error: string | null;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you were told, newest first, and how much of it you have not read */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    unread?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Notification"][];
                            nextCursor: string | null;
                            unread: number;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** You have read these, or all */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        ids?: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/template/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The latest notes of all connected accounts */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["TemplateNote"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Write a note, once per reference */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        connectionId: string;
                        title: string;
                        /** @default  */
                        body?: string;
                        reference: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            effectId: string;
                            /** @enum {string} */
                            state: "reserved" | "started" | "done" | "failed" | "unknown";
                            noteId: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The calendars of all connected accounts */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Calendar"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/calendars/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Whether it makes its person busy, whether bookings are written into it, and what colleagues see of it */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        blocks?: boolean;
                        writes?: boolean;
                        /** @enum {string} */
                        shows?: "details" | "busy" | "nothing";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Calendar"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/calendar/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Meetings between two times, series resolved */
        get: {
            parameters: {
                query: {
                    from: string;
                    to: string;
                    calendarId?: string;
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["CalendarEvent"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Put an event into a calendar, once per reference */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        calendarId: string;
                        title: string;
                        body?: string;
                        location?: string;
                        start: string;
                        end: string;
                        timeZone: string;
                        /** @default [] */
                        attendees?: {
                            /** Format: email */
                            email: string;
                            name?: string;
                        }[];
                        recurrence?: string[];
                        /** @default false */
                        withVideo?: boolean;
                        /**
                         * @default none
                         * @enum {string}
                         */
                        notify?: "none" | "all";
                        reference?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            effectId: string;
                            /** @enum {string} */
                            state: "reserved" | "started" | "done" | "failed" | "unknown";
                            eventId: string | null;
                            joinUrl: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Call an event off */
        delete: {
            parameters: {
                query?: {
                    notify?: "none" | "all";
                    occurrence?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            effectId: string;
                            /** @enum {string} */
                            state: "reserved" | "started" | "done" | "failed" | "unknown";
                            eventId: string | null;
                            joinUrl: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Move or rewrite an event */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        title?: string;
                        body?: string;
                        location?: string;
                        start?: string;
                        end?: string;
                        timeZone?: string;
                        attendees?: {
                            /** Format: email */
                            email: string;
                            name?: string;
                        }[];
                        recurrence?: string[];
                        /**
                         * @default none
                         * @enum {string}
                         */
                        notify?: "none" | "all";
                        occurrence?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            effectId: string;
                            /** @enum {string} */
                            state: "reserved" | "started" | "done" | "failed" | "unknown";
                            eventId: string | null;
                            joinUrl: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/calendar/events/{id}/respond": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer an invitation as the person whose calendar it is in */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        response: "accepted" | "declined" | "tentative";
                        occurrence?: string;
                        /**
                         * @default all
                         * @enum {string}
                         */
                        notify?: "none" | "all";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            effectId: string;
                            /** @enum {string} */
                            state: "reserved" | "started" | "done" | "failed" | "unknown";
                            eventId: string | null;
                            joinUrl: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/events/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was decided where both sides had changed an event */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["CalendarDecision"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** When people are free, by all their calendars */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        userIds?: string[];
                        connectionIds?: string[];
                        /** Format: date-time */
                        from: string;
                        /** Format: date-time */
                        to: string;
                        /**
                         * @default any
                         * @enum {string}
                         */
                        mode?: "any" | "all";
                        durationMinutes: number;
                        timeZone: string;
                        workingHours?: {
                            monday?: {
                                start: string;
                                end: string;
                            }[];
                            tuesday?: {
                                start: string;
                                end: string;
                            }[];
                            wednesday?: {
                                start: string;
                                end: string;
                            }[];
                            thursday?: {
                                start: string;
                                end: string;
                            }[];
                            friday?: {
                                start: string;
                                end: string;
                            }[];
                            saturday?: {
                                start: string;
                                end: string;
                            }[];
                            sunday?: {
                                start: string;
                                end: string;
                            }[];
                        };
                        overrides?: {
                            /** Format: date */
                            date: string;
                            hours: {
                                start: string;
                                end: string;
                            }[];
                        }[];
                        /** @default 15 */
                        stepMinutes?: number;
                        /** @default 0 */
                        bufferBeforeMinutes?: number;
                        /** @default 0 */
                        bufferAfterMinutes?: number;
                        /** @default 0 */
                        minimumNoticeMinutes?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            slots: {
                                /** Format: date-time */
                                start: string;
                                /** Format: date-time */
                                end: string;
                                userIds?: string[];
                                connectionIds?: string[];
                            }[];
                            asOf: string | null;
                            unavailable: {
                                id: string;
                                reason: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Why somebody can, or cannot, be met at a time */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        userId?: string;
                        /** Format: uuid */
                        connectionId?: string;
                        /** Format: date-time */
                        at: string;
                        durationMinutes: number;
                        timeZone: string;
                        workingHours?: {
                            monday?: {
                                start: string;
                                end: string;
                            }[];
                            tuesday?: {
                                start: string;
                                end: string;
                            }[];
                            wednesday?: {
                                start: string;
                                end: string;
                            }[];
                            thursday?: {
                                start: string;
                                end: string;
                            }[];
                            friday?: {
                                start: string;
                                end: string;
                            }[];
                            saturday?: {
                                start: string;
                                end: string;
                            }[];
                            sunday?: {
                                start: string;
                                end: string;
                            }[];
                        };
                        overrides?: {
                            /** Format: date */
                            date: string;
                            hours: {
                                start: string;
                                end: string;
                            }[];
                        }[];
                        /** @default 15 */
                        stepMinutes?: number;
                        /** @default 0 */
                        bufferBeforeMinutes?: number;
                        /** @default 0 */
                        bufferAfterMinutes?: number;
                        /** @default 0 */
                        minimumNoticeMinutes?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            free: boolean;
                            reasons: {
                                rule: string;
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                                source: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/colleagues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** When colleagues are busy whose calendars are not connected, as their provider tells */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        connectionId: string;
                        addresses: string[];
                        /** Format: date-time */
                        from: string;
                        /** Format: date-time */
                        to: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                address: string;
                                busy: {
                                    /** Format: date-time */
                                    start: string;
                                    /** Format: date-time */
                                    end: string;
                                }[];
                                unknown: string | null;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/booking-pages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pages of times that guests choose from */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["BookingPage"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** A new page of times */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        slug: string;
                        title: string;
                        /** @enum {string} */
                        kind: "one_to_one" | "group" | "collective" | "round_robin";
                        hosts: {
                            /** Format: uuid */
                            userId?: string;
                            /** Format: uuid */
                            connectionId: string;
                            /** @default 1 */
                            weight?: number;
                        }[];
                        timeZone: string;
                        workingHours?: {
                            monday?: {
                                start: string;
                                end: string;
                            }[];
                            tuesday?: {
                                start: string;
                                end: string;
                            }[];
                            wednesday?: {
                                start: string;
                                end: string;
                            }[];
                            thursday?: {
                                start: string;
                                end: string;
                            }[];
                            friday?: {
                                start: string;
                                end: string;
                            }[];
                            saturday?: {
                                start: string;
                                end: string;
                            }[];
                            sunday?: {
                                start: string;
                                end: string;
                            }[];
                        };
                        overrides?: {
                            /** Format: date */
                            date: string;
                            hours: {
                                start: string;
                                end: string;
                            }[];
                        }[];
                        /** @default 15 */
                        stepMinutes?: number;
                        /** @default 0 */
                        bufferBeforeMinutes?: number;
                        /** @default 0 */
                        bufferAfterMinutes?: number;
                        /** @default 0 */
                        minimumNoticeMinutes?: number;
                        durationsMinutes: number[];
                        /** @default 60 */
                        horizonDays?: number;
                        /** @default  */
                        description?: string;
                        /** @default {} */
                        caps?: {
                            perDay?: number;
                            perWeek?: number;
                        };
                        /** @default 10 */
                        seats?: number;
                        location?: {
                            /** @enum {string} */
                            kind: "phone" | "in_person" | "link" | "meet" | "teams";
                            value?: string;
                        };
                        /** @default [] */
                        questions?: {
                            key: string;
                            label: string;
                            /**
                             * @default text
                             * @enum {string}
                             */
                            type?: "text" | "long_text" | "select" | "checkbox" | "phone";
                            /** @default false */
                            required?: boolean;
                            options?: string[];
                        }[];
                        /** @default 0 */
                        guestsAllowed?: number;
                        /**
                         * @default auto
                         * @enum {string}
                         */
                        confirm?: "auto" | "approve";
                        /** @default [] */
                        reminders?: {
                            minutesBefore: number;
                            /**
                             * @default email
                             * @enum {string}
                             */
                            channel?: "email" | "slack";
                            text?: string;
                        }[];
                        followUp?: {
                            minutesAfter: number;
                            text: string;
                            /**
                             * @default email
                             * @enum {string}
                             */
                            channel?: "email" | "slack";
                        };
                        confirmationText?: string;
                        /** @default 0 */
                        cancelUntilMinutes?: number;
                        /** Format: uri */
                        redirectUrl?: string;
                        /**
                         * @default owner_first
                         * @enum {string}
                         */
                        assign?: "least_recent" | "owner_first";
                        /** @default true */
                        isActive?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BookingPage"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/booking-pages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One page */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BookingPage"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Take a page away; bookings that stand keep standing */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a page; what is left out stays */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        slug?: string;
                        title?: string;
                        /** @enum {string} */
                        kind?: "one_to_one" | "group" | "collective" | "round_robin";
                        hosts?: {
                            /** Format: uuid */
                            userId?: string;
                            /** Format: uuid */
                            connectionId: string;
                            /** @default 1 */
                            weight?: number;
                        }[];
                        timeZone?: string;
                        workingHours?: {
                            monday?: {
                                start: string;
                                end: string;
                            }[];
                            tuesday?: {
                                start: string;
                                end: string;
                            }[];
                            wednesday?: {
                                start: string;
                                end: string;
                            }[];
                            thursday?: {
                                start: string;
                                end: string;
                            }[];
                            friday?: {
                                start: string;
                                end: string;
                            }[];
                            saturday?: {
                                start: string;
                                end: string;
                            }[];
                            sunday?: {
                                start: string;
                                end: string;
                            }[];
                        } | null;
                        overrides?: {
                            /** Format: date */
                            date: string;
                            hours: {
                                start: string;
                                end: string;
                            }[];
                        }[];
                        stepMinutes?: number;
                        bufferBeforeMinutes?: number;
                        bufferAfterMinutes?: number;
                        minimumNoticeMinutes?: number;
                        durationsMinutes?: number[];
                        horizonDays?: number;
                        description?: string;
                        caps?: {
                            perDay?: number;
                            perWeek?: number;
                        };
                        seats?: number;
                        location?: {
                            /** @enum {string} */
                            kind: "phone" | "in_person" | "link" | "meet" | "teams";
                            value?: string;
                        } | null;
                        questions?: {
                            key: string;
                            label: string;
                            /**
                             * @default text
                             * @enum {string}
                             */
                            type?: "text" | "long_text" | "select" | "checkbox" | "phone";
                            /** @default false */
                            required?: boolean;
                            options?: string[];
                        }[];
                        guestsAllowed?: number;
                        /** @enum {string} */
                        confirm?: "auto" | "approve";
                        reminders?: {
                            minutesBefore: number;
                            /**
                             * @default email
                             * @enum {string}
                             */
                            channel?: "email" | "slack";
                            text?: string;
                        }[];
                        followUp?: {
                            minutesAfter: number;
                            text: string;
                            /**
                             * @default email
                             * @enum {string}
                             */
                            channel?: "email" | "slack";
                        } | null;
                        confirmationText?: string | null;
                        cancelUntilMinutes?: number;
                        redirectUrl?: string | null;
                        /** @enum {string} */
                        assign?: "least_recent" | "owner_first";
                        isActive?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BookingPage"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/calendar/booking-pages/{id}/slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Times that a page offers, with those who are free */
        get: {
            parameters: {
                query: {
                    from: string;
                    to: string;
                    duration: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /** Format: date-time */
                                start: string;
                                /** Format: date-time */
                                end: string;
                                hosts: string[];
                                seatsLeft?: number;
                            }[];
                            unavailable: {
                                id: string;
                                reason: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/booking-pages/{id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For each host of a page, why a time is offered or not */
        get: {
            parameters: {
                query: {
                    at: string;
                    duration: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                connectionId: string;
                                userId: string | null;
                                name: string;
                                free: boolean;
                                reasons: {
                                    rule: string;
                                    /** Format: date-time */
                                    from: string;
                                    /** Format: date-time */
                                    to: string;
                                    source: string;
                                }[];
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/booking-pages/{id}/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a time for some minutes */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: date-time */
                        start: string;
                        duration: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            bookingId: string;
                            holdToken: string;
                            /** Format: date-time */
                            expiresAt: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/booking-pages/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A page as guests would see it, from what has been typed so far; nothing is saved */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        page: {
                            slug: string;
                            title: string;
                            /** @enum {string} */
                            kind: "one_to_one" | "group" | "collective" | "round_robin";
                            hosts: {
                                /** Format: uuid */
                                userId?: string;
                                /** Format: uuid */
                                connectionId: string;
                                /** @default 1 */
                                weight?: number;
                            }[];
                            timeZone: string;
                            workingHours?: {
                                monday?: {
                                    start: string;
                                    end: string;
                                }[];
                                tuesday?: {
                                    start: string;
                                    end: string;
                                }[];
                                wednesday?: {
                                    start: string;
                                    end: string;
                                }[];
                                thursday?: {
                                    start: string;
                                    end: string;
                                }[];
                                friday?: {
                                    start: string;
                                    end: string;
                                }[];
                                saturday?: {
                                    start: string;
                                    end: string;
                                }[];
                                sunday?: {
                                    start: string;
                                    end: string;
                                }[];
                            };
                            overrides?: {
                                /** Format: date */
                                date: string;
                                hours: {
                                    start: string;
                                    end: string;
                                }[];
                            }[];
                            /** @default 15 */
                            stepMinutes?: number;
                            /** @default 0 */
                            bufferBeforeMinutes?: number;
                            /** @default 0 */
                            bufferAfterMinutes?: number;
                            /** @default 0 */
                            minimumNoticeMinutes?: number;
                            durationsMinutes: number[];
                            /** @default 60 */
                            horizonDays?: number;
                            /** @default  */
                            description?: string;
                            /** @default {} */
                            caps?: {
                                perDay?: number;
                                perWeek?: number;
                            };
                            /** @default 10 */
                            seats?: number;
                            location?: {
                                /** @enum {string} */
                                kind: "phone" | "in_person" | "link" | "meet" | "teams";
                                value?: string;
                            };
                            /** @default [] */
                            questions?: {
                                key: string;
                                label: string;
                                /**
                                 * @default text
                                 * @enum {string}
                                 */
                                type?: "text" | "long_text" | "select" | "checkbox" | "phone";
                                /** @default false */
                                required?: boolean;
                                options?: string[];
                            }[];
                            /** @default 0 */
                            guestsAllowed?: number;
                            /**
                             * @default auto
                             * @enum {string}
                             */
                            confirm?: "auto" | "approve";
                            /** @default [] */
                            reminders?: {
                                minutesBefore: number;
                                /**
                                 * @default email
                                 * @enum {string}
                                 */
                                channel?: "email" | "slack";
                                text?: string;
                            }[];
                            followUp?: {
                                minutesAfter: number;
                                text: string;
                                /**
                                 * @default email
                                 * @enum {string}
                                 */
                                channel?: "email" | "slack";
                            };
                            confirmationText?: string;
                            /** @default 0 */
                            cancelUntilMinutes?: number;
                            /** Format: uri */
                            redirectUrl?: string;
                            /**
                             * @default owner_first
                             * @enum {string}
                             */
                            assign?: "least_recent" | "owner_first";
                            /** @default true */
                            isActive?: boolean;
                        };
                        /** Format: uuid */
                        id?: string;
                        nonce?: string;
                        /** @default en */
                        language?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            html: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/team-pages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Addresses that gather several booking pages: of a team, or of one person */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["TeamPage"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** One address for several booking pages */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        slug: string;
                        title: string;
                        /** @default  */
                        description?: string;
                        pageIds: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamPage"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/team-pages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take the common address away; the pages behind it stay */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change it; what is left out stays */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        slug?: string;
                        title?: string;
                        description?: string;
                        pageIds?: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamPage"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/calendar/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was booked: newest first, or what is coming in its order */
        get: {
            parameters: {
                query?: {
                    pageId?: string;
                    contactId?: string;
                    status?: "held" | "pending" | "confirmed" | "cancelled" | "declined" | "expired" | "no_show";
                    upcoming?: string;
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Booking"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Book a time */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        pageId: string;
                        /** Format: date-time */
                        start: string;
                        duration: number;
                        timeZone: string;
                        name: string;
                        email: string;
                        phone?: string;
                        answers?: {
                            [key: string]: string | boolean;
                        };
                        guests?: string[];
                        holdToken?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Booking"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/bookings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One booking */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Booking"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/bookings/{id}/reschedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a booking */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: date-time */
                        start: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Booking"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/bookings/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a booking */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Booking"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/bookings/{id}/no-show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that the guest did not come */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Booking"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/bookings/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Grant what a guest asks for */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Booking"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/bookings/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline what a guest asks for */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Booking"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When a person can be met */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Schedule"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Say when a person can be met */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        timeZone: string;
                        workingHours: {
                            monday?: {
                                start: string;
                                end: string;
                            }[];
                            tuesday?: {
                                start: string;
                                end: string;
                            }[];
                            wednesday?: {
                                start: string;
                                end: string;
                            }[];
                            thursday?: {
                                start: string;
                                end: string;
                            }[];
                            friday?: {
                                start: string;
                                end: string;
                            }[];
                            saturday?: {
                                start: string;
                                end: string;
                            }[];
                            sunday?: {
                                start: string;
                                end: string;
                            }[];
                        };
                        /** @default [] */
                        overrides?: {
                            /** Format: date */
                            date: string;
                            hours: {
                                start: string;
                                end: string;
                            }[];
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Schedule"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a mail, now or later, new or as an answer */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        connectionId?: string;
                        /** Format: uuid */
                        userId?: string;
                        from?: string;
                        to: {
                            address: string;
                            name?: string;
                        }[];
                        /** @default [] */
                        cc?: {
                            address: string;
                            name?: string;
                        }[];
                        /** @default [] */
                        bcc?: {
                            address: string;
                            name?: string;
                        }[];
                        replyTo?: {
                            address: string;
                            name?: string;
                        };
                        /** @default  */
                        subject?: string;
                        html?: string;
                        text?: string;
                        /** Format: uuid */
                        templateId?: string;
                        data?: {
                            [key: string]: unknown;
                        };
                        /** Format: uuid */
                        inReplyTo?: string;
                        /** @default [] */
                        attachments?: {
                            /** Format: uuid */
                            fileId: string;
                            name?: string;
                            contentId?: string;
                            asLink?: boolean;
                        }[];
                        headers?: {
                            [key: string]: string;
                        };
                        /** Format: date-time */
                        sendAt?: string;
                        undoSeconds?: number;
                        remindAfterDays?: number;
                        /** @default false */
                        track?: boolean;
                        /** Format: uuid */
                        contactId?: string;
                        /** Format: uuid */
                        dealId?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @enum {string} */
                            state: "scheduled" | "reserved" | "started" | "accepted" | "delivered" | "bounced" | "failed" | "unknown" | "cancelled";
                            messageId: string;
                            threadId: string;
                            sendAt: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a sent mail, with everything that was learned of it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @enum {string} */
                            state: "scheduled" | "reserved" | "started" | "accepted" | "delivered" | "bounced" | "failed" | "unknown" | "cancelled";
                            messageId: string;
                            threadId: string;
                            sendAt: string | null;
                            connectionId: string;
                            userId: string | null;
                            from: {
                                address: string;
                                name?: string;
                            };
                            to: {
                                address: string;
                                name?: string;
                            }[];
                            cc: {
                                address: string;
                                name?: string;
                            }[];
                            subject: string;
                            contactId: string | null;
                            dealId: string | null;
                            activityId: string | null;
                            error: string | null;
                            history: {
                                at: string;
                                state: string;
                                source: string;
                                evidence: {
                                    [key: string]: unknown;
                                };
                            }[];
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/messages/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call a mail back that has not left yet */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @enum {string} */
                            state: "scheduled" | "reserved" | "started" | "accepted" | "delivered" | "bounced" | "failed" | "unknown" | "cancelled";
                            messageId: string;
                            threadId: string;
                            sendAt: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Conversations across all mailboxes that the caller may read, newest first */
        get: {
            parameters: {
                query?: {
                    connectionId?: string;
                    assigneeId?: string;
                    status?: "open" | "waiting" | "snoozed" | "closed";
                    contactId?: string;
                    q?: string;
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["MailThread"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/threads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One conversation with its mails, made harmless to show */
        get: {
            parameters: {
                query?: {
                    images?: "blocked" | "shown";
                    mail?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MailThreadView"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Who looks after a conversation, and where it stands */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        assigneeId?: string | null;
                        /** @enum {string} */
                        status?: "open" | "waiting" | "snoozed" | "closed";
                        snoozeUntil?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MailThreadView"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/email/mails/{id}/files/{fileId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file of a mail (by the id of the mail or of its activity), for whoever may read the mail */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    fileId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Default Response */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/threads/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say something about a conversation among colleagues */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        body: string;
                        /** @default [] */
                        mentions?: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MailThreadView"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/threads/{id}/replying": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell colleagues that one is writing an answer */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            until: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/trace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a mail did or did not reach a timeline, by its Message-ID */
        get: {
            parameters: {
                query: {
                    messageId: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            known: boolean;
                            sentence: string;
                            activityId: string | null;
                            threadId: string | null;
                            copies: {
                                connectionId: string;
                                folder: string;
                                decidedAt: string;
                                reason: string | null;
                                sentence: string;
                            }[];
                            steps: string[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/rules/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What other rules would have left out of the last days; nothing is changed */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        connectionId: string;
                        blocklist?: string[];
                        internalDomains?: string[];
                        /** Format: date */
                        syncFrom?: string;
                        /** @default 90 */
                        days?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            looked: number;
                            kept: number;
                            skipped: {
                                [key: string]: number;
                            };
                            sample: {
                                subject: string | null;
                                from: string | null;
                                sentAt: string;
                                reason: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/rules/stored": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stored mails that the rules of a mailbox would leave out now: counted, or taken away */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        connectionId: string;
                        /** @default false */
                        remove?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Stored mails that the rules of the mailbox would leave out now */
                            matching: number;
                            removed: number;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one has begun to write */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                connectionId: string | null;
                                threadId: string | null;
                                contactId: string | null;
                                dealId: string | null;
                                content: {
                                    [key: string]: unknown;
                                };
                                id: string;
                                updatedAt: string;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Keep a draft */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        connectionId?: string;
                        /** Format: uuid */
                        threadId?: string;
                        /** Format: uuid */
                        contactId?: string;
                        /** Format: uuid */
                        dealId?: string;
                        content: {
                            /** @default [] */
                            to?: string[];
                            /** @default [] */
                            cc?: string[];
                            /** @default [] */
                            bcc?: string[];
                            /** @default  */
                            subject?: string;
                            /** @default  */
                            text?: string;
                            html?: string;
                            /** Format: uuid */
                            inReplyTo?: string;
                            /** @default [] */
                            fileIds?: string[];
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectionId: string | null;
                            threadId: string | null;
                            contactId: string | null;
                            dealId: string | null;
                            content: {
                                [key: string]: unknown;
                            };
                            id: string;
                            updatedAt: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/drafts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keep a draft as it is now */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        connectionId?: string;
                        /** Format: uuid */
                        threadId?: string;
                        /** Format: uuid */
                        contactId?: string;
                        /** Format: uuid */
                        dealId?: string;
                        content: {
                            /** @default [] */
                            to?: string[];
                            /** @default [] */
                            cc?: string[];
                            /** @default [] */
                            bcc?: string[];
                            /** @default  */
                            subject?: string;
                            /** @default  */
                            text?: string;
                            html?: string;
                            /** Format: uuid */
                            inReplyTo?: string;
                            /** @default [] */
                            fileIds?: string[];
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectionId: string | null;
                            threadId: string | null;
                            contactId: string | null;
                            dealId: string | null;
                            content: {
                                [key: string]: unknown;
                            };
                            id: string;
                            updatedAt: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Throw a draft away */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is not written to, why, and until when */
        get: {
            parameters: {
                query?: {
                    q?: string;
                    reason?: "hard_bounce" | "soft_bounces" | "complaint" | "unsubscribed" | "invalid" | "manual";
                    show?: "active" | "past" | "all";
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                id: string;
                                address: string;
                                /** @enum {string} */
                                reason: "hard_bounce" | "soft_bounces" | "complaint" | "unsubscribed" | "invalid" | "manual";
                                /** @enum {string} */
                                scope: "all" | "marketing";
                                source: string;
                                evidence: {
                                    [key: string]: string;
                                };
                                since: string;
                                expiresAt: string | null;
                                liftedAt: string | null;
                                liftedBecause: string | null;
                                heldAt: string[];
                                createdBy: string;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Put an address on the list by hand */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: includes */
                        address: string;
                        /**
                         * @default all
                         * @enum {string}
                         */
                        scope?: "all" | "marketing";
                        /** @default  */
                        note?: string;
                        /** Format: date-time */
                        expiresAt?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            address: string;
                            /** @enum {string} */
                            reason: "hard_bounce" | "soft_bounces" | "complaint" | "unsubscribed" | "invalid" | "manual";
                            /** @enum {string} */
                            scope: "all" | "marketing";
                            source: string;
                            evidence: {
                                [key: string]: string;
                            };
                            since: string;
                            expiresAt: string | null;
                            liftedAt: string | null;
                            liftedBecause: string | null;
                            heldAt: string[];
                            createdBy: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/suppressions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an address off the list, here and at the providers */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            address: string;
                            /** @enum {string} */
                            reason: "hard_bounce" | "soft_bounces" | "complaint" | "unsubscribed" | "invalid" | "manual";
                            /** @enum {string} */
                            scope: "all" | "marketing";
                            source: string;
                            evidence: {
                                [key: string]: string;
                            };
                            since: string;
                            expiresAt: string | null;
                            liftedAt: string | null;
                            liftedBecause: string | null;
                            heldAt: string[];
                            createdBy: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/suppressions/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far the lists of providers are in step with ours */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                connectionId: string;
                                provider: string;
                                label: string;
                                readAt: string | null;
                                counts: {
                                    [key: string]: number;
                                };
                                error: string | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/suppressions/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring the lists of providers in step now */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            queued: number;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/bounces/classify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a raw mail (message/rfc822) says about mail of ours; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description The raw mail, as message/rfc822 */
            requestBody: {
                content: {
                    "application/json": unknown;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            isBounce: boolean;
                            /** @enum {string} */
                            kind: "hard" | "soft" | "block" | "complaint" | "auto_reply" | "none";
                            /** @enum {string} */
                            reason: "mailbox_unknown" | "domain_unknown" | "bad_address" | "disabled" | "moved" | "mailbox_full" | "too_large" | "greylisted" | "receiving_too_fast" | "network" | "expired" | "loop" | "system" | "list" | "delayed" | "reputation" | "blocklist" | "authentication" | "rate" | "policy" | "internal_only" | "content" | "relay_denied" | "own_quota" | "own_account" | "own_sender" | "tls" | "protocol" | "undetermined" | "complaint" | "out_of_office" | "left_company" | "auto_reply" | "challenge" | "none";
                            sentence: string;
                            evidence: {
                                format: string;
                                rule: string;
                                quote: string;
                                code: string | null;
                                blockList?: string;
                            };
                            recipients: {
                                address: string;
                                originalAddress: string | null;
                                enhancedCode: string | null;
                                action: string;
                                diagnostic: string;
                                /** @enum {string} */
                                kind: "hard" | "soft" | "block" | "complaint" | "auto_reply" | "none";
                                /** @enum {string} */
                                reason: "mailbox_unknown" | "domain_unknown" | "bad_address" | "disabled" | "moved" | "mailbox_full" | "too_large" | "greylisted" | "receiving_too_fast" | "network" | "expired" | "loop" | "system" | "list" | "delayed" | "reputation" | "blocklist" | "authentication" | "rate" | "policy" | "internal_only" | "content" | "relay_denied" | "own_quota" | "own_account" | "own_sender" | "tls" | "protocol" | "undetermined" | "complaint" | "out_of_office" | "left_company" | "auto_reply" | "challenge" | "none";
                            }[];
                            originalMessageId: string | null;
                            returnsOn: string | null;
                            retryAfterSeconds: number | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/bounces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mails that came back, each with its verdict and its evidence */
        get: {
            parameters: {
                query?: {
                    address?: string;
                    limit?: number;
                    before?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                id: string;
                                at: string;
                                address: string;
                                messageId: string | null;
                                source: string;
                                connectionId: string | null;
                                /** @enum {string} */
                                kind: "hard" | "soft" | "block" | "complaint" | "auto_reply" | "none";
                                /** @enum {string} */
                                reason: "mailbox_unknown" | "domain_unknown" | "bad_address" | "disabled" | "moved" | "mailbox_full" | "too_large" | "greylisted" | "receiving_too_fast" | "network" | "expired" | "loop" | "system" | "list" | "delayed" | "reputation" | "blocklist" | "authentication" | "rate" | "policy" | "internal_only" | "content" | "relay_denied" | "own_quota" | "own_account" | "own_sender" | "tls" | "protocol" | "undetermined" | "complaint" | "out_of_office" | "left_company" | "auto_reply" | "challenge" | "none";
                                sentence: string;
                                rule: string;
                                quote: string;
                                enhancedCode: string | null;
                                blockList: string | null;
                                consequence: string;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/bounces/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this workspace decided about words of servers */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                id: string;
                                contains: string;
                                /** @enum {string} */
                                reason: "mailbox_unknown" | "domain_unknown" | "bad_address" | "disabled" | "moved" | "mailbox_full" | "too_large" | "greylisted" | "receiving_too_fast" | "network" | "expired" | "loop" | "system" | "list" | "delayed" | "reputation" | "blocklist" | "authentication" | "rate" | "policy" | "internal_only" | "content" | "relay_denied" | "own_quota" | "own_account" | "own_sender" | "tls" | "protocol" | "undetermined" | "complaint" | "out_of_office" | "left_company" | "auto_reply" | "challenge" | "none";
                                note: string;
                                createdBy: string;
                                createdAt: string;
                                rejudged: number | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Say that a verdict is wrong: what contains these words means this, from now on and before */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        contains: string;
                        /** @enum {string} */
                        reason: "mailbox_unknown" | "domain_unknown" | "bad_address" | "disabled" | "moved" | "mailbox_full" | "too_large" | "greylisted" | "receiving_too_fast" | "network" | "expired" | "loop" | "system" | "list" | "delayed" | "reputation" | "blocklist" | "authentication" | "rate" | "policy" | "internal_only" | "content" | "relay_denied" | "own_quota" | "own_account" | "own_sender" | "tls" | "protocol" | "undetermined" | "complaint" | "out_of_office" | "left_company" | "auto_reply" | "challenge" | "none";
                        /** @default  */
                        note?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            contains: string;
                            /** @enum {string} */
                            reason: "mailbox_unknown" | "domain_unknown" | "bad_address" | "disabled" | "moved" | "mailbox_full" | "too_large" | "greylisted" | "receiving_too_fast" | "network" | "expired" | "loop" | "system" | "list" | "delayed" | "reputation" | "blocklist" | "authentication" | "rate" | "policy" | "internal_only" | "content" | "relay_denied" | "own_quota" | "own_account" | "own_sender" | "tls" | "protocol" | "undetermined" | "complaint" | "out_of_office" | "left_company" | "auto_reply" | "challenge" | "none";
                            note: string;
                            createdBy: string;
                            createdAt: string;
                            rejudged: number | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/bounces/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a rule back, and its verdicts with it */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            contains: string;
                            /** @enum {string} */
                            reason: "mailbox_unknown" | "domain_unknown" | "bad_address" | "disabled" | "moved" | "mailbox_full" | "too_large" | "greylisted" | "receiving_too_fast" | "network" | "expired" | "loop" | "system" | "list" | "delayed" | "reputation" | "blocklist" | "authentication" | "rate" | "policy" | "internal_only" | "content" | "relay_denied" | "own_quota" | "own_account" | "own_sender" | "tls" | "protocol" | "undetermined" | "complaint" | "out_of_office" | "left_company" | "auto_reply" | "challenge" | "none";
                            note: string;
                            createdBy: string;
                            createdAt: string;
                            rejudged: number | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that was sent to somebody, with what became of it */
        get: {
            parameters: {
                query?: {
                    contactId?: string;
                    address?: string;
                    messageId?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                messageId: string;
                                address: string;
                                connectionId: string | null;
                                source: string;
                                /** @enum {string} */
                                state: "queued" | "deferred" | "rejected" | "soft_bounced" | "delivered" | "hard_bounced";
                                disputed: boolean;
                                bounce: {
                                    /** @enum {string} */
                                    kind: "hard" | "soft" | "block" | "complaint" | "auto_reply" | "none";
                                    /** @enum {string} */
                                    reason: "mailbox_unknown" | "domain_unknown" | "bad_address" | "disabled" | "moved" | "mailbox_full" | "too_large" | "greylisted" | "receiving_too_fast" | "network" | "expired" | "loop" | "system" | "list" | "delayed" | "reputation" | "blocklist" | "authentication" | "rate" | "policy" | "internal_only" | "content" | "relay_denied" | "own_quota" | "own_account" | "own_sender" | "tls" | "protocol" | "undetermined" | "complaint" | "out_of_office" | "left_company" | "auto_reply" | "challenge" | "none";
                                    rule: string;
                                    quote: string;
                                    enhancedCode: string | null;
                                } | null;
                                marks: {
                                    [key: string]: {
                                        first: string;
                                        last: string;
                                        count: number;
                                        machine?: number;
                                        firstByPerson?: string;
                                    };
                                };
                                firstAt: string;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Domains that mail is sent for, with the DNS records they need */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                connectionId: string;
                                provider: string;
                                label: string;
                                name: string;
                                isReady: boolean;
                                isSignedHere: boolean;
                                records: {
                                    /** @enum {string} */
                                    purpose: "spf" | "dkim" | "return_path" | "tracking" | "inbound" | "dmarc";
                                    /** @enum {string} */
                                    type: "TXT" | "CNAME" | "MX";
                                    name: string;
                                    value: string;
                                    isFound: boolean | null;
                                    problem: string | null;
                                }[];
                                error: string | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/domains/{name}/dkim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a signing key for a domain that leaves by a server of one’s own; asked again it is the same key */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectionId: string;
                            provider: string;
                            label: string;
                            name: string;
                            isReady: boolean;
                            isSignedHere: boolean;
                            records: {
                                /** @enum {string} */
                                purpose: "spf" | "dkim" | "return_path" | "tracking" | "inbound" | "dmarc";
                                /** @enum {string} */
                                type: "TXT" | "CNAME" | "MX";
                                name: string;
                                value: string;
                                isFound: boolean | null;
                                problem: string | null;
                            }[];
                            error: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/deliverability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of what was sent, by provider and day */
        get: {
            parameters: {
                query?: {
                    days?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            from: string;
                            providers: {
                                connectionId: string | null;
                                provider: string;
                                label: string;
                                sent: number;
                                delivered: number;
                                bounced: {
                                    hard: number;
                                    soft: number;
                                    block: number;
                                };
                                rejected: number;
                                complained: number;
                                disputed: number;
                                deliveryRate: number | null;
                                bounceRate: number | null;
                                complaintRate: number | null;
                                days: {
                                    day: string;
                                    sent: number;
                                    delivered: number;
                                    bounced: number;
                                    complained: number;
                                }[];
                            }[];
                            reasons: {
                                kind: string;
                                reason: string;
                                count: number;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Templates and snippets, by folder and name */
        get: {
            parameters: {
                query?: {
                    kind?: "template" | "snippet";
                    folder?: string;
                    q?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /** Format: uuid */
                                id: string;
                                /** @enum {string} */
                                kind: "template" | "snippet";
                                name: string;
                                folder: string;
                                shortcut: string | null;
                                version: number;
                                subject: string;
                                /** @enum {string} */
                                format: "mjml" | "html" | "text";
                                createdBy: string;
                                /** Format: date-time */
                                createdAt: string;
                                /** Format: date-time */
                                updatedAt: string;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Save a new template or snippet */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @default template
                         * @enum {string}
                         */
                        kind?: "template" | "snippet";
                        name: string;
                        /** @default  */
                        folder?: string;
                        shortcut?: string | null;
                        subject: string;
                        /** @enum {string} */
                        format: "mjml" | "html" | "text";
                        body: string;
                        text?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailTemplate"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/templates/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a template can say of whom */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            groups: {
                                name: string;
                                fields: string[];
                            }[];
                            links: string[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/templates/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show a mail that is being written as somebody would get it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        contactId?: string;
                        /** Format: uuid */
                        dealId?: string;
                        /**
                         * @default empty
                         * @enum {string}
                         */
                        show?: "contact" | "empty" | "worst";
                        /** Format: uuid */
                        segmentId?: string;
                        content?: {
                            subject: string;
                            /** @enum {string} */
                            format: "mjml" | "html" | "text";
                            body: string;
                            text?: string | null;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailPreview"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/templates/lint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a careful colleague would say about a mail */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        subject: string;
                        /** @enum {string} */
                        format: "mjml" | "html" | "text";
                        body: string;
                        text?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            problems: {
                                code: string;
                                /** @enum {string} */
                                level: "error" | "warning" | "hint";
                                sentence: string;
                                fix: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One template with the version in use */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailTemplate"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Take a template out of use; what was sent with it stays as it was */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            removed: true;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Rename, move or rewrite a template; what it says becomes a new version */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        version: number;
                        name?: string;
                        folder?: string;
                        shortcut?: string | null;
                        content?: {
                            subject: string;
                            /** @enum {string} */
                            format: "mjml" | "html" | "text";
                            body: string;
                            text?: string | null;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailTemplate"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/email/templates/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All versions of a template, newest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                version: number;
                                subject: string;
                                /** @enum {string} */
                                format: "mjml" | "html" | "text";
                                body: string;
                                text: string | null;
                                createdBy: string;
                                /** Format: date-time */
                                createdAt: string;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/templates/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show a template as somebody would get it: a contact, nobody known, or the worst one */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        contactId?: string;
                        /** Format: uuid */
                        dealId?: string;
                        /**
                         * @default empty
                         * @enum {string}
                         */
                        show?: "contact" | "empty" | "worst";
                        /** Format: uuid */
                        segmentId?: string;
                        content?: {
                            subject: string;
                            /** @enum {string} */
                            format: "mjml" | "html" | "text";
                            body: string;
                            text?: string | null;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailPreview"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/templates/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a template to a colleague */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: email */
                        to: string;
                        /** Format: uuid */
                        contactId?: string;
                        /** Format: uuid */
                        connectionId?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            state: string;
                            messageId: string;
                            threadId: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Campaigns, newest first */
        get: {
            parameters: {
                query?: {
                    state?: "draft" | "scheduled" | "preparing" | "sending" | "paused" | "finished" | "cancelled";
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["EmailCampaign"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Begin a campaign as a draft */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /** Format: uuid */
                        segmentId?: string;
                        contactIds?: string[];
                        /** Format: uuid */
                        templateId?: string;
                        content?: {
                            subject: string;
                            /** @enum {string} */
                            format: "mjml" | "html" | "text";
                            body: string;
                            text?: string | null;
                        };
                        from?: {
                            /** Format: uuid */
                            connectionId: string;
                            name?: string;
                            /** Format: email */
                            replyTo?: string;
                        };
                        /** @default [] */
                        transports?: string[];
                        topicId?: string | null;
                        /**
                         * @default {
                         *       "opens": true,
                         *       "clicks": true
                         *     }
                         */
                        tracking?: {
                            opens: boolean;
                            clicks: boolean;
                        };
                        sendAt?: string | null;
                        localTime?: string | null;
                        throttle?: {
                            perMinute?: number;
                            perDomainPerMinute?: number;
                        } | null;
                        /** @default [] */
                        variants?: {
                            /** Format: uuid */
                            templateId?: string;
                            content?: {
                                subject: string;
                                /** @enum {string} */
                                format: "mjml" | "html" | "text";
                                body: string;
                                text?: string | null;
                            };
                            share: number;
                        }[];
                        winner?: {
                            /** @enum {string} */
                            by: "clicks" | "replies";
                            afterMinutes: number;
                        } | null;
                        /** Format: uuid */
                        userId?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailCampaign"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/campaigns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One campaign with its counts */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailCampaign"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete a draft */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            removed: true;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a draft */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        /** Format: uuid */
                        segmentId?: string;
                        contactIds?: string[];
                        /** Format: uuid */
                        templateId?: string;
                        content?: {
                            subject: string;
                            /** @enum {string} */
                            format: "mjml" | "html" | "text";
                            body: string;
                            text?: string | null;
                        };
                        from?: {
                            /** Format: uuid */
                            connectionId: string;
                            name?: string;
                            /** Format: email */
                            replyTo?: string;
                        };
                        /** @default [] */
                        transports?: string[];
                        topicId?: string | null;
                        /**
                         * @default {
                         *       "opens": true,
                         *       "clicks": true
                         *     }
                         */
                        tracking?: {
                            opens: boolean;
                            clicks: boolean;
                        };
                        sendAt?: string | null;
                        localTime?: string | null;
                        throttle?: {
                            perMinute?: number;
                            perDomainPerMinute?: number;
                        } | null;
                        /** @default [] */
                        variants?: {
                            /** Format: uuid */
                            templateId?: string;
                            content?: {
                                subject: string;
                                /** @enum {string} */
                                format: "mjml" | "html" | "text";
                                body: string;
                                text?: string | null;
                            };
                            share: number;
                        }[];
                        winner?: {
                            /** @enum {string} */
                            by: "clicks" | "replies";
                            afterMinutes: number;
                        } | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailCampaign"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/email/campaigns/audience": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Count who would get a campaign, and say why others would not */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        segmentId?: string;
                        contactIds?: string[];
                        topicId?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            total: number;
                            willGet: number;
                            excluded: {
                                reason: string;
                                sentence: string;
                                count: number;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/campaigns/{id}/preflight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check a campaign: sender, content, every recipient rendered, who is left out and why */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            ready: boolean;
                            problems: {
                                code: string;
                                /** @enum {string} */
                                level: "error" | "warning" | "hint";
                                sentence: string;
                                count: number;
                                fix?: string;
                                contactIds?: string[];
                                people?: {
                                    id: string;
                                    name: string;
                                }[];
                            }[];
                            audience: {
                                total: number;
                                willGet: number;
                                excluded: {
                                    [key: string]: number;
                                };
                            };
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/campaigns/{id}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a campaign now, or at its time */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: date-time */
                        sendAt?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailCampaign"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/campaigns/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand over no more until it is resumed */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailCampaign"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/campaigns/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on where it was paused */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailCampaign"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/campaigns/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a campaign for good; one that has not begun becomes a draft again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailCampaign"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/campaigns/{id}/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send once more to whom it failed, or to those of whom nobody knows */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        states: ("failed" | "unknown")[];
                        recipientIds?: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            again: number;
                            campaign: components["schemas"]["EmailCampaign"];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/campaigns/{id}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a campaign */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            counts: {
                                audience: number;
                                excluded: number;
                                queued: number;
                                underWay: number;
                                accepted: number;
                                failed: number;
                                unknown: number;
                                delivered: number;
                                bouncedHard: number;
                                bouncedSoft: number;
                                bouncedBlock: number;
                                complained: number;
                                unsubscribed: number;
                                replied: number;
                                autoReplied: number;
                                openedByPeople: number;
                                openedByMachines: number;
                                clickedByPeople: number;
                                clickedByMachines: number;
                            };
                            excluded: {
                                [key: string]: number;
                            };
                            aggregate: {
                                opensByPeople: number;
                                opensByMachines: number;
                                clicksByPeople: number;
                                clicksByMachines: number;
                            };
                            variants: {
                                key: string;
                                delivered: number;
                                clicks: number;
                                replies: number;
                            }[];
                            links: {
                                url: string;
                                people: number;
                                machines: number;
                            }[];
                            hours: {
                                at: string;
                                accepted: number;
                                opens: number;
                                clicks: number;
                                replies: number;
                            }[];
                            revenue: {
                                currency: string;
                                amount: string;
                                deals: number;
                            }[];
                            perMinute: number;
                            formulas: {
                                [key: string]: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/campaigns/{id}/recipients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everybody in a campaign, with what happened to each */
        get: {
            parameters: {
                query?: {
                    state?: "excluded" | "waiting" | "queued" | "reserved" | "handed" | "accepted" | "failed" | "unknown";
                    mark?: "bounced" | "opened" | "clicked" | "replied" | "unsubscribed" | "complained";
                    reason?: string;
                    q?: string;
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["EmailCampaignRecipient"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/campaigns/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proof that nobody was skipped and nobody got two */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            audience: number;
                            accepted: number;
                            failed: number;
                            unknown: number;
                            excluded: {
                                [key: string]: number;
                            };
                            skipped: number;
                            repeated: number;
                            open: number;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/outreach-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How this workspace does outreach */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailOutreachSettings"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Tracking, postal address, limits, who stands in for whom, and when a campaign pauses itself */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        tracking?: "none" | "aggregate" | "full";
                        postalAddress?: string;
                        bookingUrl?: "" | string;
                        pauseBounceRate?: number;
                        pauseComplaintPermille?: number;
                        transportOrder?: string[];
                        transportPerMinute?: {
                            [key: string]: number;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailOutreachSettings"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/transports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ways out for many, in the order in which they stand in for one another */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["EmailTransport"][];
                            nextCursor: null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kinds of mail that people choose among, or those that were put away */
        get: {
            parameters: {
                query?: {
                    archived?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["EmailTopic"][];
                            nextCursor: null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a topic */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /** @default  */
                        description?: string;
                        /** @default false */
                        doubleOptIn?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailTopic"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/topics/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a topic away; what was said about it stays as proof */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            removed: true;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Rename a topic, change how it is agreed to, put it away or bring it back */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        description?: string;
                        doubleOptIn?: boolean;
                        archived?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EmailTopic"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/email/topics/{id}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who said what about a topic, with the proof */
        get: {
            parameters: {
                query?: {
                    state?: "pending" | "subscribed" | "unsubscribed";
                    q?: string;
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["EmailTopicPerson"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/topics/{id}/opt-ins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask an address by mail whether it wants a topic */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        address: string;
                        /** Format: uuid */
                        contactId?: string;
                        wording?: string;
                        /** Format: uuid */
                        connectionId?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            state: "pending" | "subscribed";
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/contacts/{id}/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a contact chose to get, with the proof */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            address: string;
                            /** @enum {string} */
                            tracking: "none" | "aggregate" | "full";
                            /** @enum {string} */
                            workspaceTracking: "none" | "aggregate" | "full";
                            topics: {
                                topicId: string;
                                name: string;
                                /** @enum {string} */
                                state: "pending" | "subscribed" | "unsubscribed";
                                proof: {
                                    [key: string]: string;
                                };
                                /** Format: date-time */
                                at: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/contacts/{id}/tracking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** How far a contact may be followed */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        mode: "none" | "aggregate" | "full";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            mode: "none" | "aggregate" | "full";
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/contacts/{id}/unsubscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Unsubscribe a contact who said so otherwise */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        topicId?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            unsubscribed: true;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forget an address, and never write to it again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        address: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            erasedAt: string;
                            proof: {
                                [key: string]: number;
                            };
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/capabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every way to every feature: what works, and where it does not, why and what to do */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["LinkedInCapability"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Connected accounts: how long access lasts, which API version, what is used of the daily limits */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["LinkedInAccount"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/lead-sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lead forms with their questions and what each answer becomes */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["LinkedInLeadSource"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/lead-sources/{id}/mapping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** What the answers of a form become, who gets its leads, whether a deal is opened */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        mapping?: {
                            [key: string]: string;
                        };
                        assignees?: string[];
                        createDeal?: boolean;
                        pipelineId?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LinkedInLeadSource"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/leads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Leads, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    formId?: string;
                    contactId?: string;
                    state?: "open" | "touched" | "test" | "unreachable" | "deleted";
                    test?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["LinkedInLead"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/leads/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many leads LinkedIn says there are, how many are here, and which are missing */
        get: {
            parameters: {
                query?: {
                    from?: string;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LinkedInLeadLedger"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/leads/pull": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read the leads of a time again; what is missing is kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: date-time */
                        from?: string;
                        /** Format: date-time */
                        to?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            kept: number;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Posts published from here and those of our pages */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["LinkedInPost"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Publish a post, once per reference */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        connectionId?: string;
                        /** Format: uuid */
                        pageId?: string;
                        text: string;
                        /**
                         * @default PUBLIC
                         * @enum {string}
                         */
                        visibility?: "PUBLIC" | "CONNECTIONS";
                        article?: {
                            /** Format: uri */
                            source: string;
                            title: string;
                            description?: string;
                        };
                        image?: {
                            /** Format: uuid */
                            fileId: string;
                            title?: string;
                        };
                        reference?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            effectId: string;
                            /** @enum {string} */
                            state: "reserved" | "started" | "done" | "failed" | "unknown";
                            postId: string | null;
                            url: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/posts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a post on LinkedIn */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            effectId: string;
                            /** @enum {string} */
                            state: "reserved" | "started" | "done" | "failed" | "unknown";
                            postId: string | null;
                            url: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is known of you from LinkedIn, where each field came from and how long it may be kept */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                field: string;
                                value: string;
                                source: string;
                                /** Format: date-time */
                                fetchedAt: string;
                                expiresAt: string | null;
                                secondsLeft: number | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/lead-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists of leads that were brought in, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["LinkedInLeadFile"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Look into a list of leads from Campaign Manager (multipart: file); answers what its columns seem to be */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LinkedInLeadFile"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/lead-files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One list of leads and how far it is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LinkedInLeadFile"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/lead-files/{id}/skipped": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rows of a list that were left out, each with its reason */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                file: string;
                                line: number;
                                reason: string;
                                cells: string[];
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/lead-files/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say which column is what, and bring the leads in; remembered for the next list with these columns */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default {} */
                        mapping?: {
                            [key: string]: string;
                        };
                        /** @default true */
                        remember?: boolean;
                        formName: string;
                        /**
                         * @default mdy
                         * @enum {string}
                         */
                        dates?: "mdy" | "dmy";
                        /** @default false */
                        createDeal?: boolean;
                        /** @default [] */
                        assignees?: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LinkedInLeadFile"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Copies of data that were brought in, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["LinkedInImport"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Bring in a copy of your LinkedIn data (multipart: file); nothing reaches the record before it is applied */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            job: {
                                /** Format: uuid */
                                id: string;
                                state: string;
                                done: number;
                                total: number | null;
                                message: string | null;
                            };
                            import: components["schemas"]["LinkedInImport"];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One import and how far it is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LinkedInImport"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/imports/{id}/skipped": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rows that were left out, each with its reason */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                file: string;
                                line: number;
                                reason: string;
                                cells: string[];
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/imports/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring people and threads into the record: those that are contacts already, all, or the ones named */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @default matched
                         * @enum {string}
                         */
                        choose?: "matched" | "all" | "ids";
                        ids?: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            job: {
                                /** Format: uuid */
                                id: string;
                                state: string;
                                done: number;
                                total: number | null;
                                message: string | null;
                            };
                            import: components["schemas"]["LinkedInImport"];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people of one’s network */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    q?: string;
                    match?: string;
                    state?: "connected" | "not_in_latest";
                    importId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["LinkedInConnection"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/matches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Suggestions that wait for a decision, each with its reason */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["LinkedInMatch"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/matches/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It is this contact */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LinkedInConnection"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/matches/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It is somebody else */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LinkedInConnection"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What differs between one copy and the one before: new, gone, other job, other address */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    kind?: "new" | "gone" | "back" | "job_changed" | "slug_changed";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["LinkedInChange"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations and what became of them */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    direction?: "outgoing" | "incoming";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["LinkedInInvitation"][];
                            nextCursor: string | null;
                            funnel: {
                                direction: string;
                                state: string;
                                withNote: boolean;
                                n: number;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Conversations, newest first; of a contact those that were shared */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    contactId?: string;
                    waiting?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["LinkedInThread"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/threads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One conversation */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            id: string;
                            conversationId: string;
                            title: string;
                            names: string[];
                            isGroup: boolean;
                            isInmail: boolean;
                            messages: number;
                            /** Format: date-time */
                            lastAt: string;
                            lastDirection: string;
                            lastText: string;
                            waiting: boolean;
                            contactId: string | null;
                            isShared: boolean;
                            draft: string | null;
                            draftState: string | null;
                            todoId: string | null;
                            /** @description Whether it can be sent from here: partners of LinkedIn alone */
                            canSend: boolean;
                            url: string;
                            said: {
                                /** Format: uuid */
                                id: string;
                                fromName: string;
                                direction: string;
                                /** Format: date-time */
                                sentAt: string;
                                subject: string | null;
                                content: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Write a reply that you send on LinkedIn yourself, or say that none is needed */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        draft?: string;
                        /** @enum {string} */
                        state?: "draft" | "sent_claimed";
                        done?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LinkedInThread"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/linkedin/threads/{id}/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send the draft of a reply as it stands: for LinkedIn’s partners, by the writer’s own click */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        text: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            effectId: string;
                            /** @enum {string} */
                            state: "reserved" | "started" | "done" | "failed" | "unknown";
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/threads/{id}/follow-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A to-do of your own about a conversation */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: date-time */
                        dueAt?: string;
                        title?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            taskId: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/connections/{id}/follow-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A to-do of your own about somebody of your network */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: date-time */
                        dueAt?: string;
                        title?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            taskId: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/pages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Company pages on which a connected member has a role */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["LinkedInPage"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/pages/{id}/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Followers gained, views and reach of a page by day */
        get: {
            parameters: {
                query?: {
                    days?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LinkedInPageStatistics"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linkedin/pages/{id}/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest posts of a page */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["LinkedInPost"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/manifest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The app that the ticked features need, with a link that creates it */
        get: {
            parameters: {
                query?: {
                    features?: string;
                    name?: string;
                    command?: string;
                    socket?: "true" | "false";
                    organization?: "true" | "false";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackManifest"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/app": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Bring the app to what is ticked, or only say what would change */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        configurationToken: string;
                        /**
                         * @default [
                         *       "bot-commands",
                         *       "notifications",
                         *       "activity-updates",
                         *       "deal-alerts",
                         *       "team-collaboration",
                         *       "channel-integration"
                         *     ]
                         */
                        features?: ("bot-commands" | "notifications" | "activity-updates" | "deal-alerts" | "team-collaboration" | "channel-integration")[];
                        /** @default Patchbay CRM */
                        name?: string;
                        /** @default /crm */
                        command?: string;
                        /** @default false */
                        socket?: boolean;
                        /** @default false */
                        organization?: boolean;
                        appId: string;
                        /** @default true */
                        apply?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackAppUpgrade"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Create the app with an app configuration token; its secrets are told once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        configurationToken: string;
                        /**
                         * @default [
                         *       "bot-commands",
                         *       "notifications",
                         *       "activity-updates",
                         *       "deal-alerts",
                         *       "team-collaboration",
                         *       "channel-integration"
                         *     ]
                         */
                        features?: ("bot-commands" | "notifications" | "activity-updates" | "deal-alerts" | "team-collaboration" | "channel-integration")[];
                        /** @default Patchbay CRM */
                        name?: string;
                        /** @default /crm */
                        command?: string;
                        /** @default false */
                        socket?: boolean;
                        /** @default false */
                        organization?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackApp"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was granted and what is missing, and whether events arrive */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["SlackHealth"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/health/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test message */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        connectionId: string;
                        channelId?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackTest"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The channels that the app can see */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["SlackChannel"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Which pipeline’s deals a channel is for, and when its digest comes */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        pipelineId?: string | null;
                        digestAt?: string | null;
                        timeZone?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackChannel"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/slack/channels/{id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the app join a public channel */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackChannel"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People of the Slack workspace and who they are here */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["SlackMember"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say who somebody is */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        userId: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackMember"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/slack/members/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a Slack account is one’s own */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackMember"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was posted, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    recordId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["SlackMessage"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Post a message, once per reference */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        channelId?: string;
                        /** Format: uuid */
                        userId?: string;
                        text: string;
                        blocks?: {
                            [key: string]: unknown;
                        }[];
                        threadTs?: string;
                        /** @enum {string} */
                        recordType?: "contact" | "deal" | "organization";
                        /** Format: uuid */
                        recordId?: string;
                        reference?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackSent"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Threads and channels that belong to records */
        get: {
            parameters: {
                query?: {
                    recordId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["SlackLink"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Tie a thread or a channel to a record */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        channelId: string;
                        ts?: string;
                        /** @enum {string} */
                        recordType: "contact" | "deal" | "organization";
                        /** Format: uuid */
                        recordId: string;
                        /**
                         * @default to_crm
                         * @enum {string}
                         */
                        direction?: "off" | "to_crm" | "both";
                        /** @default 0 */
                        pastDays?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackLink"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/links/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Untie a thread or channel */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackLink"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is told to whom */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["SlackRule"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a rule */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /** @enum {string} */
                        on: "deal.created" | "deal.updated" | "deal.stage_changed" | "deal.won" | "deal.lost" | "deal.deleted" | "deal.*" | "activity.created" | "contact.created" | "lead.created";
                        /** @default {} */
                        when?: {
                            [key: string]: unknown;
                        };
                        to: {
                            channelId: string;
                        } | {
                            /** Format: uuid */
                            userId: string;
                        } | {
                            /** @enum {boolean} */
                            owner: true;
                        };
                        /**
                         * @default card
                         * @enum {string}
                         */
                        style?: "card" | "message" | "digest";
                        /** @default null */
                        dailyBudget?: number | null;
                        /** @default null */
                        quietHours?: {
                            from: string;
                            to: string;
                            timeZone?: string;
                            weekends?: boolean;
                        } | null;
                        /** @default null */
                        template?: string | null;
                        /** @default false */
                        broadcast?: boolean;
                        /** @default true */
                        isOn?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackRule"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One rule */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackRule"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a rule; its log stays */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackRule"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a rule */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        /** @enum {string} */
                        on?: "deal.created" | "deal.updated" | "deal.stage_changed" | "deal.won" | "deal.lost" | "deal.deleted" | "deal.*" | "activity.created" | "contact.created" | "lead.created";
                        when?: {
                            [key: string]: unknown;
                        };
                        to?: {
                            channelId: string;
                        } | {
                            /** Format: uuid */
                            userId: string;
                        } | {
                            /** @enum {boolean} */
                            owner: true;
                        };
                        /** @enum {string} */
                        style?: "card" | "message" | "digest";
                        dailyBudget?: number | null;
                        quietHours?: {
                            from: string;
                            to: string;
                            timeZone?: string;
                            weekends?: boolean;
                        } | null;
                        template?: string | null;
                        broadcast?: boolean;
                        isOn?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackRule"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/slack/rules/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How often a rule that is not saved yet would have posted */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        rule: {
                            name: string;
                            /** @enum {string} */
                            on: "deal.created" | "deal.updated" | "deal.stage_changed" | "deal.won" | "deal.lost" | "deal.deleted" | "deal.*" | "activity.created" | "contact.created" | "lead.created";
                            /** @default {} */
                            when?: {
                                [key: string]: unknown;
                            };
                            to: {
                                channelId: string;
                            } | {
                                /** Format: uuid */
                                userId: string;
                            } | {
                                /** @enum {boolean} */
                                owner: true;
                            };
                            /**
                             * @default card
                             * @enum {string}
                             */
                            style?: "card" | "message" | "digest";
                            /** @default null */
                            dailyBudget?: number | null;
                            /** @default null */
                            quietHours?: {
                                from: string;
                                to: string;
                                timeZone?: string;
                                weekends?: boolean;
                            } | null;
                            /** @default null */
                            template?: string | null;
                            /** @default false */
                            broadcast?: boolean;
                            /** @default true */
                            isOn?: boolean;
                        };
                        /** @default 30 */
                        days?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackSimulation"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/rules/{id}/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How often a rule would have posted */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default 30 */
                        days?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackSimulation"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/rules/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a rule would post, made of a real deal */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default  */
                        name?: string;
                        /** @default null */
                        template?: string | null;
                        /** Format: uuid */
                        dealId?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackPreview"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of events, and why */
        get: {
            parameters: {
                query?: {
                    ruleId?: string;
                    recordId?: string;
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["SlackDelivery"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/digests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Digests: who reads them, when they come, and what waits for them */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["SlackDigest"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/rooms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rooms of deals */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["SlackRoom"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Open the room of a deal; there is one */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        dealId: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackRoom"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/preferences/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What somebody hears of, and when */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    userId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackPreferences"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Say what somebody hears of, and when */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    userId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        kinds?: {
                            [key: string]: "dm" | "digest" | "off";
                        };
                        quietHours?: {
                            from: string;
                            to: string;
                            timeZone?: string;
                            weekends?: boolean;
                        } | null;
                        digestAt?: string | null;
                        respectDnd?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackPreferences"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Questions that several people answer */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["SlackApproval"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Ask for an approval */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        dealId: string;
                        title: string;
                        approverIds: string[];
                        /** @default 1 */
                        quorum?: number;
                        channelId: string;
                        /** Format: date-time */
                        dueAt?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackApproval"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/approvals/{id}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer as one of those who are asked */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        answer: "approve" | "reject";
                        comment?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackApproval"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Leads that were offered to channels */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["SlackClaim"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Offer a lead to a channel: the first who takes it has it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        contactId: string;
                        channelId: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SlackClaim"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Calls, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    direction?: "inbound" | "outbound";
                    disposition?: string;
                    userId?: string;
                    contactId?: string;
                    q?: string;
                    show?: "all" | "missed" | "live" | "recorded" | "to_return";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Call"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Call somebody, once per reference; or ask whether it may be done */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        to: string;
                        /** Format: uuid */
                        userId?: string;
                        from?: string;
                        /** Format: uuid */
                        contactId?: string;
                        /** Format: uuid */
                        dealId?: string;
                        /** @enum {string} */
                        via?: "phone" | "browser";
                        record?: boolean;
                        /** @default false */
                        dryRun?: boolean;
                        /** Format: uuid */
                        connectionId?: string;
                        reference?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            call: components["schemas"]["Call"] | null;
                            guard: components["schemas"]["CallGuard"];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/calls/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write down a call that was made elsewhere */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        direction: "inbound" | "outbound";
                        number: string;
                        /** Format: date-time */
                        at: string;
                        /** @default 0 */
                        minutes?: number;
                        outcome?: string;
                        notes?: string;
                        /** Format: uuid */
                        contactId?: string;
                        /** Format: uuid */
                        dealId?: string;
                        /** Format: uuid */
                        userId?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Call"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/calls/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One call with everything that was told of it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallDetail"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/calls/{id}/hangup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a call */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Call"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/calls/{id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put the other side on hold, or go on */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        held: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Call"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/calls/{id}/mute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Be heard by the other side, or not */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        muted: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Call"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/calls/{id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand the call on: blind, or warm and then complete */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        to?: string;
                        /** Format: uuid */
                        userId?: string;
                        /**
                         * @default blind
                         * @enum {string}
                         */
                        mode?: "blind" | "warm" | "complete" | "cancel";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Call"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/calls/{id}/leave-message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave one’s prepared message on the answering machine that was reached, and be free */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Call"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/calls/{id}/listen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hear a call of one’s people: heard by nobody, by our side, or by both */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @default listen
                         * @enum {string}
                         */
                        mode?: "listen" | "whisper" | "join";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Call"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Leave a call that one listens to */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Call"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/calls/{id}/note": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set the notes of a call */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        notes: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Call"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/calls/{id}/disposition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what came of a call */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        outcome: string;
                        /** @default {} */
                        fields?: {
                            [key: string]: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Call"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/calls/{id}/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say who it was; the number becomes theirs where it was nobody’s */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        contactId: string;
                        /** @default false */
                        keepsNumber?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Call"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who a number is: from the record, and from the provider when asked */
        get: {
            parameters: {
                query: {
                    number: string;
                    ask?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            e164: string | null;
                            shown: string;
                            isValid: boolean;
                            isWithheld: boolean;
                            country: string | null;
                            type: string | null;
                            match: {
                                rule: string;
                                candidates: {
                                    /** Format: uuid */
                                    contactId: string;
                                    name: string;
                                }[];
                            };
                            callerName: string | null;
                            lineType: string | null;
                            carrier: string | null;
                            askedAt: string | null;
                            note: string | null;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/completeness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The record compared with the provider’s own list, and the closed days */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /** Format: uuid */
                                connectionId: string;
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                                /** Format: date-time */
                                checkedAt: string;
                                remote: number;
                                held: number;
                                added: number;
                                mended: number;
                                unexplained: string[];
                                recordingsRemote: number;
                                recordingsHeld: number;
                            }[];
                            days: components["schemas"]["ClosedDay"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Compare with the provider now */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            queued: boolean;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/analytics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures of a period, each with its formula */
        get: {
            parameters: {
                query: {
                    from: string;
                    to: string;
                    groupBy?: "agent" | "hour" | "day" | "number" | "total" | "weekday_hour";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            rows: components["schemas"]["CallFigures"][];
                            formulas: {
                                [key: string]: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/calls/{id}/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recordings of a call */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Recording"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/calls/{id}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start, pause, resume or stop recording */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        act: "start" | "pause" | "resume" | "stop";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            state: "running" | "paused" | "stopped";
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/card": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Card data begins or ends: silence on the tape meanwhile, for three minutes at most */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        state: "begins" | "ends";
                        /** Format: uuid */
                        callId?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            callId: string | null;
                            /** @enum {string} */
                            state: "off" | "running" | "paused" | "stopped";
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/recordings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open a recording; that it was opened is kept */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecordingDetail"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete a recording here and at the provider */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Legal hold, heard */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        onHold?: boolean;
                        isHeard?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recording"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/voip/recordings/{id}/sound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hear a recording, also in parts; that it was opened is kept */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Default Response */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/recordings/{id}/transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** What was said, as text: shown beside the sound, and found */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        text: string;
                        by?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recording"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/recordings/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Comment a moment */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        atSeconds: number;
                        body: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            id: string;
                            userId: string | null;
                            atSeconds: number;
                            body: string;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/voicemails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages that callers left */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Voicemail"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/call-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My call list: who is called now, who comes next */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallList"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Put people, a segment or a number on my call list */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        contactIds?: string[];
                        /** Format: uuid */
                        segmentId?: string;
                        number?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            added: number;
                            already: number;
                            withoutNumber: number;
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Take off my call list whoever was not called yet */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallList"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/call-list/{id}/call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call the next one; asked twice, it is one call */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        via?: "phone" | "browser";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            guard: components["schemas"]["CallGuard"];
                            list: components["schemas"]["CallList"];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/call-list/{id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pass over somebody, with a reason */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallList"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/call-list/{id}/outcome": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what came of the call; only then the next one comes */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        outcome: string;
                        /** @default {} */
                        fields?: {
                            [key: string]: string;
                        };
                        notes?: string;
                        /** Format: date-time */
                        againAt?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallList"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/greetings/{ownerKind}/{ownerId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What callers hear before the tone: of a person, a number or a queue */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    ownerKind: "person" | "number" | "queue";
                    ownerId: string | "me";
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["CallGreeting"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/greetings/{ownerKind}/{ownerId}/{during}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set a greeting: words that a voice says, or a WAV or MP3 that was uploaded under /files */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    ownerKind: "person" | "number" | "queue";
                    ownerId: string | "me";
                    during: "always" | "open" | "closed" | "machine";
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        text?: string;
                        /** Format: uuid */
                        fileId?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallGreeting"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Remove a greeting */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    ownerKind: "person" | "number" | "queue";
                    ownerId: string | "me";
                    during: "always" | "open" | "closed" | "machine";
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/greetings/{ownerKind}/{ownerId}/{during}/sound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hear a greeting that was recorded or uploaded */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    ownerKind: "person" | "number" | "queue";
                    ownerId: string | "me";
                    during: "always" | "open" | "closed" | "machine";
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Default Response */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who can be rung, and where */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["CallAgent"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/agents/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set somebody’s state and telephone */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    userId: string | "me";
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        state?: "available" | "away" | "wrap_up" | "off";
                        until?: string | null;
                        phone?: string | null;
                        /** @enum {string} */
                        device?: "phone" | "browser";
                        voicemailGreeting?: string | null;
                        greetingFileId?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallAgent"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/agents/me/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The browser phone can be rung by this connection; or no longer */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        connectionId: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallAgent"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/agents/me/test-ring": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Would I ring right now? Rings */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallAgent"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/browser-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a browser needs to be my telephone, for an hour */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        connectionId?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BrowserPhoneGrant"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Queues */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["CallQueue"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make a queue */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /**
                         * @default longest_idle
                         * @enum {string}
                         */
                        strategy?: "longest_idle" | "sequence" | "all";
                        members: string[];
                        /** @default 15 */
                        wrapUpSeconds?: number;
                        /** @default 300 */
                        maxWaitSeconds?: number;
                        /** @default 20 */
                        ringSeconds?: number;
                        holdText?: string | null;
                        holdMusicFileId?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallQueue"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/queues/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a queue */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /**
                         * @default longest_idle
                         * @enum {string}
                         */
                        strategy?: "longest_idle" | "sequence" | "all";
                        members: string[];
                        /** @default 15 */
                        wrapUpSeconds?: number;
                        /** @default 300 */
                        maxWaitSeconds?: number;
                        /** @default 20 */
                        ringSeconds?: number;
                        holdText?: string | null;
                        holdMusicFileId?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallQueue"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Remove a queue */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Our numbers, and what happens with calls to them */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["PhoneNumber"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/numbers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say what happens with calls to a number */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        label?: string;
                        flowId?: string | null;
                        queueId?: string | null;
                        userId?: string | null;
                        /** @enum {string} */
                        record?: "off" | "on" | "on_demand";
                        greetingFileId?: string | null;
                        greetingText?: string | null;
                        openHours?: {
                            timeZone: string;
                            hours: {
                                [key: string]: {
                                    start: string;
                                    end: string;
                                }[];
                            };
                            /** @default [] */
                            holidays?: string[];
                        } | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PhoneNumber"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/voip/numbers/{id}/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have the provider send a number’s calls here */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PhoneNumber"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/do-not-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Numbers that nobody calls */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["DoNotCall"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Never call a number again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        number: string;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DoNotCall"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/do-not-call/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Let a number be called again */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Flows that answer calls */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["CallFlow"][];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make a flow */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        entry: string;
                        nodes: {
                            [key: string]: {
                                /** @enum {string} */
                                type: "greeting";
                                text: string;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "menu";
                                text: string;
                                /** @default 2 */
                                retries?: number;
                                /** @default 5 */
                                timeoutSeconds?: number;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "hours";
                                timeZone: string;
                                hours: {
                                    [key: string]: {
                                        start: string;
                                        end: string;
                                    }[];
                                };
                                /** @default [] */
                                holidays?: string[];
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "route";
                                /** @enum {string} */
                                to: "contact_owner" | "deal_owner" | "user";
                                /** Format: uuid */
                                userId?: string;
                                /** @default 20 */
                                ringSeconds?: number;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "ring_group";
                                /** @default [] */
                                userIds?: string[];
                                /** @default [] */
                                numbers?: string[];
                                /** @default 20 */
                                ringSeconds?: number;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "queue";
                                /** Format: uuid */
                                queueId: string;
                                /** @default 300 */
                                maxWaitSeconds?: number;
                                /** @default false */
                                offersCallback?: boolean;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "voicemail";
                                /** @default Please leave a message after the tone. */
                                text?: string;
                                /** Format: uuid */
                                userId?: string;
                                /** @default 120 */
                                maxSeconds?: number;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "forward";
                                number: string;
                                /** @default 20 */
                                ringSeconds?: number;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "webhook";
                                /** Format: uri */
                                url: string;
                                /** @default 5 */
                                timeoutSeconds?: number;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "book";
                                /** @default We have sent you a link to choose a time. */
                                text?: string;
                                slug?: string;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "hangup";
                                /** @default  */
                                text?: string;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            };
                        };
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallFlow"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/flows/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One flow as it is being edited */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallFlow"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Save a draft */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        entry: string;
                        nodes: {
                            [key: string]: {
                                /** @enum {string} */
                                type: "greeting";
                                text: string;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "menu";
                                text: string;
                                /** @default 2 */
                                retries?: number;
                                /** @default 5 */
                                timeoutSeconds?: number;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "hours";
                                timeZone: string;
                                hours: {
                                    [key: string]: {
                                        start: string;
                                        end: string;
                                    }[];
                                };
                                /** @default [] */
                                holidays?: string[];
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "route";
                                /** @enum {string} */
                                to: "contact_owner" | "deal_owner" | "user";
                                /** Format: uuid */
                                userId?: string;
                                /** @default 20 */
                                ringSeconds?: number;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "ring_group";
                                /** @default [] */
                                userIds?: string[];
                                /** @default [] */
                                numbers?: string[];
                                /** @default 20 */
                                ringSeconds?: number;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "queue";
                                /** Format: uuid */
                                queueId: string;
                                /** @default 300 */
                                maxWaitSeconds?: number;
                                /** @default false */
                                offersCallback?: boolean;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "voicemail";
                                /** @default Please leave a message after the tone. */
                                text?: string;
                                /** Format: uuid */
                                userId?: string;
                                /** @default 120 */
                                maxSeconds?: number;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "forward";
                                number: string;
                                /** @default 20 */
                                ringSeconds?: number;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "webhook";
                                /** Format: uri */
                                url: string;
                                /** @default 5 */
                                timeoutSeconds?: number;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "book";
                                /** @default We have sent you a link to choose a time. */
                                text?: string;
                                slug?: string;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            } | {
                                /** @enum {string} */
                                type: "hangup";
                                /** @default  */
                                text?: string;
                                position?: {
                                    x: number;
                                    y: number;
                                };
                                /** @default {} */
                                next?: {
                                    [key: string]: string;
                                };
                            };
                        };
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallFlow"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Remove a flow that no number uses */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/flows/{id}/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What would trap or lose a caller */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallFlowCheck"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/flows/{id}/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run one caller through the draft */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: date-time */
                        at: string;
                        /** @default +14155552671 */
                        from?: string;
                        /** @default [] */
                        inputs?: string[];
                        /** @default {} */
                        outcomes?: {
                            [key: string]: "answered" | "busy" | "no_answer";
                        };
                        /** @default false */
                        isNobodyFree?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallFlowRun"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/flows/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the draft answer calls */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallFlow"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/flows/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was published, newest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /** Format: uuid */
                                id: string;
                                number: number;
                                /** Format: date-time */
                                publishedAt: string;
                                publishedBy: string | null;
                                isCurrent: boolean;
                                nodes: number;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voip/flows/{id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let an earlier version answer calls again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        version: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CallFlow"];
                    };
                };
                /** @description Default Response */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        MailMessageInput: {
            id: string;
            activityId: string | null;
            messageId: string | null;
            direction: string;
            kind: string;
            from: {
                address: string;
                name?: string;
            } | null;
            to: {
                address: string;
                name?: string;
            }[];
            cc: {
                address: string;
                name?: string;
            }[];
            subject: string | null;
            sentAt: string;
            text: string | null;
            /** @description What is new in it, without what it quotes */
            reply: string | null;
            /** @description Made harmless; to be shown in a frame without scripts */
            html: string | null;
            blockedImages: number;
            isHidden: boolean;
            connectionId: string | null;
            attachments: {
                fileId: string | null;
                name: string;
                contentType: string;
                size: number;
                inline: boolean;
                reason: string | null;
            }[];
            trace: string[];
        };
        LinkedInPageInput: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            connectionId: string;
            organizationId: string;
            name: string;
            url: string;
            roles: string[];
            followers: number | null;
            problem: string | null;
            readAt: string | null;
        };
        CallGuardInput: {
            allowed: boolean;
            rule?: string;
            sentence?: string;
            nextAllowedAt?: string;
        };
        CallInput: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            direction: "inbound" | "outbound";
            /** @enum {string} */
            state: "requested" | "queued" | "ringing" | "answered" | "ended";
            from: string;
            to: string;
            number: string | null;
            shownNumber: string;
            ownNumber: string | null;
            isWithheld: boolean;
            callerName: string | null;
            stir: string | null;
            userId: string | null;
            queueId: string | null;
            queuedAt: string | null;
            contactId: string | null;
            contactName: string | null;
            dealId: string | null;
            match: {
                rule: string;
                candidates: {
                    /** Format: uuid */
                    contactId: string;
                    name: string;
                }[];
            } | null;
            /** Format: date-time */
            requestedAt: string;
            ringingAt: string | null;
            answeredAt: string | null;
            endedAt: string | null;
            ringSeconds: number | null;
            waitSeconds: number | null;
            talkSeconds: number | null;
            holdSeconds: number;
            answeredBy: string | null;
            disposition: string | null;
            outcome: string | null;
            outcomeFields: {
                [key: string]: string;
            };
            hangupCause: string | null;
            notes: string | null;
            isRecorded: boolean;
            isHeld: boolean;
            isMuted: boolean;
            recordingIds: string[];
            /** @enum {string} */
            recordingNow: "off" | "running" | "paused";
            legs: {
                legId: string;
                /** @enum {string} */
                role: "us" | "them" | "listener" | "unknown";
                to: string | null;
                userId: string | null;
                ringingAt: string | null;
                answeredAt: string | null;
                endedAt: string | null;
                end: string | null;
            }[];
            cost: {
                amount: string;
                currency: string;
            } | null;
            guard: components["schemas"]["CallGuardInput"] | null;
            source: string;
            activityId: string | null;
        };
        CallListEntryInput: {
            /** Format: uuid */
            id: string;
            contactId: string | null;
            contactName: string | null;
            number: string;
            shownNumber: string;
            callId: string | null;
            notBefore: string | null;
            refusal: string | null;
        };
        /** @description Which records: conditions on fields and on what happened, joined by all, any and not. `{}` lets everything pass. */
        FilterInput: {
            all: components["schemas"]["Filter"][];
        } | {
            any: components["schemas"]["Filter"][];
        } | {
            not: components["schemas"]["Filter"];
        } | {
            field: string;
            /** @enum {string} */
            op: "eq" | "ne" | "in" | "contains" | "starts" | "gt" | "gte" | "lt" | "lte" | "between" | "is_empty" | "within";
            value?: (string | number | boolean) | (string | number | boolean)[];
        } | {
            event: string;
            /** @example P30D */
            within: string;
            count?: number;
        } | Record<string, never>;
        ContactIdentityInput: {
            /** @description As it is compared: small letters, E.164 */
            value: string;
            label: string | null;
            primary: boolean;
            verified: boolean;
            /** @description Used by several people: kept, never matched */
            shared: boolean;
            source: string;
        };
        AddressInput: {
            line1: string | null;
            line2: string | null;
            city: string | null;
            state: string | null;
            postalCode: string | null;
            country: string | null;
        };
        ContactInput: {
            /** Format: uuid */
            id: string;
            firstName: string;
            lastName: string;
            emails: components["schemas"]["ContactIdentityInput"][];
            phones: components["schemas"]["ContactIdentityInput"][];
            handles: {
                /** @description As it is compared: small letters, E.164 */
                value: string;
                label: string | null;
                primary: boolean;
                verified: boolean;
                /** @description Used by several people: kept, never matched */
                shared: boolean;
                source: string;
                /** @enum {string} */
                kind: "linkedin" | "twitter" | "slack";
            }[];
            jobTitle: string | null;
            organizationId: string | null;
            /** @description As far as you reach it; not in events */
            organizationName?: string | null;
            /** @enum {string} */
            lifecycleStage: "subscriber" | "lead" | "marketing_qualified" | "sales_qualified" | "opportunity" | "customer" | "evangelist" | "other";
            leadSource: ("website" | "referral" | "linkedin" | "email_campaign" | "event" | "cold_outreach" | "inbound" | "partner" | "other") | null;
            ownerId: string | null;
            linkedinUrl: string | null;
            twitterHandle: string | null;
            website: string | null;
            address: components["schemas"]["AddressInput"];
            description: string | null;
            isActive: boolean;
            timeZone: string;
            /** @enum {string} */
            timeZoneSource: "set" | "address" | "phone" | "organization" | "workspace";
            locale: string | null;
            doNotContact: {
                email: boolean;
                call: boolean;
                sms: boolean;
                linkedin: boolean;
            };
            tags: string[];
            customFields: {
                [key: string]: unknown;
            };
            lastContactedAt: string | null;
            lastEmailedAt: string | null;
            /** @description Ids that lead here because they were merged into this contact */
            mergedFrom?: string[];
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        DealInput: {
            /** Format: uuid */
            id: string;
            name: string;
            description: string | null;
            amount: string | null;
            currency: string;
            organizationId: string | null;
            contacts: {
                /** Format: uuid */
                contactId: string;
                /** @enum {string} */
                role: "decision_maker" | "champion" | "influencer" | "user" | "billing" | "other";
            }[];
            ownerId: string | null;
            /** Format: uuid */
            pipelineId: string;
            stage: string;
            /** @enum {string} */
            status: "open" | "won" | "lost";
            /** Format: date-time */
            stageSince: string;
            probability: number;
            expectedCloseDate: string | null;
            actualCloseDate: string | null;
            lossReason: ("price" | "competitor" | "timing" | "budget" | "no_decision" | "requirements" | "other") | null;
            lossReasonDetail: string | null;
            leadSource: ("website" | "referral" | "linkedin" | "email_campaign" | "event" | "cold_outreach" | "inbound" | "partner" | "other") | null;
            nextStep: string | null;
            lastActivityAt: string | null;
            position: number;
            isActive: boolean;
            tags: string[];
            customFields: {
                [key: string]: unknown;
            };
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        CurrencySumInput: {
            currency: string;
            count: number;
            amount: string;
            weighted: string;
        };
        StageInput: {
            key: string;
            title: string;
            /** @enum {string} */
            outcome: "open" | "won" | "lost";
            probability: number;
            position: number;
        };
        SegmentMemberInput: {
            /** Format: uuid */
            id: string;
            name: string;
            email: string | null;
            ownerId: string | null;
        };
        TemplateNote: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            connectionId: string;
            externalId: string;
            title: string;
            body: string;
            /** Format: date-time */
            writtenAt: string;
        };
        BookingPage: {
            /** Format: uuid */
            id: string;
            url: string;
            embed: string;
            slug: string;
            title: string;
            /** @enum {string} */
            kind: "one_to_one" | "group" | "collective" | "round_robin";
            hosts: {
                userId: string | null;
                connectionId: string;
                weight: number;
                name: string;
            }[];
            timeZone: string;
            workingHours: {
                [key: string]: {
                    start: string;
                    end: string;
                }[];
            } | null;
            overrides: {
                date: string;
                hours: {
                    start: string;
                    end: string;
                }[];
            }[];
            durationsMinutes: number[];
            stepMinutes: number;
            bufferBeforeMinutes: number;
            bufferAfterMinutes: number;
            minimumNoticeMinutes: number;
            horizonDays: number;
            description: string;
            caps: {
                perDay?: number;
                perWeek?: number;
            };
            seats: number;
            location: {
                /** @enum {string} */
                kind: "phone" | "in_person" | "link" | "meet" | "teams";
                value?: string;
            } | null;
            questions: {
                key: string;
                label: string;
                /** @enum {string} */
                type: "text" | "long_text" | "select" | "checkbox" | "phone";
                required: boolean;
                options?: string[];
            }[];
            guestsAllowed: number;
            /** @enum {string} */
            confirm: "auto" | "approve";
            reminders: {
                minutesBefore: number;
                /** @enum {string} */
                channel: "email" | "slack";
                text?: string;
            }[];
            followUp: {
                minutesAfter: number;
                text: string;
                /** @enum {string} */
                channel: "email" | "slack";
            } | null;
            confirmationText: string | null;
            cancelUntilMinutes: number;
            redirectUrl: string | null;
            /** @enum {string} */
            assign: "least_recent" | "owner_first";
            isActive: boolean;
            upcoming: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Calendar: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            connectionId: string;
            externalId: string;
            name: string;
            account: string;
            timeZone: string;
            color: string | null;
            /** @enum {string} */
            role: "owner" | "writer" | "reader" | "free_busy";
            isPrimary: boolean;
            blocks: boolean;
            writes: boolean;
            /** @enum {string} */
            shows: "details" | "busy" | "nothing";
            ownerUserId: string | null;
            readAt: string | null;
            readError: string | null;
            hasPush: boolean;
        };
        CalendarDecision: {
            /** Format: date-time */
            at: string;
            decisions: {
                field: string;
                /** @enum {string} */
                kept: "ours" | "theirs" | "both" | "same";
                ours: string;
                theirs: string;
                because: string;
            }[];
        };
        CalendarEvent: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            calendarId: string;
            /** Format: uuid */
            connectionId: string;
            externalId: string;
            icalUid: string;
            occurrence: string;
            title: string;
            body: string | null;
            location: string | null;
            start: string;
            end: string;
            isAllDay: boolean;
            timeZone: string | null;
            isRecurring: boolean;
            isPrivate: boolean;
            /** @enum {string} */
            busy: "busy" | "tentative" | "away" | "free";
            attendees: {
                email: string;
                name?: string;
                /** @enum {string} */
                response: "needs_action" | "accepted" | "declined" | "tentative";
                optional?: boolean;
            }[];
            joinUrl: string | null;
            url: string | null;
        };
        Booking: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            pageId: string;
            pageTitle: string;
            /** @enum {string} */
            status: "held" | "pending" | "confirmed" | "cancelled" | "declined" | "expired" | "no_show";
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            timeZone: string;
            hosts: string[];
            name: string | null;
            email: string | null;
            phone: string | null;
            answers: {
                [key: string]: string | boolean;
            };
            guests: string[];
            contactId: string | null;
            location: string | null;
            joinUrl: string | null;
            pickReason: string | null;
            moves: number;
            noShows: number;
            manageUrl: string;
            icsUrl: string;
        };
        TeamPage: {
            /** Format: uuid */
            id: string;
            url: string;
            slug: string;
            title: string;
            description: string;
            pageIds: string[];
            /** Format: date-time */
            createdAt: string;
        };
        Schedule: {
            userId: string;
            isDefault: boolean;
            timeZone: string;
            workingHours: {
                monday?: {
                    start: string;
                    end: string;
                }[];
                tuesday?: {
                    start: string;
                    end: string;
                }[];
                wednesday?: {
                    start: string;
                    end: string;
                }[];
                thursday?: {
                    start: string;
                    end: string;
                }[];
                friday?: {
                    start: string;
                    end: string;
                }[];
                saturday?: {
                    start: string;
                    end: string;
                }[];
                sunday?: {
                    start: string;
                    end: string;
                }[];
            };
            overrides: {
                date: string;
                hours: {
                    start: string;
                    end: string;
                }[];
            }[];
        };
        EmailTemplate: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "template" | "snippet";
            name: string;
            folder: string;
            shortcut: string | null;
            version: number;
            subject: string;
            /** @enum {string} */
            format: "mjml" | "html" | "text";
            body: string;
            text: string | null;
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        EmailPreview: {
            subject: string;
            html: string | null;
            text: string;
            contact: {
                /** Format: uuid */
                id: string;
                name: string;
                address: string | null;
            } | null;
            missing: string[];
            readsBadly: string | null;
            bytes: number;
            problems: {
                code: string;
                /** @enum {string} */
                level: "error" | "warning" | "hint";
                sentence: string;
                fix: string;
            }[];
        };
        EmailCampaign: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "draft" | "scheduled" | "preparing" | "sending" | "paused" | "finished" | "cancelled";
            name: string;
            /** Format: uuid */
            segmentId?: string;
            contactIds?: string[];
            /** Format: uuid */
            templateId?: string;
            content?: {
                subject: string;
                /** @enum {string} */
                format: "mjml" | "html" | "text";
                body: string;
                text?: string | null;
            };
            from?: {
                /** Format: uuid */
                connectionId: string;
                name?: string;
                /** Format: email */
                replyTo?: string;
            };
            transports: string[];
            topicId?: string | null;
            tracking: {
                opens: boolean;
                clicks: boolean;
            };
            sendAt?: string | null;
            localTime?: string | null;
            throttle?: {
                perMinute?: number;
                perDomainPerMinute?: number;
            } | null;
            variants: ({
                share: number;
            } & {
                [key: string]: unknown;
            })[];
            winner?: {
                /** @enum {string} */
                by: "clicks" | "replies";
                afterMinutes: number;
            } | null;
            userId: string | null;
            pausedBy: string | null;
            pausedReason: string | null;
            winnerVariant: string | null;
            startsAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            resting: {
                connectionId: string;
                until: string;
                reason: string;
            }[];
            counts: {
                audience: number;
                excluded: number;
                queued: number;
                underWay: number;
                accepted: number;
                failed: number;
                unknown: number;
                delivered: number;
                bouncedHard: number;
                bouncedSoft: number;
                bouncedBlock: number;
                complained: number;
                unsubscribed: number;
                replied: number;
                autoReplied: number;
                openedByPeople: number;
                openedByMachines: number;
                clickedByPeople: number;
                clickedByMachines: number;
            } | null;
        };
        EmailCampaignRecipient: {
            /** Format: uuid */
            id: string;
            contactId: string;
            name: string;
            address: string;
            variant: string;
            /** @enum {string} */
            state: "excluded" | "waiting" | "queued" | "reserved" | "handed" | "accepted" | "failed" | "unknown";
            reason: string | null;
            attempts: number;
            messageId: string | null;
            connectionId: string | null;
            dueAt: string | null;
            handedAt: string | null;
            deliveredAt: string | null;
            bouncedAt: string | null;
            bounceKind: string | null;
            repliedAt: string | null;
            unsubscribedAt: string | null;
            complainedAt: string | null;
            openedAt: string | null;
            clickedAt: string | null;
            opens: {
                people: number;
                machines: number;
            };
            clicks: {
                people: number;
                machines: number;
            };
            history: {
                at: string;
                state: string;
                source: string;
                evidence?: string;
            }[];
        };
        MailThread: {
            id: string;
            subject: string | null;
            /** @enum {string} */
            status: "open" | "waiting" | "snoozed" | "closed";
            assigneeId: string | null;
            snoozeUntil: string | null;
            lastAt: string;
            lastDirection: string;
            messageCount: number;
            isUnread: boolean;
            /** @description Null: its owner does not show it */
            snippet: string | null;
            from: {
                address: string;
                name?: string;
            } | null;
            to: {
                address: string;
                name?: string;
            }[];
            kind: string;
            connectionId: string | null;
        };
        MailMessage: {
            id: string;
            activityId: string | null;
            messageId: string | null;
            direction: string;
            kind: string;
            from: {
                address: string;
                name?: string;
            } | null;
            to: {
                address: string;
                name?: string;
            }[];
            cc: {
                address: string;
                name?: string;
            }[];
            subject: string | null;
            sentAt: string;
            text: string | null;
            /** @description What is new in it, without what it quotes */
            reply: string | null;
            /** @description Made harmless; to be shown in a frame without scripts */
            html: string | null;
            blockedImages: number;
            isHidden: boolean;
            connectionId: string | null;
            attachments: {
                fileId: string | null;
                name: string;
                contentType: string;
                size: number;
                inline: boolean;
                reason: string | null;
            }[];
            trace: string[];
        };
        MailThreadView: {
            id: string;
            subject: string | null;
            /** @enum {string} */
            status: "open" | "waiting" | "snoozed" | "closed";
            assigneeId: string | null;
            snoozeUntil: string | null;
            lastAt: string;
            lastDirection: string;
            messageCount: number;
            isUnread: boolean;
            /** @description Null: its owner does not show it */
            snippet: string | null;
            from: {
                address: string;
                name?: string;
            } | null;
            to: {
                address: string;
                name?: string;
            }[];
            kind: string;
            connectionId: string | null;
            messages: components["schemas"]["MailMessage"][];
            notes: {
                id: string;
                userId: string | null;
                body: string;
                mentions: string[];
                createdAt: string;
            }[];
            replying: string[];
        };
        EmailTransport: {
            /** Format: uuid */
            connectionId: string;
            provider: string;
            label: string;
            address: string;
            isReady: boolean;
            reason: string | null;
            position: number | null;
            perMinute: number | null;
            lastMinute: number;
        };
        EmailOutreachSettings: {
            /** @enum {string} */
            tracking: "none" | "aggregate" | "full";
            postalAddress: string;
            bookingUrl: "" | string;
            pauseBounceRate: number;
            pauseComplaintPermille: number;
            transportOrder: string[];
            transportPerMinute: {
                [key: string]: number;
            };
        };
        EmailTopic: {
            /** Format: uuid */
            id: string;
            name: string;
            description: string;
            doubleOptIn: boolean;
            archivedAt: string | null;
            counts: {
                subscribed: number;
                pending: number;
                unsubscribed: number;
            };
        };
        EmailTopicPerson: {
            address: string;
            /** @enum {string} */
            state: "pending" | "subscribed" | "unsubscribed";
            contactId: string | null;
            name: string;
            proof: {
                [key: string]: string;
            };
            /** Format: date-time */
            at: string;
        };
        LinkedInCapability: {
            feature: string;
            title: string;
            path: string;
            pathTitle: string;
            /** @enum {string} */
            status: "available" | "needs_setup" | "needs_approval" | "import_only";
            reason: string;
            nextStep: string | null;
        };
        LinkedInAccount: {
            /** Format: uuid */
            connectionId: string;
            provider: string;
            label: string;
            status: string;
            scopes: string[];
            expiresAt: string | null;
            daysLeft: number | null;
            introspectedAt: string | null;
            apiVersion: string;
            apiVersionDaysLeft: number | null;
            pins: {
                resource: string;
                version: string;
                daysLeft: number | null;
            }[];
            overridden: boolean;
            quota: {
                resource: string;
                used: number;
                exhaustedAt: string | null;
                exhaustedBy: string | null;
            }[];
        };
        LinkedInLeadSource: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            connectionId: string;
            owner: {
                urn: string;
                name: string;
                problem: string | null;
                hasWebhook: boolean;
                lastEventAt: string | null;
                readUntil: string | null;
            };
            formId: string;
            version: number;
            name: string;
            state: string;
            locale: string;
            questions: {
                key: string;
                label: string;
                predefinedField: string | null;
                options: string[] | null;
                field: string;
                suggested: string;
            }[];
            consents: {
                consentId: number;
                text: string;
            }[];
            assignees: string[];
            createDeal: boolean;
            pipelineId: string | null;
            fields: string[];
        };
        LinkedInLead: {
            /** Format: uuid */
            id: string;
            responseId: string;
            formId: string;
            formName: string;
            formVersion: number;
            title: string;
            /** @enum {string} */
            state: "open" | "touched" | "test" | "unreachable" | "deleted";
            contactId: string | null;
            dealId: string | null;
            assigneeId: string | null;
            answers: {
                label: string;
                value: string;
                field: string | null;
            }[];
            consents: {
                text: string;
                accepted: boolean;
            }[];
            hiddenFields: {
                [key: string]: string;
            };
            campaign: string | null;
            test: boolean;
            /** @enum {string} */
            receivedBy: "webhook" | "sweep" | "manual" | "file";
            /** Format: date-time */
            submittedAt: string;
            /** Format: date-time */
            receivedAt: string;
            firstTouchAt: string | null;
            firstTouchKind: string | null;
            secondsToFirstTouch: number | null;
        };
        LinkedInLeadLedger: {
            remote: number;
            held: number;
            missing: string[];
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            owners: {
                urn: string;
                name: string;
                remote: number | null;
                held: number;
                missing: string[];
                problem: string | null;
            }[];
        };
        LinkedInPost: {
            /** Format: uuid */
            id: string;
            externalId: string;
            pageId: string | null;
            text: string;
            visibility: string;
            /** Format: date-time */
            publishedAt: string;
            url: string;
        };
        LinkedInLeadFile: {
            /** Format: uuid */
            id: string;
            fileName: string;
            /** @enum {string} */
            state: "mapping" | "applying" | "done";
            jobId: string | null;
            rows: number;
            done: number;
            kept: number;
            /** @description By reason */
            skipped: {
                [key: string]: number;
            };
            columns: {
                name: string;
                field: string;
                sample: string[];
            }[];
            /** @description The mapping is what was chosen for a list with these columns before */
            isRemembered: boolean;
            choice: {
                formName: string;
                /** @enum {string} */
                dates: "mdy" | "dmy";
                createDeal: boolean;
                assignees: string[];
            } | null;
            fields: string[];
            /** Format: date-time */
            createdAt: string;
        };
        LinkedInImport: {
            /** Format: uuid */
            id: string;
            source: string;
            kind: string;
            fileName: string;
            /** @enum {string} */
            state: "reading" | "review" | "applying" | "done" | "failed";
            jobId: string | null;
            memberName: string | null;
            memberSlug: string | null;
            counts: {
                [key: string]: number;
            };
            /** @description By reason */
            skipped: {
                [key: string]: number;
            };
            applied: {
                [key: string]: number;
            };
            /** @description By kind: new, gone, back, job_changed, slug_changed */
            changes: {
                [key: string]: number;
            };
            warnings: string[];
            error: string | null;
            exportedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            appliedAt: string | null;
        };
        LinkedInConnection: {
            /** Format: uuid */
            id: string;
            slug: string | null;
            url: string | null;
            firstName: string;
            lastName: string;
            email: string | null;
            company: string | null;
            position: string | null;
            connectedOn: string | null;
            state: string;
            contactId: string | null;
            match: string;
            matchReason: string | null;
            appliedAt: string | null;
        };
        LinkedInMatch: {
            /** Format: uuid */
            id: string;
            slug: string | null;
            url: string | null;
            firstName: string;
            lastName: string;
            email: string | null;
            company: string | null;
            position: string | null;
            connectedOn: string | null;
            state: string;
            contactId: string | null;
            match: string;
            matchReason: string | null;
            appliedAt: string | null;
            contact: {
                /** Format: uuid */
                id: string;
                name: string;
                jobTitle: string | null;
                company: string | null;
                email: string | null;
            } | null;
        };
        LinkedInChange: {
            /** Format: uuid */
            id: string;
            kind: string;
            before: {
                [key: string]: string | null;
            };
            after: {
                [key: string]: string | null;
            };
            since: string | null;
            /** Format: date-time */
            until: string;
            /** Format: uuid */
            personId: string;
            contactId: string | null;
            name: string;
            url: string | null;
        };
        LinkedInInvitation: {
            /** Format: uuid */
            id: string;
            direction: string;
            name: string;
            url: string | null;
            /** Format: date-time */
            sentAt: string;
            message: string | null;
            state: string;
        };
        LinkedInThread: {
            /** Format: uuid */
            id: string;
            conversationId: string;
            title: string;
            names: string[];
            isGroup: boolean;
            isInmail: boolean;
            messages: number;
            /** Format: date-time */
            lastAt: string;
            lastDirection: string;
            lastText: string;
            waiting: boolean;
            contactId: string | null;
            isShared: boolean;
            draft: string | null;
            draftState: string | null;
            todoId: string | null;
            /** @description Whether it can be sent from here: partners of LinkedIn alone */
            canSend: boolean;
            url: string;
        };
        LinkedInPage: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            connectionId: string;
            organizationId: string;
            name: string;
            url: string;
            roles: string[];
            followers: number | null;
            problem: string | null;
            readAt: string | null;
        };
        LinkedInPageStatistics: {
            page: components["schemas"]["LinkedInPage"];
            days: {
                day: string;
                organicFollowers: number | null;
                paidFollowers: number | null;
                views: number | null;
                uniqueViews: number | null;
                impressions: number | null;
                clicks: number | null;
                likes: number | null;
                comments: number | null;
                shares: number | null;
            }[];
            totals: {
                followers: number;
                views: number;
                impressions: number;
                clicks: number;
                reactions: number;
            };
        };
        SlackChannel: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            connectionId: string;
            channelId: string;
            name: string;
            isPrivate: boolean;
            isArchived: boolean;
            isMember: boolean;
            isExternal: boolean;
            memberCount: number | null;
            pipelineId: string | null;
            digestAt: string | null;
            timeZone: string | null;
        };
        SlackMember: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            connectionId: string;
            slackUserId: string;
            name: string;
            email: string | null;
            timeZone: string | null;
            isGuest: boolean;
            isStranger: boolean;
            isDeleted: boolean;
            userId: string | null;
            mappedBy: ("email" | "manual" | "self" | "none") | null;
        };
        SlackMessage: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            connectionId: string;
            channelId: string;
            ts: string;
            threadTs: string | null;
            kind: string;
            recordType: string | null;
            recordId: string | null;
            text: string;
            /** Format: date-time */
            at: string;
        };
        SlackLink: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            connectionId: string;
            channelId: string;
            ts: string | null;
            /** @enum {string} */
            recordType: "contact" | "deal" | "organization";
            /** Format: uuid */
            recordId: string;
            /** @enum {string} */
            direction: "off" | "to_crm" | "both";
            /** Format: date-time */
            createdAt: string;
        };
        SlackSent: {
            effectId: string;
            /** @enum {string} */
            state: "reserved" | "started" | "done" | "failed" | "unknown";
            channelId: string | null;
            ts: string | null;
        };
        SlackApproval: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            dealId: string;
            title: string;
            /** @enum {string} */
            state: "open" | "approved" | "rejected" | "void";
            approverIds: string[];
            quorum: number;
            decisions: {
                /** Format: uuid */
                userId: string;
                /** Format: uuid */
                for?: string;
                /** @enum {string} */
                answer: "approve" | "reject";
                comment?: string;
                at: string;
            }[];
            dueAt: string | null;
        };
        SlackClaim: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            contactId: string;
            channelId: string;
            /** @enum {string} */
            state: "open" | "claimed" | "expired";
            claimedBy: string | null;
            /** Format: date-time */
            offeredAt: string;
            claimedAt: string | null;
            dueAt: string | null;
        };
        SlackHealth: {
            /** Format: uuid */
            connectionId: string;
            label: string;
            /** @enum {string} */
            status: "active" | "reauthorize" | "disabled";
            isOrganization: boolean;
            features: {
                feature: string;
                works: boolean;
                missing: {
                    scope: string;
                    why: string;
                }[];
            }[];
            unused: string[];
            delivery: {
                lastReceivedAt: string | null;
                lagSeconds: number | null;
            };
        };
        SlackTest: {
            state: string;
            tookMs: number;
            sentence: string;
        };
        SlackManifest: {
            manifest: {
                [key: string]: unknown;
            };
            /** Format: uri */
            createUrl: string;
            scopes: {
                scope: string;
                why: string;
                features: string[];
            }[];
            warnings: string[];
        };
        SlackApp: {
            appId: string;
            environment: {
                [key: string]: string;
            };
            nextStep: string;
        };
        SlackAppUpgrade: {
            scopesAdded: {
                scope: string;
                why: string;
                features: string[];
            }[];
            scopesRemoved: string[];
            eventsAdded: string[];
            eventsRemoved: string[];
            needsReinstall: boolean;
            applied: boolean;
        };
        SlackRoom: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            dealId: string;
            /** @enum {string} */
            state: "opening" | "open" | "archived" | "failed";
            channelId: string | null;
            name: string | null;
            archiveAt: string | null;
        };
        SlackRule: {
            /** Format: uuid */
            id: string;
            name: string;
            on: string;
            when: {
                [key: string]: unknown;
            };
            to: {
                channelId: string;
            } | {
                /** Format: uuid */
                userId: string;
            } | {
                /** @constant */
                owner: true;
            };
            /** @enum {string} */
            style: "card" | "message" | "digest";
            dailyBudget: number | null;
            quietHours: {
                from: string;
                to: string;
                timeZone?: string;
                weekends?: boolean;
            } | null;
            template: string | null;
            broadcast: boolean;
            isOn: boolean;
            pausedReason: string | null;
            /** Format: date-time */
            updatedAt: string;
        };
        SlackSimulation: {
            events: number;
            matched: number;
            posts: number;
            edits: number;
            digested: number;
            byDay: {
                day: string;
                matched: number;
                posts: number;
            }[];
            byTarget: {
                target: string;
                posts: number;
                edits: number;
            }[];
            sample: {
                /** Format: date-time */
                at: string;
                sentence: string;
            }[];
            hints: string[];
        };
        SlackPreview: {
            text: string;
            blocks: {
                [key: string]: unknown;
            }[];
        };
        SlackDelivery: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            ruleId: string;
            eventId: string;
            /** @enum {string} */
            state: "waiting" | "posted" | "edited" | "digest" | "digested" | "muted" | "over_budget" | "failed";
            target: string;
            channelId: string | null;
            ts: string | null;
            recordType: string;
            /** Format: uuid */
            recordId: string;
            sentence: string;
            why: {
                rule: string;
                event: string;
                actor: string;
                conditions: string[];
                changed: {
                    field: string;
                    from: unknown;
                    to: unknown;
                }[];
            };
            /** Format: date-time */
            at: string;
        };
        SlackPreferences: {
            /** Format: uuid */
            userId: string;
            kinds: {
                [key: string]: "dm" | "digest" | "off";
            };
            quietHours: {
                from: string;
                to: string;
                timeZone?: string;
                weekends?: boolean;
            } | null;
            digestAt: string | null;
            respectDnd: boolean;
        };
        SlackDigest: {
            target: string;
            /** @enum {string} */
            kind: "channel" | "person";
            name: string;
            channelId: string | null;
            digestAt: string | null;
            timeZone: string;
            waiting: number;
            lastDay: string | null;
            text: string | null;
            blocks: {
                [key: string]: unknown;
            }[];
        };
        CallGuard: {
            allowed: boolean;
            rule?: string;
            sentence?: string;
            nextAllowedAt?: string;
        };
        Call: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            direction: "inbound" | "outbound";
            /** @enum {string} */
            state: "requested" | "queued" | "ringing" | "answered" | "ended";
            from: string;
            to: string;
            number: string | null;
            shownNumber: string;
            ownNumber: string | null;
            isWithheld: boolean;
            callerName: string | null;
            stir: string | null;
            userId: string | null;
            queueId: string | null;
            queuedAt: string | null;
            contactId: string | null;
            contactName: string | null;
            dealId: string | null;
            match: {
                rule: string;
                candidates: {
                    /** Format: uuid */
                    contactId: string;
                    name: string;
                }[];
            } | null;
            /** Format: date-time */
            requestedAt: string;
            ringingAt: string | null;
            answeredAt: string | null;
            endedAt: string | null;
            ringSeconds: number | null;
            waitSeconds: number | null;
            talkSeconds: number | null;
            holdSeconds: number;
            answeredBy: string | null;
            disposition: string | null;
            outcome: string | null;
            outcomeFields: {
                [key: string]: string;
            };
            hangupCause: string | null;
            notes: string | null;
            isRecorded: boolean;
            isHeld: boolean;
            isMuted: boolean;
            recordingIds: string[];
            /** @enum {string} */
            recordingNow: "off" | "running" | "paused";
            legs: {
                legId: string;
                /** @enum {string} */
                role: "us" | "them" | "listener" | "unknown";
                to: string | null;
                userId: string | null;
                ringingAt: string | null;
                answeredAt: string | null;
                endedAt: string | null;
                end: string | null;
            }[];
            cost: {
                amount: string;
                currency: string;
            } | null;
            guard: components["schemas"]["CallGuard"] | null;
            source: string;
            activityId: string | null;
        };
        CallDetail: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            direction: "inbound" | "outbound";
            /** @enum {string} */
            state: "requested" | "queued" | "ringing" | "answered" | "ended";
            from: string;
            to: string;
            number: string | null;
            shownNumber: string;
            ownNumber: string | null;
            isWithheld: boolean;
            callerName: string | null;
            stir: string | null;
            userId: string | null;
            queueId: string | null;
            queuedAt: string | null;
            contactId: string | null;
            contactName: string | null;
            dealId: string | null;
            match: {
                rule: string;
                candidates: {
                    /** Format: uuid */
                    contactId: string;
                    name: string;
                }[];
            } | null;
            /** Format: date-time */
            requestedAt: string;
            ringingAt: string | null;
            answeredAt: string | null;
            endedAt: string | null;
            ringSeconds: number | null;
            waitSeconds: number | null;
            talkSeconds: number | null;
            holdSeconds: number;
            answeredBy: string | null;
            disposition: string | null;
            outcome: string | null;
            outcomeFields: {
                [key: string]: string;
            };
            hangupCause: string | null;
            notes: string | null;
            isRecorded: boolean;
            isHeld: boolean;
            isMuted: boolean;
            recordingIds: string[];
            /** @enum {string} */
            recordingNow: "off" | "running" | "paused";
            legs: {
                legId: string;
                /** @enum {string} */
                role: "us" | "them" | "listener" | "unknown";
                to: string | null;
                userId: string | null;
                ringingAt: string | null;
                answeredAt: string | null;
                endedAt: string | null;
                end: string | null;
            }[];
            cost: {
                amount: string;
                currency: string;
            } | null;
            guard: components["schemas"]["CallGuard"] | null;
            source: string;
            activityId: string | null;
            events: {
                type: string;
                legId: string;
                /** Format: date-time */
                at: string;
                /** Format: date-time */
                receivedAt: string;
            }[];
            outcomes: string[];
            requiredFields: string[];
        };
        CallAgent: {
            /** Format: uuid */
            userId: string;
            /** @enum {string} */
            state: "available" | "away" | "wrap_up" | "off";
            until: string | null;
            /** Format: date-time */
            since: string;
            phone: string | null;
            /** @enum {string} */
            device: "phone" | "browser";
            callId: string | null;
            rings: string[];
            browserIsThere: boolean;
            testResult: string | null;
            testedAt: string | null;
        };
        BrowserPhoneGrant: {
            /** @constant */
            provider: "twilio";
            /** Format: uuid */
            connectionId: string;
            lifetimeSeconds: number;
            identity: string;
            token: string;
        } | {
            /** @constant */
            provider: "sip";
            /** Format: uuid */
            connectionId: string;
            lifetimeSeconds: number;
            user: string;
            domain: string;
            username: string;
            password: string;
            webSocketUrl: string;
            iceServers: {
                urls: string;
                username?: string;
                credential?: string;
            }[];
        };
        CallFigures: {
            key: string;
            offered: number;
            answered: number;
            missed: number;
            abandoned: number;
            voicemails: number;
            attempts: number;
            connected: number;
            talkSeconds: number;
            billedSeconds: number;
            cost: string;
            answerRate: number | null;
            abandonmentRate: number | null;
            serviceLevel: number | null;
            connectRate: number | null;
            averageTalkSeconds: number | null;
            waitP50: number | null;
            waitP90: number | null;
        };
        ClosedDay: {
            day: string;
            remote: number;
            held: number;
            unexplained: number;
            calls: number;
            callsNow: number;
            cost: string;
            digest: string;
            previous: string | null;
            signature: string | null;
            isIntact: boolean;
        };
        CallFlow: {
            entry: string;
            nodes: {
                [key: string]: {
                    /** @constant */
                    type: "greeting";
                    text: string;
                    position?: {
                        x: number;
                        y: number;
                    };
                    /** @default {} */
                    next: {
                        [key: string]: string;
                    };
                } | {
                    /** @constant */
                    type: "menu";
                    text: string;
                    /** @default 2 */
                    retries: number;
                    /** @default 5 */
                    timeoutSeconds: number;
                    position?: {
                        x: number;
                        y: number;
                    };
                    /** @default {} */
                    next: {
                        [key: string]: string;
                    };
                } | {
                    /** @constant */
                    type: "hours";
                    timeZone: string;
                    hours: {
                        [key: string]: {
                            start: string;
                            end: string;
                        }[];
                    };
                    /** @default [] */
                    holidays: string[];
                    position?: {
                        x: number;
                        y: number;
                    };
                    /** @default {} */
                    next: {
                        [key: string]: string;
                    };
                } | {
                    /** @constant */
                    type: "route";
                    /** @enum {string} */
                    to: "contact_owner" | "deal_owner" | "user";
                    /** Format: uuid */
                    userId?: string;
                    /** @default 20 */
                    ringSeconds: number;
                    position?: {
                        x: number;
                        y: number;
                    };
                    /** @default {} */
                    next: {
                        [key: string]: string;
                    };
                } | {
                    /** @constant */
                    type: "ring_group";
                    /** @default [] */
                    userIds: string[];
                    /** @default [] */
                    numbers: string[];
                    /** @default 20 */
                    ringSeconds: number;
                    position?: {
                        x: number;
                        y: number;
                    };
                    /** @default {} */
                    next: {
                        [key: string]: string;
                    };
                } | {
                    /** @constant */
                    type: "queue";
                    /** Format: uuid */
                    queueId: string;
                    /** @default 300 */
                    maxWaitSeconds: number;
                    /** @default false */
                    offersCallback: boolean;
                    position?: {
                        x: number;
                        y: number;
                    };
                    /** @default {} */
                    next: {
                        [key: string]: string;
                    };
                } | {
                    /** @constant */
                    type: "voicemail";
                    /** @default Please leave a message after the tone. */
                    text: string;
                    /** Format: uuid */
                    userId?: string;
                    /** @default 120 */
                    maxSeconds: number;
                    position?: {
                        x: number;
                        y: number;
                    };
                    /** @default {} */
                    next: {
                        [key: string]: string;
                    };
                } | {
                    /** @constant */
                    type: "forward";
                    number: string;
                    /** @default 20 */
                    ringSeconds: number;
                    position?: {
                        x: number;
                        y: number;
                    };
                    /** @default {} */
                    next: {
                        [key: string]: string;
                    };
                } | {
                    /** @constant */
                    type: "webhook";
                    /** Format: uri */
                    url: string;
                    /** @default 5 */
                    timeoutSeconds: number;
                    position?: {
                        x: number;
                        y: number;
                    };
                    /** @default {} */
                    next: {
                        [key: string]: string;
                    };
                } | {
                    /** @constant */
                    type: "book";
                    /** @default We have sent you a link to choose a time. */
                    text: string;
                    slug?: string;
                    position?: {
                        x: number;
                        y: number;
                    };
                    /** @default {} */
                    next: {
                        [key: string]: string;
                    };
                } | {
                    /** @constant */
                    type: "hangup";
                    /** @default  */
                    text: string;
                    position?: {
                        x: number;
                        y: number;
                    };
                    /** @default {} */
                    next: {
                        [key: string]: string;
                    };
                };
            };
            /** Format: uuid */
            id: string;
            name: string;
            publishedVersion: number | null;
            publishedAt: string | null;
            hasChanges: boolean;
        };
        CallFlowCheck: {
            ok: boolean;
            problems: {
                code: string;
                nodeId: string | null;
                sentence: string;
            }[];
        };
        CallFlowRun: {
            path: string[];
            prompts: string[];
            seconds: number;
            musicPieces: number;
            /** @enum {string} */
            end: "answered" | "voicemail" | "hangup" | "waiting";
        };
        CallGreeting: {
            /** @enum {string} */
            during: "always" | "open" | "closed" | "machine";
            text: string | null;
            fileId: string | null;
            contentType: string | null;
            /** Format: date-time */
            updatedAt: string;
        };
        CallListEntry: {
            /** Format: uuid */
            id: string;
            contactId: string | null;
            contactName: string | null;
            number: string;
            shownNumber: string;
            callId: string | null;
            notBefore: string | null;
            refusal: string | null;
        };
        CallList: {
            current: components["schemas"]["CallListEntry"] | null;
            call: components["schemas"]["Call"] | null;
            upcoming: components["schemas"]["CallListEntry"][];
            counts: {
                waiting: number;
                later: number;
                called: number;
                skipped: number;
                nextAt: string | null;
            };
            outcomes: string[];
            requiredFields: string[];
        };
        CallQueue: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @enum {string} */
            strategy: "longest_idle" | "sequence" | "all";
            members: string[];
            wrapUpSeconds: number;
            maxWaitSeconds: number;
            ringSeconds: number;
            holdText: string | null;
            holdMusicFileId: string | null;
        };
        PhoneNumber: {
            /** Format: uuid */
            id: string;
            e164: string;
            shown: string;
            label: string;
            flowId: string | null;
            queueId: string | null;
            userId: string | null;
            /** @enum {string} */
            record: "off" | "on" | "on_demand";
            greetingText: string | null;
            greetingFileId: string | null;
            openHours: {
                timeZone: string;
                hours: {
                    [key: string]: {
                        start: string;
                        end: string;
                    }[];
                };
                /** @default [] */
                holidays: string[];
            } | null;
            /** @enum {string} */
            isConnected: "yes" | "no" | "elsewhere";
            voiceUrl: string | null;
        };
        DoNotCall: {
            /** Format: uuid */
            id: string;
            e164: string;
            shown: string;
            reason: string;
            /** Format: date-time */
            createdAt: string;
        };
        Recording: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            callId: string;
            /** @enum {string} */
            kind: "recording" | "voicemail";
            /** @enum {string} */
            state: "expected" | "fetching" | "ready" | "absent" | "failed" | "deleted";
            reason: string | null;
            channels: number;
            /** @enum {string} */
            firstChannel: "us" | "them";
            seconds: number | null;
            startedAt: string | null;
            peaks: number[][] | null;
            heardAt: string | null;
            mailboxUserId: string | null;
            transcript: string | null;
            transcribedBy: string | null;
            onHold: boolean;
            keepUntil: string | null;
        };
        RecordingDetail: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            callId: string;
            /** @enum {string} */
            kind: "recording" | "voicemail";
            /** @enum {string} */
            state: "expected" | "fetching" | "ready" | "absent" | "failed" | "deleted";
            reason: string | null;
            channels: number;
            /** @enum {string} */
            firstChannel: "us" | "them";
            seconds: number | null;
            startedAt: string | null;
            peaks: number[][] | null;
            heardAt: string | null;
            mailboxUserId: string | null;
            transcript: string | null;
            transcribedBy: string | null;
            onHold: boolean;
            keepUntil: string | null;
            comments: {
                /** Format: uuid */
                id: string;
                userId: string | null;
                atSeconds: number;
                body: string;
            }[];
            openedBy: {
                who: string;
                /** Format: date-time */
                at: string;
            }[];
        };
        Voicemail: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            callId: string;
            /** @enum {string} */
            kind: "recording" | "voicemail";
            /** @enum {string} */
            state: "expected" | "fetching" | "ready" | "absent" | "failed" | "deleted";
            reason: string | null;
            channels: number;
            /** @enum {string} */
            firstChannel: "us" | "them";
            seconds: number | null;
            startedAt: string | null;
            peaks: number[][] | null;
            heardAt: string | null;
            mailboxUserId: string | null;
            transcript: string | null;
            transcribedBy: string | null;
            onHold: boolean;
            keepUntil: string | null;
            contactId: string | null;
            contactName: string | null;
            callerName: string | null;
            number: string | null;
            shownNumber: string;
            /** Format: date-time */
            receivedAt: string;
        };
        Me: {
            /** @enum {string} */
            kind: "person" | "key";
            /** @enum {string} */
            role: "owner" | "admin" | "manager" | "salesperson" | "viewer";
            permissions: string[];
            scopes?: string[];
            isInstallationOwner: boolean;
            workspace: {
                /** Format: uuid */
                id: string;
                name: string;
                timeZone: string;
                isDemo: boolean;
            };
            user: {
                /** Format: uuid */
                id: string;
                name: string;
                email: string;
                timeZone: string;
                locale: string;
                hasSecondFactor: boolean;
            } | null;
            workspaces: {
                /** Format: uuid */
                id: string;
                name: string;
                /** @enum {string} */
                role: "owner" | "admin" | "manager" | "salesperson" | "viewer";
            }[];
        };
        Action: {
            name: string;
            title: string;
            description: string;
            input: {
                [key: string]: unknown;
            };
            output: {
                [key: string]: unknown;
            };
            permission: string;
            /** @enum {string} */
            effect: "read" | "write" | "outbound";
            confirm?: string;
            undo?: string;
        };
        /** @description Which records: conditions on fields and on what happened, joined by all, any and not. `{}` lets everything pass. */
        Filter: {
            all: components["schemas"]["Filter"][];
        } | {
            any: components["schemas"]["Filter"][];
        } | {
            not: components["schemas"]["Filter"];
        } | {
            field: string;
            /** @enum {string} */
            op: "eq" | "ne" | "in" | "contains" | "starts" | "gt" | "gte" | "lt" | "lte" | "between" | "is_empty" | "within";
            value?: (string | number | boolean) | (string | number | boolean)[];
        } | {
            event: string;
            /** @example P30D */
            within: string;
            count?: number;
        } | Record<string, never>;
        Activity: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "call" | "email" | "meeting" | "message" | "note" | "task" | "profile_update";
            /** @enum {string} */
            direction: "inbound" | "outbound" | "internal";
            /** Format: date-time */
            occurredAt: string;
            subject: string | null;
            snippet: string | null;
            /** @description In lists only of notes */
            body: string | null;
            status: string | null;
            ownerId: string | null;
            /**
             * @description How much of it others than its owner see
             * @enum {string}
             */
            visibility: "private" | "metadata" | "subject" | "everything";
            /** @description Fields that its owner does not show you */
            hidden: string[];
            participants: {
                contactId: string | null;
                userId: string | null;
                address: string;
                addressKind: ("email" | "phone" | "linkedin" | "twitter" | "slack") | null;
                name: string | null;
                role: string;
            }[];
            dealId: string | null;
            organizationId: string | null;
            source: {
                integration: string | null;
                provider: string | null;
                connectionId: string | null;
                externalId: string | null;
                threadId: string | null;
                url: string | null;
            } | null;
            data: {
                [key: string]: unknown;
            };
            /** @description With groupBy=thread: how many of its thread you read here */
            threadCount?: number;
            /** @description Emptied because the person in it asked to be forgotten */
            erasedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        ApiCall: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            /**
             * Format: uuid
             * @description First attempt of the same call
             */
            seriesId: string;
            attempt: number;
            connectionId: string | null;
            integration: string;
            provider: string;
            operation: string;
            method: string;
            url: string;
            lane: string;
            actor: string;
            /** @enum {string} */
            outcome: "ok" | "retry" | "reauthorize" | "rejected" | "failed" | "interrupted";
            status: number | null;
            code: string | null;
            durationMs: number | null;
            requestBytes: number;
            responseBytes: number;
            redirects: number;
        };
        AuditAct: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            actor: string;
            act: string;
            target: {
                type: string;
                id: string;
            } | null;
            ip: string | null;
            requestId: string | null;
            before: string[];
            after: string[];
        };
        ApiKey: {
            /** Format: uuid */
            id: string;
            name: string;
            prefix: string;
            scopes: string[];
            role: string;
            actAs: string | null;
            expiresAt: string | null;
            lastUsedAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        Connection: {
            /** Format: uuid */
            id: string;
            integration: string;
            provider: string;
            label: string;
            externalId: string;
            /** @enum {string} */
            status: "active" | "reauthorize" | "disabled";
            statusReason: string | null;
            grantedScopes: string[];
            ownerUserId: string | null;
            settings: {
                [key: string]: unknown;
            };
            data: {
                [key: string]: unknown;
            };
            health: {
                /** @enum {string} */
                state: "ok" | "failing" | "unproven" | "reauthorize" | "disabled";
                lastOkAt: string | null;
                lastErrorAt: string | null;
                lastErrorCode: string | null;
                lastCheckedAt: string | null;
                lastCallId: string | null;
            };
            features: {
                id: string;
                title: string;
                /** @enum {string} */
                status: "available" | "needs_setup" | "needs_approval" | "import_only";
                reason?: string;
                nextStep?: string;
            }[];
            overrides: string[];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Integration: {
            name: string;
            title: string;
            description: string;
            providers: {
                name: string;
                title: string;
                /** @enum {string} */
                auth: "oauth2" | "credentials";
                configured: boolean;
                reason?: string;
                /** @description What a person is asked for: JSON Schema of `credentials` */
                form?: {
                    schema: {
                        [key: string]: unknown;
                    };
                    secretFields: string[];
                };
            }[];
            features: {
                id: string;
                title: string;
                /** @enum {string} */
                status: "available" | "needs_setup" | "needs_approval" | "import_only";
                reason?: string;
                nextStep?: string;
            }[];
        };
        AddressCheck: {
            /** @enum {string} */
            state: "ok" | "wrong" | "this_machine" | "not_ours";
            url: string;
            sentence: string;
            remedy: string | null;
        };
        Job: {
            /** Format: uuid */
            id: string;
            task: string;
            title: string;
            /** @enum {string} */
            state: "queued" | "running" | "done" | "failed" | "cancelled";
            done: number;
            total: number | null;
            message: string | null;
            error: string | null;
            createdBy: string | null;
            /** Format: date-time */
            createdAt: string;
            startedAt: string | null;
            finishedAt: string | null;
        };
        Consent: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            contactId: string;
            /** @enum {string} */
            channel: "email" | "call" | "sms" | "linkedin";
            purpose: string;
            /** @enum {string} */
            basis: "consent" | "contract" | "legitimate_interest" | "legal_obligation";
            textVersion: string | null;
            source: string;
            /** Format: date-time */
            givenAt: string;
            withdrawnAt: string | null;
            withdrawnBy: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        MayContact: {
            allowed: boolean;
            reasons: {
                /** @enum {string} */
                code: "contact_deleted" | "do_not_contact" | "consent_withdrawn" | "consent_missing" | "quiet_hours";
                sentence: string;
                /**
                 * Format: date-time
                 * @description When this one is over by itself
                 */
                until?: string;
            }[];
        };
        ContactIdentity: {
            /** @description As it is compared: small letters, E.164 */
            value: string;
            label: string | null;
            primary: boolean;
            verified: boolean;
            /** @description Used by several people: kept, never matched */
            shared: boolean;
            source: string;
        };
        Address: {
            line1: string | null;
            line2: string | null;
            city: string | null;
            state: string | null;
            postalCode: string | null;
            country: string | null;
        };
        Contact: {
            /** Format: uuid */
            id: string;
            firstName: string;
            lastName: string;
            emails: components["schemas"]["ContactIdentity"][];
            phones: components["schemas"]["ContactIdentity"][];
            handles: {
                /** @description As it is compared: small letters, E.164 */
                value: string;
                label: string | null;
                primary: boolean;
                verified: boolean;
                /** @description Used by several people: kept, never matched */
                shared: boolean;
                source: string;
                /** @enum {string} */
                kind: "linkedin" | "twitter" | "slack";
            }[];
            jobTitle: string | null;
            organizationId: string | null;
            /** @description As far as you reach it; not in events */
            organizationName?: string | null;
            /** @enum {string} */
            lifecycleStage: "subscriber" | "lead" | "marketing_qualified" | "sales_qualified" | "opportunity" | "customer" | "evangelist" | "other";
            leadSource: ("website" | "referral" | "linkedin" | "email_campaign" | "event" | "cold_outreach" | "inbound" | "partner" | "other") | null;
            ownerId: string | null;
            linkedinUrl: string | null;
            twitterHandle: string | null;
            website: string | null;
            address: components["schemas"]["Address"];
            description: string | null;
            isActive: boolean;
            timeZone: string;
            /** @enum {string} */
            timeZoneSource: "set" | "address" | "phone" | "organization" | "workspace";
            locale: string | null;
            doNotContact: {
                email: boolean;
                call: boolean;
                sms: boolean;
                linkedin: boolean;
            };
            tags: string[];
            customFields: {
                [key: string]: unknown;
            };
            lastContactedAt: string | null;
            lastEmailedAt: string | null;
            /** @description Ids that lead here because they were merged into this contact */
            mergedFrom?: string[];
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        ContactsChanged: {
            changed: number;
            skipped: {
                not_found: number;
                not_yours: number;
                unchanged: number;
            };
        };
        DuplicatePair: {
            contacts: components["schemas"]["Contact"][];
            score: number;
            reasons: {
                /** @enum {string} */
                kind: "email" | "phone" | "linkedin" | "name_and_domain";
                value: string;
            }[];
            /** Format: date-time */
            foundAt: string;
        };
        Provenance: {
            field: string;
            source: string;
            actor: string;
            /** Format: date-time */
            at: string;
        };
        CrmSettings: {
            /** @description How phone numbers without a country code are read */
            defaultCountry: string;
            currency: string;
            /** @description Channels on which nobody is contacted without consent */
            consentRequired: ("email" | "call" | "sms" | "linkedin")[];
            /** @description When nobody is called or texted, by the clock where they are */
            quietHours: {
                from: string;
                to: string;
            } | null;
        };
        RoleReach: {
            /** @enum {string} */
            role: "owner" | "admin" | "manager" | "salesperson" | "viewer";
            /** @enum {string} */
            read: "own" | "team" | "all";
            /** @enum {string} */
            write: "own" | "team" | "all";
            isDefault: boolean;
        };
        CustomField: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            entity: "contact" | "organization" | "deal";
            key: string;
            label: string;
            /** @enum {string} */
            type: "text" | "number" | "date" | "money" | "select" | "multiselect" | "user" | "url" | "bool";
            options: string[];
            required: boolean;
            unique: boolean;
            /** @description Roles; empty = everybody who sees the record */
            visibleTo: ("owner" | "admin" | "manager" | "salesperson" | "viewer")[];
            /** @description Roles; empty = everybody who changes the record */
            editableBy: ("owner" | "admin" | "manager" | "salesperson" | "viewer")[];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Tag: {
            /** Format: uuid */
            id: string;
            name: string;
            color: string;
            records: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Deal: {
            /** Format: uuid */
            id: string;
            name: string;
            description: string | null;
            amount: string | null;
            currency: string;
            organizationId: string | null;
            contacts: {
                /** Format: uuid */
                contactId: string;
                /** @enum {string} */
                role: "decision_maker" | "champion" | "influencer" | "user" | "billing" | "other";
            }[];
            ownerId: string | null;
            /** Format: uuid */
            pipelineId: string;
            stage: string;
            /** @enum {string} */
            status: "open" | "won" | "lost";
            /** Format: date-time */
            stageSince: string;
            probability: number;
            expectedCloseDate: string | null;
            actualCloseDate: string | null;
            lossReason: ("price" | "competitor" | "timing" | "budget" | "no_decision" | "requirements" | "other") | null;
            lossReasonDetail: string | null;
            leadSource: ("website" | "referral" | "linkedin" | "email_campaign" | "event" | "cold_outreach" | "inbound" | "partner" | "other") | null;
            nextStep: string | null;
            lastActivityAt: string | null;
            position: number;
            isActive: boolean;
            tags: string[];
            customFields: {
                [key: string]: unknown;
            };
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        DealsChanged: {
            changed: number;
            skipped: {
                not_found: number;
                not_yours: number;
                unchanged: number;
            };
        };
        CurrencySum: {
            currency: string;
            count: number;
            amount: string;
            weighted: string;
        };
        DealSum: {
            key: string | null;
            pipelineId: string | null;
            count: number;
            sums: components["schemas"]["CurrencySum"][];
        };
        Stage: {
            key: string;
            title: string;
            /** @enum {string} */
            outcome: "open" | "won" | "lost";
            probability: number;
            position: number;
        };
        DealBoard: {
            /** Format: uuid */
            pipelineId: string;
            name: string;
            stages: {
                key: string;
                title: string;
                /** @enum {string} */
                outcome: "open" | "won" | "lost";
                probability: number;
                position: number;
                count: number;
                sums: components["schemas"]["CurrencySum"][];
                deals: components["schemas"]["Deal"][];
            }[];
        };
        StageStep: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            pipelineId: string;
            fromStage: string | null;
            toStage: string;
            actor: string;
            /** Format: date-time */
            at: string;
        };
        Pipeline: {
            /** Format: uuid */
            id: string;
            name: string;
            isDefault: boolean;
            position: number;
            stages: components["schemas"]["Stage"][];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Demo: {
            /** @description The providers are twins */
            isPossible: boolean;
            /** @enum {string} */
            state: "none" | "filling" | "alive";
            workspaceId: string | null;
            done: number;
            total: number;
            failed: string[];
        };
        Effect: {
            /** Format: uuid */
            id: string;
            key: string;
            kind: string;
            /** @enum {string} */
            state: "reserved" | "started" | "done" | "failed" | "unknown";
            summary: string;
            externalId: string | null;
            error: string | null;
            connectionId: string | null;
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            startedAt: string | null;
        };
        Erasure: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            erasedAt: string;
            actor: string;
            /** @description What was taken away, in counts; never whose */
            proof: {
                [key: string]: number;
            };
        };
        Event: {
            id: string;
            /** @description Sorts as text in the order of events; the Last-Event-ID of the live stream */
            sequence: string;
            type: string;
            /** Format: date-time */
            timestamp: string;
            workspaceId: string;
            subject: {
                type: string;
                id: string;
            };
            data: {
                [key: string]: unknown;
            };
            previous?: {
                [key: string]: unknown;
            };
        };
        EventType: {
            type: string;
            title: string;
            schema?: unknown;
            example?: unknown;
        };
        File: {
            /** Format: uuid */
            id: string;
            sha256: string;
            size: number;
            contentType: string;
        };
        Export: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "contacts" | "organizations" | "deals" | "activities";
            /** @enum {string} */
            state: "running" | "done" | "failed";
            rows: number;
            jobId: string | null;
            error: string | null;
            /** Format: date-time */
            createdAt: string;
            finishedAt: string | null;
        };
        BusinessHours: {
            teamId: string | null;
            timeZone: string;
            /** @description Monday first: per day [["09:00", "17:00"]] */
            week: [
                string,
                string
            ][][];
            /** @description Nobody has set them: nine to five */
            isDefault: boolean;
        };
        Holiday: {
            /** Format: uuid */
            id: string;
            teamId: string | null;
            /** Format: date */
            day: string;
            name: string;
        };
        Absence: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            userId: string;
            /** Format: date-time */
            startsAt: string;
            /** Format: date-time */
            endsAt: string;
            deputyId: string | null;
            note: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Import: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "contacts" | "organizations" | "deals" | "activities" | "leads";
            /** @enum {string} */
            state: "reading" | "mapping" | "review" | "applying" | "done" | "failed" | "undone";
            fileName: string;
            columns: string[];
            dialect: {
                encoding: string;
                delimiter: string;
                hasHeader: boolean;
                dates: {
                    [key: string]: "dmy" | "mdy";
                };
            } | null;
            /** @description By column its field; our suggestion until it is confirmed */
            mapping: {
                [key: string]: string;
            };
            /** @enum {string} */
            onExisting: "skip" | "fill_empty" | "overwrite";
            counts: {
                read: number;
                created: number;
                updated: number;
                /** @description By reason */
                skipped: {
                    [key: string]: number;
                };
                undone?: {
                    removed: number;
                    putBack: number;
                    kept: number;
                };
            };
            appliedLines: number;
            jobId: string | null;
            error: string | null;
            createdBy: string | null;
            /** Format: date-time */
            createdAt: string;
            appliedAt: string | null;
            undoneAt: string | null;
        };
        ImportRow: {
            /** @description As a spreadsheet counts */
            line: number;
            /** @enum {string} */
            result: "created" | "updated" | "skipped";
            code: string | null;
            reason: string | null;
            recordId: string | null;
            title: string | null;
            /** @description Whom the row means that is there already */
            existing: {
                /** Format: uuid */
                id: string;
                title: string;
                by: string;
            } | null;
            /** @description Of a skipped row, as it was read */
            cells: string[] | null;
            undone: ("removed" | "put_back" | "kept") | null;
            undoReason: string | null;
        };
        Incident: {
            /** Format: uuid */
            id: string;
            key: string;
            /** @enum {string} */
            level: "warning" | "critical";
            title: string;
            detail: string;
            remedy: string | null;
            connectionId: string | null;
            count: number;
            /** Format: date-time */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
            acknowledgedAt: string | null;
            acknowledgedBy: string | null;
            resolvedAt: string | null;
            note: string | null;
        };
        Notification: {
            /** Format: uuid */
            id: string;
            title: string;
            body: string | null;
            /** @description A path of the console */
            href: string | null;
            readAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        Organization: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @description The primary one first */
            domains: string[];
            industry: ("technology" | "finance" | "healthcare" | "manufacturing" | "retail" | "education" | "real_estate" | "consulting" | "media" | "transportation" | "energy" | "telecommunications" | "hospitality" | "other") | null;
            employeeCount: ("1-10" | "11-50" | "51-200" | "201-500" | "501-1000" | "1001-5000" | "5001+") | null;
            annualRevenue: {
                /** @description Decimal text, never a float: "1250.50" */
                amount: string;
                currency: string;
            } | null;
            phone: string | null;
            email: string | null;
            website: string | null;
            address: components["schemas"]["Address"];
            /** @enum {string} */
            lifecycleStage: "lead" | "qualified" | "opportunity" | "customer" | "evangelist" | "other";
            linkedinUrl: string | null;
            twitterHandle: string | null;
            description: string | null;
            timeZone: string | null;
            ownerId: string | null;
            isActive: boolean;
            tags: string[];
            customFields: {
                [key: string]: unknown;
            };
            lastContactedAt: string | null;
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        OrganizationsChanged: {
            changed: number;
            skipped: {
                not_found: number;
                not_yours: number;
                unchanged: number;
            };
        };
        Passkey: {
            /** Format: uuid */
            id: string;
            name: string;
            /** Format: date-time */
            createdAt: string;
            lastUsedAt: string | null;
        };
        LoggedRequest: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            actorKind: "person" | "key" | "nobody";
            actorId: string | null;
            method: string;
            /** @description The pattern, never the address: that may hold a token */
            route: string;
            status: number;
            durationMs: number;
            requestId: string;
            ip: string | null;
        };
        Segment: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @enum {string} */
            entity: "contact" | "organization" | "deal";
            filter: components["schemas"]["Filter"];
            /** @description The filter in words */
            sentence: string;
            ownerId: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        SegmentMember: {
            /** Format: uuid */
            id: string;
            name: string;
            email: string | null;
            ownerId: string | null;
        };
        SegmentPreview: {
            count: number;
            /** @description False: an estimate; ask with exact: true for the number itself */
            exact: boolean;
            sentence: string;
            sample: components["schemas"]["SegmentMember"][];
            /** @description How many of them cannot be reached, by reason */
            excluded: {
                [key: string]: number;
            };
        };
        View: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            entity: "contact" | "organization" | "deal";
            name: string;
            filter: components["schemas"]["Filter"];
            sort: string | null;
            columns: string[];
            /** @enum {string} */
            layout: "list" | "board";
            shared: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        FilterField: {
            name: string;
            label: string;
            /** @enum {string} */
            type: "text" | "code" | "select" | "number" | "date" | "time" | "bool" | "user" | "reference" | "email" | "phone" | "tag";
            operators: ("eq" | "ne" | "in" | "contains" | "starts" | "gt" | "gte" | "lt" | "lte" | "between" | "is_empty" | "within")[];
            options: {
                value: string;
                label: string;
            }[] | null;
            /** @enum {string} */
            of: "contact" | "organization" | "deal";
        };
        SearchGroup: {
            /** @enum {string} */
            kind: "contact" | "organization" | "deal" | "activity" | "todo";
            hits: {
                /** Format: uuid */
                id: string;
                title: string;
                excerpt: string;
                ownerId: string | null;
                /** Format: date-time */
                updatedAt: string;
                /**
                 * @description Why it was found
                 * @enum {string}
                 */
                by: "email" | "phone" | "words" | "alike";
            }[];
        };
        Stream: {
            /** @description The provider's own name, such as INBOX */
            name: string;
            /** @description What people call it, where the name is an id */
            title?: string;
            /** @enum {string} */
            state: "reading" | "up_to_date" | "waiting" | "failed";
            seen: number;
            kept: number;
            /** @description Why the others were not kept; seen = kept + all of these */
            skipped: {
                [key: string]: number;
            };
            total: number | null;
            cursorAgeSeconds: number | null;
            lastError: string | null;
            /** @description Records a shrunken read no longer saw; they stay until a second one agrees or a person confirms */
            awaitingDeletion: number;
        };
        Completeness: {
            stream: string;
            remote: number;
            accounted: number;
            onTimeline: number;
            skipped: {
                [key: string]: number;
            };
            unexplained: number;
            /** Format: date-time */
            checkedAt: string;
        };
        Task: {
            /** Format: uuid */
            id: string;
            title: string;
            description: string | null;
            ownerId: string | null;
            dueAt: string | null;
            remindAt: string | null;
            /** @enum {string} */
            priority: "low" | "normal" | "high";
            contactId: string | null;
            organizationId: string | null;
            dealId: string | null;
            completedAt: string | null;
            outcome: string | null;
            createdBy: string;
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Team: {
            /** Format: uuid */
            id: string;
            name: string;
            userIds: string[];
            /** Format: date-time */
            createdAt: string;
        };
        User: {
            /** Format: uuid */
            id: string;
            email: string;
            name: string;
            /** @enum {string} */
            role: "owner" | "admin" | "manager" | "salesperson" | "viewer";
            /** @enum {string} */
            state: "active" | "invited" | "left";
            teamIds: string[];
            timeZone: string;
            locale: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Reassigned: {
            contacts: number;
            organizations: number;
            deals: number;
            todos: number;
            segments: number;
            views: number;
        };
        WebhookEndpoint: {
            /** Format: uuid */
            id: string;
            url: string;
            eventTypes: string[];
            description: string | null;
            enabled: boolean;
            disabledReason: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        WebhookDelivery: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            eventId: string;
            eventType: string;
            /** @enum {string} */
            state: "waiting" | "delivered" | "failed";
            attempts: number;
            nextTryAt: string | null;
            lastTryAt: string | null;
            lastStatus: number | null;
            lastError: string | null;
            responseExcerpt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        WebhookEvent: {
            /** Format: uuid */
            id: string;
            integration: string;
            provider: string;
            topic: string | null;
            connectionId: string | null;
            /** @description The provider's own id */
            eventId: string;
            type: string;
            orderingKey: string | null;
            /** @enum {string} */
            state: "received" | "processed" | "failed" | "parked" | "unrouted" | "overtaken";
            attempts: number;
            error: string | null;
            /** Format: date-time */
            receivedAt: string;
            processedAt: string | null;
            nextTryAt: string | null;
            /** @description Bytes of the request */
            size: number;
        };
        Workspace: {
            /** Format: uuid */
            id: string;
            name: string;
            slug: string;
            timeZone: string;
            isDemo: boolean;
            /** Format: date-time */
            createdAt: string;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            code: string;
            detail: string;
            remedy?: string;
            errors?: {
                path: string;
                message: string;
            }[];
            requestId: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
