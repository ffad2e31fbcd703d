import { createStore } from '../store.ts';
import type { TwinDefinition } from '../twin.ts';
import { createWebhookSender } from '../webhook-sender.ts';
import { archiveRoute } from './archive/route.ts';
import { bridgeRoutes } from './bridge-api.ts';
import { linkedinError } from './errors.ts';
import { createGate } from './gate.ts';
import { leadsApi } from './leads-api.ts';
import { client, createLinkedInOAuth } from './oauth.ts';
import { pagesApi } from './pages-api.ts';
import { partnerApi } from './partner-api.ts';
import { portabilityApi } from './portability-api.ts';
import { profileApi } from './profile-api.ts';
import { linkedinSeed } from './seed.ts';
import { createChallenges, signLinkedIn } from './subscriptions.ts';
import { uploadRoute } from './upload.ts';
import { linkedinVerbs } from './verbs.ts';

/** LinkedIn: sign-in, profile, lead forms, pages and posts, a member's own data, and archives of every era. */
export const linkedin: TwinDefinition = {
  provider: 'linkedin',
  title: 'LinkedIn',
  create: (world) => {
    const { clock, timers } = world;
    const store = createStore(linkedinSeed);
    const oauth = createLinkedInOAuth(store, clock);
    const guard = createGate(store, oauth, clock);
    const challenges = createChallenges(store, clock, timers);
    // How often it tries again is not documented: a lost one is found by reading.
    const webhooks = createWebhookSender({ sign: signLinkedIn, defaultSecret: client.secret, retriesMs: [], timeoutMs: 10_000 }, world);
    return {
      routes: [
        ...oauth.routes,
        ...guard([...profileApi(store), ...leadsApi(store, clock), ...pagesApi(store, clock), ...portabilityApi(store, clock), ...partnerApi(store, clock)]),
        uploadRoute(store),
        archiveRoute(),
        ...bridgeRoutes(clock),
      ],
      store,
      counts: () => ({
        leads: Object.keys(store.data.leads).length,
        subscriptions: Object.keys(store.data.subscriptions).length,
        posts: Object.keys(store.data.posts).length,
      }),
      verbs: linkedinVerbs(store, clock, world.random, challenges.round),
      oauth,
      webhooks,
      onReset: challenges.restart,
      errorAnswer: (status) => linkedinError(status, `Ordered at the fault dial: ${status}`),
    };
  },
};
