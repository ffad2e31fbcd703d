import { and, asc, eq, inArray, isNull, ne } from 'drizzle-orm';
import { type Context, type CrmContact, PatchbayError, type Transaction } from '#sdk';
import { voipCalls as calls, voipIdentities as identities } from '../models.ts';
import type { Match } from './match.ts';
import { type CallRow, callById, refoldAll } from './tell.ts';

/** Earlier calls of one number that become theirs with this one. */
const MOST_BEFORE = 500;

/** The number becomes one of theirs: whoever calls from it is known from now on. */
async function keepNumber(ctx: Context, contact: CrmContact, number: string): Promise<void> {
  if (contact.phones.some(({ value }) => value === number)) return;
  const known = [...contact.emails.map(({ value }) => ({ kind: 'email', value })), ...contact.phones.map(({ value }) => ({ kind: 'phone', value }))];
  if (known.length === 0) await ctx.crm.contacts.update(contact.id, { phones: [{ value: number }] });
  else await ctx.crm.contacts.ensure({ identities: [...known, { kind: 'phone', value: number }] });
}

async function setContact(ctx: Context, tx: Transaction, rows: readonly CallRow[], { id, organizationId }: CrmContact): Promise<CallRow[]> {
  const chosen = (row: CallRow): CallRow => {
    const match: Match = { rule: 'chosen', field: row.match?.field ?? null, value: row.counterpart, candidates: row.match?.candidates ?? [] };
    return { ...row, contactId: id, organizationId, match };
  };
  const all = rows.map(chosen);
  for (const row of all)
    await tx
      .update(calls)
      .set({ contactId: id, organizationId, match: row.match, updatedAt: ctx.clock.now() })
      .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.id, row.id)));
  return refoldAll(ctx, tx, all, { isChanged: true });
}

/**
 * Who it was, said by a person: for a shared number, or one that nobody had. `keepsNumber`: the number is theirs alone, and so
 * are the calls that came from it before anybody knew.
 */
export async function chooseContact(ctx: Context, id: string, contactId: string, keepsNumber = false): Promise<CallRow> {
  const contact = await ctx.crm.contacts.get(contactId);
  return ctx.db.transaction(async (tx) => {
    const call = await callById(tx, ctx.workspaceId, id);
    if (!call) throw new PatchbayError('not_found');
    const { counterpart } = call;
    const isTheirs = keepsNumber && counterpart !== null && (call.match === null || call.match.rule === 'none');
    if (isTheirs) {
      await keepNumber(ctx, contact, counterpart);
      await tx
        .update(identities)
        .set({ contactId: contact.id, updatedAt: ctx.clock.now() })
        .where(and(eq(identities.workspaceId, ctx.workspaceId), eq(identities.e164, counterpart)));
    }
    const before = isTheirs
      ? await tx
          .select({ id: calls.id })
          .from(calls)
          .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.counterpart, counterpart), isNull(calls.contactId), ne(calls.id, id)))
          .limit(MOST_BEFORE)
      : [];
    const held = await tx
      .select()
      .from(calls)
      .where(and(eq(calls.workspaceId, ctx.workspaceId), inArray(calls.id, [id, ...before.map((each) => each.id)])))
      .orderBy(asc(calls.id))
      .for('update');
    const all = await setContact(ctx, tx, held, contact);
    return all.find((each) => each.id === id) ?? call;
  });
}
