import { uuidv7 } from 'uuidv7';
import type { authDatabase } from './auth-database.ts';
import { authTables } from './auth-models.ts';

export interface OidcSettings {
  issuer: string;
  authorizationUrl: string;
  tokenUrl: string;
  userInfoUrl?: string;
  clientId: string;
  clientSecret: string;
}

export interface AuthLibraryOptions {
  database: ReturnType<typeof authDatabase>;
  /** Public origin. Cookies are `Secure` when it is https. */
  publicUrl: string;
  /** Signs cookies and seals second factors; at least 32 characters, the same in every process. */
  secret: string;
  sessionSeconds: number;
  oidc?: OidcSettings;
  /** Before the first sign-in through the provider is complete. */
  onLinked?: (userId: string) => Promise<void>;
}

export const COOKIE_PREFIX = 'patchbay';
export const AUTH_PATH = '/api/v1/auth';
export const OIDC_PROVIDER = 'oidc';

/**
 * The account library: passwords, second factor, sign-in at an identity provider. Loaded when somebody signs in for the
 * first time (320 ms); requests with a session or key never touch it. Its own router serves the OIDC callback only.
 */
export async function loadAuthLibrary({ database, publicUrl, secret, sessionSeconds, oidc, onLinked }: AuthLibraryOptions) {
  const [{ betterAuth }, { drizzleAdapter }, { twoFactor }, { genericOAuth }] = await Promise.all([
    import('better-auth/minimal'),
    import('better-auth/adapters/drizzle'),
    import('better-auth/plugins/two-factor'),
    import('better-auth/plugins/generic-oauth'),
  ]);
  return betterAuth({
    appName: 'Patchbay',
    baseURL: publicUrl,
    basePath: AUTH_PATH,
    secret,
    database: drizzleAdapter(database, { provider: 'pg', schema: authTables, transaction: false }),
    // People come by set-up link, invitation or an administrator, never by signing up. Length rules are ours, at the edge.
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 1, maxPasswordLength: 200 },
    session: { expiresIn: sessionSeconds, updateAge: sessionSeconds, cookieCache: { enabled: false } },
    // The operator chose the provider. What an unproven address had before is dropped when it is linked (single-sign-on.ts).
    account: { accountLinking: { enabled: true, trustedProviders: [OIDC_PROVIDER], requireLocalEmailVerified: false } },
    databaseHooks: {
      account: {
        create: {
          after: async ({ userId, providerId }) => {
            if (providerId === OIDC_PROVIDER) await onLinked?.(userId);
          },
        },
      },
    },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: publicUrl.startsWith('https:'),
      database: { generateId: () => uuidv7() },
      // Our edge has done it already, for every route alike.
      disableCSRFCheck: true,
      disableOriginCheck: true,
      ipAddress: { disableIpTracking: true },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    plugins: [
      twoFactor({ issuer: 'Patchbay' }),
      ...(oidc
        ? [
            genericOAuth({
              config: [
                {
                  providerId: OIDC_PROVIDER,
                  clientId: oidc.clientId,
                  clientSecret: oidc.clientSecret,
                  // Both given: with a discovery document alone the provider vanishes when that cannot be read at start.
                  authorizationUrl: oidc.authorizationUrl,
                  tokenUrl: oidc.tokenUrl,
                  ...(oidc.userInfoUrl ? { userInfoUrl: oidc.userInfoUrl } : {}),
                  scopes: ['openid', 'email', 'profile'],
                  pkce: true,
                  disableSignUp: true,
                },
              ],
            }),
          ]
        : []),
    ],
  });
}

export type AuthLibrary = Awaited<ReturnType<typeof loadAuthLibrary>>;
