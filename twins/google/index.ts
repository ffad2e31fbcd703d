import { json } from '../http/answer.ts';
import { createOAuthServer } from '../oauth-server.ts';
import { createRateLimit } from '../rate-limit.ts';
import { createStore } from '../store.ts';
import type { TwinDefinition } from '../twin.ts';
import { createWebhookSender, type Outgoing } from '../webhook-sender.ts';
import { calendarApi } from './calendar-api.ts';
import { signGoogle } from './channels.ts';
import { googleError } from './errors.ts';
import { gmailApi } from './gmail-api.ts';
import { gmailVerbs } from './mail-verbs.ts';
import { keySet, mailboxPush } from './pub-sub.ts';
import { googleScopes } from './scopes.ts';
import { accounts, googleSeed } from './store.ts';
import { googleVerbs } from './verbs.ts';

/** Google: sign-in, userinfo, Calendar version 3 and Gmail version 1. */
export const google: TwinDefinition = {
  provider: 'google',
  title: 'Google',
  create: (world) => {
    const { clock } = world;
    const store = createStore(googleSeed);
    const limits = createRateLimit(clock);
    const oauth = createOAuthServer(
      {
        title: 'Google',
        paths: { authorize: '/google/o/oauth2/v2/auth', token: '/google/token', revoke: '/google/revoke', userinfo: '/google/v1/userinfo' },
        clients: [{ id: 'google-client', secret: 'google-secret', name: 'Patchbay' }],
        accounts,
        scopes: googleScopes,
        accessTokenSeconds: 3600,
        // A refresh answers without a new refresh token; a returning person who is not asked again gets none at all.
        refresh: {
          rotation: 'keep',
          isIssued: (params, isFirst) => params.get('access_type') === 'offline' && (isFirst || params.get('prompt') === 'consent'),
        },
        shapeUserinfo: ({ id, email, name }) => ({ sub: id, name, given_name: name.split(' ')[0], email, email_verified: true }),
      },
      clock,
    );
    const webhooks = createWebhookSender({ sign: signGoogle, defaultSecret: '', retriesMs: [1_000, 10_000, 60_000, 600_000], timeoutMs: 10_000 }, world);
    /** The subscription of the topic is set up by hand, with the address of the hub: none, and nobody is told. */
    const toldOf = (accountId: string): Outgoing[] => {
      const watch = store.data.gmail.watches[accountId];
      const email = accounts.find(({ id }) => id === accountId)?.email;
      const endpoint = webhooks.targets.data.pubsub?.url;
      if (!watch || !email || !endpoint || watch.expirationMs <= clock.nowMs()) return [];
      return [mailboxPush(email, store.data.gmail.at, watch.topicName, endpoint, clock.nowMs())];
    };
    return {
      routes: [
        ...oauth.routes,
        ...calendarApi({ store, oauth, clock, limits, tell: (messages) => void webhooks.send(messages) }),
        ...gmailApi({ store, oauth, clock, limits, tell: (accountId) => void webhooks.send(toldOf(accountId)) }),
        { method: 'GET', path: '/google/oauth2/v3/certs', handle: () => json(200, keySet()) },
      ],
      store,
      counts: () => ({
        calendars: Object.keys(store.data.calendars).length,
        events: Object.values(store.data.events).filter(({ status }) => status !== 'cancelled').length,
        channels: Object.keys(store.data.channels).length,
        mails: Object.keys(store.data.gmail.messages).length,
      }),
      verbs: { ...googleVerbs(store, clock, limits.reset), ...gmailVerbs(store, clock, limits.reset, toldOf) },
      oauth,
      webhooks,
      onReset: limits.reset,
      errorAnswer: (status) => googleError(status, status >= 500 ? 'backendError' : 'ordered', `Ordered at the fault dial: ${status}`),
    };
  },
};
