import { bearerOf } from '../http/request.ts';
import { createRateLimit } from '../rate-limit.ts';
import { createStore } from '../store.ts';
import type { TwinDefinition } from '../twin.ts';
import { createWebhookSender } from '../webhook-sender.ts';
import { sendgridApi } from './api.ts';
import { sendgridError } from './errors.ts';
import { signSendgrid } from './signature.ts';
import { sendgridSeed } from './store.ts';
import { sendgridVerbs } from './verbs.ts';

const SECRET = 'sendgrid-signing-secret';
const MINUTE_MS = 60_000;

/** SendGrid: Mail Send v3, the lists to which nothing is sent, the signed event webhook and Inbound Parse. */
export const sendgrid: TwinDefinition = {
  provider: 'sendgrid',
  title: 'SendGrid',
  create: (world) => {
    const { clock } = world;
    const store = createStore(sendgridSeed);
    const limits = createRateLimit(clock);
    // "At growing intervals for up to 24 hours": the steps are not published.
    const webhooks = createWebhookSender(
      {
        sign: signSendgrid,
        defaultSecret: SECRET,
        retriesMs: [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 120 * MINUTE_MS, 480 * MINUTE_MS, 780 * MINUTE_MS],
        timeoutMs: 10_000,
      },
      world,
    );
    return {
      routes: sendgridApi({ store, clock, limits, sender: webhooks, secret: SECRET }),
      store,
      counts: () => ({
        sent: store.data.order.length,
        suppressed: Object.values(store.data.suppressions).reduce((sum, rows) => sum + Object.keys(rows).length, 0),
      }),
      verbs: sendgridVerbs(store, clock, limits.reset),
      webhooks,
      onReset: limits.reset,
      errorAnswer: (status) => sendgridError(status, status >= 500 ? 'internal server error' : `Ordered at the fault dial: ${status}`),
      strike: (kind, request) => {
        if (kind === 'revoked') delete store.data.keys[bearerOf(request) ?? ''];
        return sendgridError(401, 'The provided authorization grant is invalid, expired, or revoked');
      },
    };
  },
};
