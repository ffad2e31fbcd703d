import { PatchbayError } from '#sdk';
import type { AuthLibrary } from './auth-library.ts';

/** Wrong input of somebody who is signed in is 422 with the field, not 401: the session is fine. */
async function orInvalid<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode === undefined || statusCode >= 500) throw error;
    throw new PatchbayError('invalid_input', { cause: error, errors: [{ path, message: 'does not match' }] });
  }
}

/** Time-based codes by the account library. `cookie` is the caller's own `Cookie` header: a person, never a key. */
export function createSecondFactor({ library, adopt }: { library: () => Promise<AuthLibrary>; adopt: (token: string) => Promise<unknown> }) {
  const headersOf = (cookie: string | undefined) => {
    if (!cookie) throw new PatchbayError('person_needed');
    return new Headers({ cookie });
  };
  return {
    /** Gives the secret as an `otpauth:` address and ten backup codes; nothing changes until a code was confirmed. */
    async enable(cookie: string | undefined, password: string) {
      const headers = headersOf(cookie);
      const auth = await library();
      const result = await orInvalid('password', auth.api.enableTwoFactor({ headers, body: { password } }));
      if (result.method !== 'totp') throw new PatchbayError('internal');
      return { uri: result.totpURI, backupCodes: result.backupCodes };
    },
    /** The session is replaced by a fresh one. */
    async confirm(cookie: string | undefined, code: string): Promise<{ cookies: string[] }> {
      const headers = headersOf(cookie);
      const auth = await library();
      const { headers: answer } = await orInvalid('code', auth.api.verifyTOTP({ headers, body: { code }, returnHeaders: true }));
      return { cookies: await adopted(answer.getSetCookie()) };
    },
    async disable(cookie: string | undefined, password: string): Promise<{ cookies: string[] }> {
      const headers = headersOf(cookie);
      const auth = await library();
      const { headers: answer } = await orInvalid('password', auth.api.disableTwoFactor({ headers, body: { password }, returnHeaders: true }));
      return { cookies: await adopted(answer.getSetCookie()) };
    },
  };
  async function adopted(cookies: string[]): Promise<string[]> {
    for (const line of cookies) {
      const [, value] = /session_token=([^;]+)/.exec(line) ?? [];
      if (value) await adopt(decodeURIComponent(value).split('.')[0] ?? '');
    }
    return cookies;
  }
}
