import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context, Transaction } from '#sdk';
import { voipIdentities as identities } from '../models.ts';
import { matchNumber } from './match.ts';
import type { CallRow } from './tell.ts';

/** Who it is: matched once when the call is first heard of. Somebody unknown is one identity and no contact. */
export async function noteCaller(ctx: Context, tx: Transaction, call: CallRow, callerName: string | null): Promise<Partial<CallRow>> {
  if (call.contactId) {
    const named = { rule: 'named', field: null, value: call.counterpart, candidates: [] } as const;
    return { match: { ...named, candidates: [] } };
  }
  const match = await matchNumber(tx, ctx.workspaceId, call.counterpart, call.isWithheld);
  const [only] = match.candidates;
  if (match.rule === 'exact' && only) return { match, contactId: only.contactId, organizationId: only.organizationId };
  if (match.rule === 'none' && call.counterpart) {
    const now = ctx.clock.now();
    await tx
      .insert(identities)
      .values({ workspaceId: ctx.workspaceId, id: uuidv7(), e164: call.counterpart, callerName, firstSeenAt: now, lastSeenAt: now })
      .onConflictDoUpdate({
        target: [identities.workspaceId, identities.e164],
        set: { lastSeenAt: sql`excluded.last_seen_at`, callerName: sql`coalesce(excluded.caller_name, ${identities.callerName})` },
        // Ten thousand calls at once from one number do not wait for each other just to write the same minute.
        setWhere: sql`${identities.lastSeenAt} < excluded.last_seen_at - interval '1 minute'`,
      });
  }
  // A shared number is a choice for whoever answers.
  return { match };
}
