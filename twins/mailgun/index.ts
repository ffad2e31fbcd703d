import { createRateLimit } from '../rate-limit.ts';
import { createStore } from '../store.ts';
import type { TwinDefinition } from '../twin.ts';
import { createWebhookSender } from '../webhook-sender.ts';
import { keyOf, mailgunApi } from './api.ts';
import { forbidden, mailgunError } from './errors.ts';
import { signMailgun } from './signature.ts';
import { mailgunSeed } from './store.ts';
import { mailgunVerbs } from './verbs.ts';

const MINUTE_MS = 60_000;

/** Mailgun in both regions: messages in batches, the events log, the three lists, domains, signed webhooks and routes. */
export const mailgun: TwinDefinition = {
  provider: 'mailgun',
  title: 'Mailgun',
  create: (world) => {
    const { clock } = world;
    const store = createStore(mailgunSeed);
    const limits = createRateLimit(clock);
    const webhooks = createWebhookSender(
      {
        sign: () => ({}),
        signBody: signMailgun,
        defaultSecret: mailgunSeed().signingKey,
        retriesMs: [5, 10, 15, 60, 120, 240].map((minutes) => minutes * MINUTE_MS),
        timeoutMs: 10_000,
        // "Not acceptable" is Mailgun's word for: do not send this again.
        finalStatuses: [406],
      },
      world,
    );
    return {
      routes: mailgunApi({ store, clock, limits, sender: webhooks }),
      store,
      counts: () => ({ sent: store.data.mails.length, events: store.data.events.length, domains: Object.keys(store.data.domains).length }),
      verbs: mailgunVerbs(store, clock, limits.reset),
      webhooks,
      onReset: limits.reset,
      errorAnswer: (status) => mailgunError(status, status >= 500 ? 'Internal Server Error' : `Ordered at the fault dial: ${status}`),
      strike: (kind, request) => {
        if (kind === 'revoked') delete store.data.keys[keyOf(request)];
        return forbidden();
      },
    };
  },
};
