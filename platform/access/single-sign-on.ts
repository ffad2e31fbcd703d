import { and, eq } from 'drizzle-orm';
import { PatchbayError } from '#sdk';
import type { Database } from '../database/database.ts';
import { type AuthLibrary, OIDC_PROVIDER } from './auth-library.ts';
import { authAccounts, authSessions, authUsers } from './auth-models.ts';
import type { createSignIn } from './sign-in.ts';

interface Answer {
  redirectTo: string;
  cookies: string[];
}

/**
 * The provider vouches for the first time for an address that nobody had proven: whoever set a password for it before (an
 * administrator, or somebody with a forwarded invitation) keeps no way in.
 */
export const dropUnproven = (database: Database) => (userId: string) =>
  database.system(async (tx) => {
    const [unproven] = await tx
      .update(authUsers)
      .set({ emailVerified: true })
      .where(and(eq(authUsers.id, userId), eq(authUsers.emailVerified, false)))
      .returning({ id: authUsers.id });
    if (!unproven) return;
    await tx
      .update(authAccounts)
      .set({ password: null })
      .where(and(eq(authAccounts.userId, userId), eq(authAccounts.providerId, 'credential')));
    await tx.delete(authSessions).where(eq(authSessions.userId, userId));
  });

interface Dependencies {
  library: () => Promise<AuthLibrary>;
  adopt: ReturnType<typeof createSignIn>['adopt'];
}

/** Sign-in at the organisation's own identity provider. People must have been added before: it lets nobody new in. */
export function createSingleSignOn({ library, adopt }: Dependencies) {
  return {
    async start(): Promise<Answer> {
      const auth = await library();
      const { headers, response } = await auth.api.signInSocial({
        body: { provider: OIDC_PROVIDER as 'google', callbackURL: '/', errorCallbackURL: '/sign-in' },
        returnHeaders: true,
      });
      if (!response.url) throw new PatchbayError('configuration');
      return { redirectTo: response.url, cookies: headers.getSetCookie() };
    },
    /** `url` is the public address that the provider sent the browser to. */
    async callback(url: string, cookie: string | undefined): Promise<Answer> {
      const auth = await library();
      const answer = await auth.handler(new Request(url, { headers: cookie ? { cookie } : {} }));
      const cookies = answer.headers.getSetCookie();
      for (const line of cookies) {
        const [, value] = /session_token=([^;]+)/.exec(line) ?? [];
        if (value) await adopt(decodeURIComponent(value).split('.')[0] ?? '', {});
      }
      return { redirectTo: answer.headers.get('location') ?? '/sign-in', cookies };
    },
  };
}
