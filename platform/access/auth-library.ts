import { uuidv7 } from 'uuidv7';
import type { authDatabase } from './auth-database.ts';
import { authTables } from './auth-models.ts';

export interface AuthLibraryOptions {
  database: ReturnType<typeof authDatabase>;
  /** Public origin. Cookies are `Secure` when it is https. */
  publicUrl: string;
  /** Signs cookies and seals second factors; at least 32 characters, the same in every process. */
  secret: string;
  sessionSeconds: number;
}

export const COOKIE_PREFIX = 'patchbay';
export const AUTH_PATH = '/api/v1/auth';

/**
 * The account library: passwords and the second factor. Loaded when somebody signs in for the first time (320 ms);
 * requests with a session or key never touch it, and its own router serves nothing.
 */
export async function loadAuthLibrary({ database, publicUrl, secret, sessionSeconds }: AuthLibraryOptions) {
  const [{ betterAuth }, { drizzleAdapter }, { twoFactor }] = await Promise.all([
    import('better-auth/minimal'),
    import('better-auth/adapters/drizzle'),
    import('better-auth/plugins/two-factor'),
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
    plugins: [twoFactor({ issuer: 'Patchbay' })],
  });
}

export type AuthLibrary = Awaited<ReturnType<typeof loadAuthLibrary>>;
