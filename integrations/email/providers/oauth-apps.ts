import { z } from 'zod';
import { type Env, type OAuth2, oauth2, Secret } from '#sdk';

/** The applications at Google and Microsoft that the installation's owner has made; other integrations may use the same ones. */
export const oauthAppsEnv = {
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_REDIRECT_URI: z.url().optional(),
  GOOGLE_AUTHORIZE_URL: z.url().default('https://accounts.google.com/o/oauth2/v2/auth'),
  GOOGLE_TOKEN_URL: z.url().default('https://oauth2.googleapis.com/token'),
  GOOGLE_REVOKE_URL: z.url().default('https://oauth2.googleapis.com/revoke'),
  MICROSOFT_CLIENT_ID: z.string().optional(),
  MICROSOFT_CLIENT_SECRET: z.string().optional(),
  MICROSOFT_TENANT: z.string().default('common'),
  MICROSOFT_REDIRECT_URI: z.url().optional(),
  MICROSOFT_AUTHORIZE_URL: z.url().optional(),
  MICROSOFT_TOKEN_URL: z.url().optional(),
};
export const oauthAppsTwin = (url: string): Record<string, string> => ({
  GOOGLE_CLIENT_ID: 'google-client',
  GOOGLE_CLIENT_SECRET: 'google-secret',
  GOOGLE_AUTHORIZE_URL: `${url}/google/o/oauth2/v2/auth`,
  GOOGLE_TOKEN_URL: `${url}/google/token`,
  GOOGLE_REVOKE_URL: `${url}/google/revoke`,
  MICROSOFT_CLIENT_ID: 'microsoft-client',
  MICROSOFT_CLIENT_SECRET: 'microsoft-secret',
  MICROSOFT_AUTHORIZE_URL: `${url}/microsoft/common/oauth2/v2.0/authorize`,
  MICROSOFT_TOKEN_URL: `${url}/microsoft/common/oauth2/v2.0/token`,
});

export const text = (value: Env[string], otherwise = ''): string => (value instanceof Secret ? value.reveal() : (value ?? otherwise));
const redirectOf = (value: Env[string]) => (value ? { redirectUri: text(value) } : {});

export const GOOGLE_APP = ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'] as const;
export const googleSignIn = (env: Env, scopes: readonly string[]): OAuth2 =>
  oauth2({
    authorizeUrl: text(env.GOOGLE_AUTHORIZE_URL),
    tokenUrl: text(env.GOOGLE_TOKEN_URL),
    revokeUrl: text(env.GOOGLE_REVOKE_URL),
    clientId: text(env.GOOGLE_CLIENT_ID),
    clientSecret: text(env.GOOGLE_CLIENT_SECRET),
    ...redirectOf(env.GOOGLE_REDIRECT_URI),
    baseScopes: ['openid', 'email', ...scopes],
    // Without both a returning person comes back without a refresh token.
    extraAuthorizeParams: { access_type: 'offline', prompt: 'consent' },
    defaultExpiresInSeconds: 3600,
  });

export const MICROSOFT_APP = ['MICROSOFT_CLIENT_ID', 'MICROSOFT_CLIENT_SECRET'] as const;
/** `isOfGraph: false`: the token is for another service of Microsoft, and the person is known by the id_token alone. */
export const microsoftSignIn = (env: Env, scopes: readonly string[], { isOfGraph = true } = {}): OAuth2 => {
  const tenant = `https://login.microsoftonline.com/${text(env.MICROSOFT_TENANT)}/oauth2/v2.0`;
  return oauth2({
    authorizeUrl: text(env.MICROSOFT_AUTHORIZE_URL, `${tenant}/authorize`),
    tokenUrl: text(env.MICROSOFT_TOKEN_URL, `${tenant}/token`),
    clientId: text(env.MICROSOFT_CLIENT_ID),
    clientSecret: text(env.MICROSOFT_CLIENT_SECRET),
    ...redirectOf(env.MICROSOFT_REDIRECT_URI),
    baseScopes: ['openid', 'profile', 'email', 'offline_access', ...(isOfGraph ? ['User.Read'] : []), ...scopes],
    extraAuthorizeParams: { prompt: 'select_account' },
    defaultExpiresInSeconds: 3600,
    permanentErrors: {
      interaction_required: 'Microsoft wants this person to sign in again.',
      consent_required: 'An administrator of the Microsoft tenant has to approve this application.',
    },
  });
};
