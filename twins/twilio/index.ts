import { createStore } from '../store.ts';
import type { TwinDefinition } from '../twin.ts';
import { createWebhookSender } from '../webhook-sender.ts';
import { createCallbacks } from './callbacks.ts';
import { twilioError } from './errors.ts';
import { createExchange } from './exchange.ts';
import { handsetRoutes } from './handsets/routes.ts';
import { twilioRest } from './rest.ts';
import { signTwilio } from './signature.ts';
import { AUTH_TOKEN, isOver, twilioSeed } from './store.ts';
import { createDriver } from './twiml/run.ts';
import { twilioVerbs } from './verbs.ts';

/** Twilio Programmable Voice: REST, signed callbacks, and a switch that runs TwiML against phones that people or scripts answer. */
export const twilio: TwinDefinition = {
  provider: 'twilio',
  title: 'Twilio',
  create: (world) => {
    const store = createStore(twilioSeed);
    // By default Twilio tries a callback once more.
    const webhooks = createWebhookSender({ sign: signTwilio, defaultSecret: AUTH_TOKEN, retriesMs: [1_000], timeoutMs: 15_000 }, world);
    const callbacks = createCallbacks(world, store, webhooks);
    const exchange = createExchange(world, store, callbacks);
    const drive = createDriver(exchange, callbacks);
    return {
      routes: [...twilioRest({ store, exchange, callbacks, drive }), ...handsetRoutes],
      store,
      counts: () => {
        const legs = Object.values(store.data.legs);
        return { calls: legs.length, live: legs.filter((leg) => !isOver(leg)).length, recordings: Object.keys(store.data.recordings).length };
      },
      verbs: twilioVerbs(world, store, exchange, callbacks, drive),
      webhooks,
      onReset: exchange.clear,
      errorAnswer: (status) => twilioError(status, status === 429 ? 20429 : 20500, `Ordered at the fault dial: ${status}`),
      strike: () => twilioError(401, 20003, 'Authenticate'),
    };
  },
};
