import { z } from 'zod';
import { empty, json } from '../http/answer.ts';
import { jsonOf } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { lookUp, type Store } from '../store.ts';
import type { Guard } from './api.ts';
import { sendgridError } from './errors.ts';
import type { SendgridData, Suppression, SuppressionKind } from './store.ts';

const V3 = '/sendgrid/v3';
const MOST = 500;
const shown: Readonly<Record<SuppressionKind, readonly (keyof Suppression)[]>> = {
  bounces: ['created', 'email', 'reason', 'status'],
  blocks: ['created', 'email', 'reason', 'status'],
  spam_reports: ['created', 'email', 'ip'],
  invalid_emails: ['created', 'email', 'reason'],
  unsubscribes: ['created', 'email'],
};
const asShown = (kind: SuppressionKind, row: Suppression) => Object.fromEntries(shown[kind].map((name) => [name, row[name] ?? '']));
const recipients = z.object({ recipient_emails: z.array(z.string()).min(1) });

/** The lists to which SendGrid sends nothing. Each has an end of its own; global unsubscribes live under `asm` to be written. */
export const suppressionsApi = (store: Store<SendgridData>, guard: Guard, nowSeconds: () => number): Route[] => {
  const listOf = (kind: SuppressionKind): Route => ({
    method: 'GET',
    path: `${V3}/suppression/${kind}`,
    handle: guard('suppression.read', ({ query }) => {
      const limit = Math.min(Number(query.get('limit') ?? MOST), MOST);
      const offset = Number(query.get('offset') ?? 0);
      const [from, to] = [Number(query.get('start_time') ?? 0), Number(query.get('end_time') ?? Number.MAX_SAFE_INTEGER)];
      const rows = Object.values(store.data.suppressions[kind])
        .filter(({ created }) => created >= from && created <= to)
        .toSorted((a, b) => b.created - a.created || a.email.localeCompare(b.email));
      return json(
        200,
        rows.slice(offset, offset + limit).map((row) => asShown(kind, row)),
      );
    }),
  });
  const oneOf = (kind: SuppressionKind): Route => ({
    method: 'GET',
    path: `${V3}/suppression/${kind}/{email}`,
    handle: guard('suppression.read', ({ params }) => {
      const row = lookUp(store.data.suppressions[kind], (params.email ?? '').toLowerCase());
      return json(200, row ? [asShown(kind, row)] : []);
    }),
  });
  const removal = (kind: SuppressionKind): Route => ({
    method: 'DELETE',
    path: `${V3}/suppression/${kind}/{email}`,
    handle: guard('suppression.delete', ({ params }) => {
      const key = (params.email ?? '').toLowerCase();
      if (!lookUp(store.data.suppressions[kind], key)) return sendgridError(404, 'Email does not exist');
      delete store.data.suppressions[kind][key];
      return empty(204);
    }),
  });
  const kinds = ['bounces', 'blocks', 'spam_reports', 'invalid_emails'] as const;
  return [
    ...kinds.flatMap((kind) => [listOf(kind), oneOf(kind), removal(kind)]),
    listOf('unsubscribes'),
    {
      method: 'POST',
      path: `${V3}/asm/suppressions/global`,
      handle: guard('suppression.create', (request) => {
        const parsed = recipients.safeParse(jsonOf(request));
        if (!parsed.success) return sendgridError(400, 'recipient_emails is required', 'recipient_emails');
        for (const email of parsed.data.recipient_emails) store.data.suppressions.unsubscribes[email.toLowerCase()] = { created: nowSeconds(), email };
        return json(201, { recipient_emails: parsed.data.recipient_emails });
      }),
    },
    {
      method: 'GET',
      path: `${V3}/asm/suppressions/global/{email}`,
      handle: guard('suppression.read', ({ params }) => {
        const row = lookUp(store.data.suppressions.unsubscribes, (params.email ?? '').toLowerCase());
        return row ? json(200, { recipient_email: row.email }) : json(200, {});
      }),
    },
    {
      method: 'DELETE',
      path: `${V3}/asm/suppressions/global/{email}`,
      handle: guard('suppression.delete', ({ params }) => {
        delete store.data.suppressions.unsubscribes[(params.email ?? '').toLowerCase()];
        return empty(204);
      }),
    },
  ];
};
