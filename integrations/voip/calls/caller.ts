import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context, Transaction } from '#sdk';
import { voipIdentities as identities } from '../models.ts';
import type { CallRow } from './keep.ts';
import { type Match, matchNumbers } from './match.ts';

/** Who they are: matched once when a call is first heard of. Somebody unknown is one identity and no contact. By the call's id. */
export async function noteCallers(
  ctx: Context,
  tx: Transaction,
  all: readonly { call: CallRow; callerName: string | null }[],
): Promise<Map<string, Pick<CallRow, 'match'> & Partial<Pick<CallRow, 'contactId' | 'organizationId'>>>> {
  const unnamed = all.filter(({ call }) => !call.contactId);
  const matches = await matchNumbers(
    tx,
    ctx.workspaceId,
    unnamed.map(({ call }) => ({ e164: call.counterpart, isWithheld: call.isWithheld })),
  );
  const strangers = new Map<string, string | null>();
  for (const [index, { call, callerName }] of unnamed.entries())
    if (matches[index]?.rule === 'none' && call.counterpart) strangers.set(call.counterpart, callerName ?? strangers.get(call.counterpart) ?? null);
  await noteStrangers(ctx, tx, strangers);
  const named = (call: CallRow): Match => ({ rule: 'named', field: null, value: call.counterpart, candidates: [] });
  return new Map(
    all.map(({ call }) => {
      const match = matches[unnamed.findIndex((each) => each.call === call)] ?? named(call);
      const [only] = match.candidates;
      // A shared number is a choice for whoever answers.
      return [call.id, { match, ...(match.rule === 'exact' && only ? { contactId: only.contactId, organizationId: only.organizationId } : {}) }];
    }),
  );
}

/** One identity for each number that nobody has; in their order, so that two that note the same wait for each other in one direction. */
async function noteStrangers(ctx: Context, tx: Transaction, strangers: ReadonlyMap<string, string | null>): Promise<void> {
  if (strangers.size === 0) return;
  const now = ctx.clock.now();
  await tx
    .insert(identities)
    .values(
      [...strangers]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([e164, callerName]) => ({ workspaceId: ctx.workspaceId, id: uuidv7(), e164, callerName, firstSeenAt: now, lastSeenAt: now })),
    )
    .onConflictDoUpdate({
      target: [identities.workspaceId, identities.e164],
      set: { lastSeenAt: sql`excluded.last_seen_at`, callerName: sql`coalesce(excluded.caller_name, ${identities.callerName})` },
      // Ten thousand calls at once from one number do not wait for each other just to write the same minute.
      setWhere: sql`${identities.lastSeenAt} < excluded.last_seen_at - interval '1 minute'`,
    });
}
