import { createOAuthServer } from '../oauth-server.ts';
import { createRateLimit } from '../rate-limit.ts';
import { createStore } from '../store.ts';
import type { TwinDefinition } from '../twin.ts';
import { createWebhookSender } from '../webhook-sender.ts';
import { acmeApi } from './api.ts';
import { acmeError } from './errors.ts';
import { signAcme } from './signature.ts';
import { acmeSeed } from './store.ts';
import { acmeVerbs } from './verbs.ts';
import { changeWebhook } from './webhook.ts';

const accounts = [
  { id: 'acct_ada', email: 'ada@acme.test', name: 'Ada Lovelace' },
  { id: 'acct_bob', email: 'bob@acme.test', name: 'Bob Noyce' },
];

/** Acme Notes: the invented provider behind the template integration. Small, and difficult in all the usual ways. */
export const acme: TwinDefinition = {
  provider: 'acme',
  title: 'Acme Notes',
  create: (world) => {
    const { clock } = world;
    const store = createStore(acmeSeed);
    const limits = createRateLimit(clock);
    const oauth = createOAuthServer(
      {
        title: 'Acme Notes',
        paths: { authorize: '/acme/oauth/authorize', token: '/acme/oauth/token', revoke: '/acme/oauth/revoke', userinfo: '/acme/oauth/userinfo' },
        clients: [{ id: 'acme-client', secret: 'acme-secret', name: 'Patchbay' }],
        accounts,
        scopes: [
          { name: 'notes:read', title: 'Read the notes of your team' },
          { name: 'notes:write', title: 'Write, change and delete notes' },
        ],
        pkce: 'required',
        accessTokenSeconds: 3600,
        refresh: { rotation: 'replace', graceSeconds: 0 },
      },
      clock,
    );
    const webhooks = createWebhookSender(
      { sign: signAcme, defaultSecret: 'acme-signing-secret', retriesMs: [1_000, 5_000, 30_000, 120_000, 600_000], timeoutMs: 10_000, finalStatuses: [410] },
      world,
    );
    return {
      routes: [...oauth.routes, ...acmeApi({ store, oauth, clock, limits, announce: (change) => void webhooks.send([changeWebhook(change)]) })],
      store,
      counts: () => {
        const notes = Object.values(store.data.notes);
        const grants = Object.values(oauth.store.data.grants);
        return { notes: notes.filter((note) => !note.deleted).length, connected: grants.filter((grant) => grant.revokedAt === null).length };
      },
      verbs: acmeVerbs(store, clock, accounts, limits.reset),
      oauth,
      webhooks,
      onReset: limits.reset,
      errorAnswer: (status) => acmeError(status, 'ordered_fault', `Acme answers ${status}, as ordered at the fault dial.`),
    };
  },
};
