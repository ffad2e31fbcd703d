import { createOAuthServer } from '../oauth-server.ts';
import { createRateLimit } from '../rate-limit.ts';
import { createStore } from '../store.ts';
import type { TwinDefinition } from '../twin.ts';
import { createWebhookSender } from '../webhook-sender.ts';
import { jotterApi } from './api.ts';
import { jotterError } from './errors.ts';
import { signJotter } from './signature.ts';
import { jotterSeed } from './store.ts';
import { jotterVerbs } from './verbs.ts';
import { changeWebhook } from './webhook.ts';

const accounts = [
  { id: 'acct_ada', email: 'ada@acme.test', name: 'Ada Lovelace' },
  { id: 'acct_bob', email: 'bob@acme.test', name: 'Bob Noyce' },
];

/** Jotter Notes: the invented provider behind the template integration. Small, and difficult in all the usual ways. */
export const jotter: TwinDefinition = {
  provider: 'jotter',
  title: 'Jotter Notes',
  create: (world) => {
    const { clock } = world;
    const store = createStore(jotterSeed);
    const limits = createRateLimit(clock);
    const oauth = createOAuthServer(
      {
        title: 'Jotter Notes',
        paths: { authorize: '/jotter/oauth/authorize', token: '/jotter/oauth/token', revoke: '/jotter/oauth/revoke', userinfo: '/jotter/oauth/userinfo' },
        clients: [{ id: 'jotter-client', secret: 'jotter-secret', name: 'Patchbay' }],
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
      {
        sign: signJotter,
        defaultSecret: 'jotter-signing-secret',
        retriesMs: [1_000, 5_000, 30_000, 120_000, 600_000],
        timeoutMs: 10_000,
        finalStatuses: [410],
      },
      world,
    );
    return {
      routes: [...oauth.routes, ...jotterApi({ store, oauth, clock, limits, announce: (change) => void webhooks.send([changeWebhook(change)]) })],
      store,
      counts: () => {
        const notes = Object.values(store.data.notes);
        const grants = Object.values(oauth.store.data.grants);
        return { notes: notes.filter((note) => !note.deleted).length, connected: grants.filter((grant) => grant.revokedAt === null).length };
      },
      verbs: jotterVerbs(store, clock, accounts, limits.reset),
      oauth,
      webhooks,
      onReset: limits.reset,
      errorAnswer: (status) => jotterError(status, 'ordered_fault', `Jotter answers ${status}, as ordered at the fault dial.`),
    };
  },
};
