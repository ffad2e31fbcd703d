import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import { type Answer, empty, json } from '../http/answer.ts';
import { jsonOf, type TwinRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { onceByKey } from '../idempotency.ts';
import type { OAuthServer } from '../oauth-server.ts';
import { type RateLimit, rateHeaders } from '../rate-limit.ts';
import { lookUp, type Store } from '../store.ts';
import { jotterError } from './errors.ts';
import { readPage } from './paging.ts';
import { type Change, createNote, deleteNote, type JotterData, type Note, updateNote } from './store.ts';

const noteBody = z.strictObject({
  title: z.string().max(500).optional(),
  body: z.string().max(100_000).optional(),
  external_ref: z.string().max(200).nullish(),
});

export interface ApiParts {
  store: Store<JotterData>;
  oauth: OAuthServer;
  clock: VirtualClock;
  limits: RateLimit;
  /** Tells the account's webhook target. */
  announce: (change: Change) => void;
}

type Handler = (request: TwinRequest, accountId: string) => Answer;

/** Jotter's REST API, version 1. */
export const jotterApi = ({ store, oauth, clock, limits, announce }: ApiParts): Route[] => {
  const at = () => clock.now().toISOString();

  /** Token, allowance, scope, then the handler; the RateLimit headers go on every answer. */
  const guarded =
    (scope: string, handle: Handler) =>
    (request: TwinRequest): Answer => {
      const bearer = oauth.authenticate(request);
      if (!bearer.ok)
        return jotterError(401, `token_${bearer.reason}`, `The access token is ${bearer.reason}.`, { 'www-authenticate': 'Bearer error="invalid_token"' });
      const verdict = limits.take(bearer.account.id, store.data.allowance);
      const headers = rateHeaders(verdict);
      if (!verdict.isAllowed) return jotterError(429, 'rate_limited', 'Too many calls. Wait for Retry-After.', headers);
      const answer = bearer.scopes.includes(scope) ? handle(request, bearer.account.id) : jotterError(403, 'insufficient_scope', `This needs ${scope}.`);
      return { ...answer, headers: { ...answer.headers, ...headers } };
    };

  const withNote =
    (act: (note: Note, request: TwinRequest) => Answer): Handler =>
    (request, accountId) => {
      const note = lookUp(store.data.notes, request.params.id ?? '');
      return note && note.account_id === accountId && !note.deleted ? act(note, request) : jotterError(404, 'not_found', 'No such note.');
    };
  const withBody = (request: TwinRequest, act: (fields: z.infer<typeof noteBody>) => Answer): Answer => {
    const parsed = noteBody.safeParse(jsonOf(request));
    return parsed.success ? act(parsed.data) : jotterError(422, 'invalid_body', z.prettifyError(parsed.error));
  };

  const me: Handler = (_request, accountId) => {
    const account = oauth.accounts.find(({ id }) => id === accountId);
    return json(200, { ...account, team: { id: 'team_acme', name: 'Acme' } });
  };
  const list: Handler = (request, accountId) => {
    const paged = readPage(store.data, accountId, request.query);
    return paged.ok ? json(200, paged.page) : jotterError(paged.status, paged.code, paged.message);
  };
  const create: Handler = (request, accountId) =>
    withBody(request, (fields) => {
      const act = (): Answer => {
        const change = createNote(store.data, accountId, at(), fields);
        announce(change);
        return json(201, change.note);
      };
      const key = request.headers['idempotency-key'];
      const conflict = () => jotterError(409, 'idempotency_conflict', 'This Idempotency-Key was used with another body.');
      return onceByKey(store.data.answers, clock, key && `${accountId} ${key}`, request.rawBody, act, conflict);
    });
  const update = withNote((note, request) =>
    withBody(request, (fields) => {
      const change = updateNote(store.data, note, at(), fields);
      announce(change);
      return json(200, change.note);
    }),
  );
  const remove = withNote((note) => {
    announce(deleteNote(store.data, note, at()));
    return empty(204);
  });

  return [
    { method: 'GET', path: '/jotter/api/me', handle: guarded('notes:read', me) },
    { method: 'GET', path: '/jotter/api/notes', handle: guarded('notes:read', list) },
    { method: 'POST', path: '/jotter/api/notes', handle: guarded('notes:write', create) },
    {
      method: 'GET',
      path: '/jotter/api/notes/{id}',
      handle: guarded(
        'notes:read',
        withNote((note) => json(200, note)),
      ),
    },
    { method: 'PATCH', path: '/jotter/api/notes/{id}', handle: guarded('notes:write', update) },
    { method: 'DELETE', path: '/jotter/api/notes/{id}', handle: guarded('notes:write', remove) },
  ];
};
