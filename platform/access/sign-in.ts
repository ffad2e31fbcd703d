import { type Clock, PatchbayError, type UserId } from '#sdk';
import type { Database } from '../database/database.ts';
import type { AuthLibrary } from './auth-library.ts';
import { normalEmail } from './people.ts';
import { SESSION_SECONDS } from './sessions.ts';

export interface SignedIn {
  userId: UserId;
  /** `Set-Cookie` lines for the browser. */
  cookies: string[];
}

export interface SignInRequest {
  email: string;
  password: string;
  /** Six digits, or one of the backup codes. */
  totp?: string;
  ip?: string;
  userAgent?: string;
}

const statusOf = (error: unknown): number | undefined => {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
};

/** The library's refusals in our words; what is not a refusal passes. */
export function refusal(error: unknown): unknown {
  const status = statusOf(error);
  if (status === 429)
    return new PatchbayError('rate_limited', { detail: 'Too many wrong codes. Wait a quarter of an hour.', retryAfterMs: 15 * 60_000, cause: error });
  return status !== undefined && status < 500 ? new PatchbayError('wrong_credentials', { cause: error }) : error;
}

const asCookieHeader = (setCookies: readonly string[]) => setCookies.map((line) => line.split(';')[0]).join('; ');

export function createSignIn({ database, clock, library }: { database: Database; clock: Clock; library: () => Promise<AuthLibrary> }) {
  /** The library dates a session by the wall clock; ours is the hub's. */
  const adopt = (token: string, { ip, userAgent }: Pick<SignInRequest, 'ip' | 'userAgent'>) =>
    database.systemQuery<{ user_id: UserId }>({
      text: 'update auth.sessions set created_at = $2, updated_at = $2, expires_at = $3, ip_address = $4, user_agent = $5 where token = $1 returning user_id',
      values: [
        token,
        clock.now().toISOString(),
        new Date(clock.now().getTime() + SESSION_SECONDS * 1000).toISOString(),
        ip ?? null,
        userAgent?.slice(0, 300) ?? null,
      ],
    });

  return {
    adopt,
    /**
     * An unknown address and a wrong password answer alike and cost one scrypt each.
     * @throws PatchbayError wrong_credentials, second_factor_needed
     */
    async signIn(request: SignInRequest): Promise<SignedIn> {
      const auth = await library();
      try {
        const first = await auth.api.signInEmail({ body: { email: normalEmail(request.email), password: request.password }, returnHeaders: true });
        let cookies = first.headers.getSetCookie();
        let token = 'token' in first.response ? first.response.token : undefined;
        if ('twoFactorRedirect' in first.response) {
          if (request.totp === undefined) throw new PatchbayError('second_factor_needed');
          const headers = new Headers({ cookie: asCookieHeader(cookies) });
          const isCode = /^\d{6}$/.test(request.totp);
          const second = isCode
            ? await auth.api.verifyTOTP({ body: { code: request.totp }, headers, returnHeaders: true })
            : await auth.api.verifyBackupCode({ body: { code: request.totp }, headers, returnHeaders: true });
          cookies = second.headers.getSetCookie();
          token = second.response.token ?? undefined;
        }
        const [session] = token ? await adopt(token, request) : [];
        if (!session) throw new PatchbayError('wrong_credentials');
        return { userId: session.user_id, cookies };
      } catch (error) {
        throw refusal(error);
      }
    },
  };
}
