import { PatchbayError } from '#sdk';
import { type AuthLibrary, OIDC_PROVIDER } from './auth-library.ts';
import type { createSignIn } from './sign-in.ts';

interface Answer {
  redirectTo: string;
  cookies: string[];
}

/** Sign-in at the organisation's own identity provider. People must have been added before: it lets nobody new in. */
export function createSingleSignOn({ library, adopt }: { library: () => Promise<AuthLibrary>; adopt: ReturnType<typeof createSignIn>['adopt'] }) {
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
