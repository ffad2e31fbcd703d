import { and, eq, isNull } from 'drizzle-orm';
import { type Context, PatchbayError } from '#sdk';
import { disposeCall, noteCall } from '../calls/log.ts';
import { type Placed, placeCall } from '../calls/place.ts';
import { callById } from '../calls/tell.ts';
import type { GuardRule } from '../guard/rules.ts';
import { voipCallLists as entries } from '../models.ts';
import { currentOf, type Entry, listOwner, ofPerson } from './entries.ts';

/** Whoever may not be called at all need not be offered again; other refusals pass, or are the caller's own to mend. */
const NEVER: readonly GuardRule[] = ['invalid_number', 'emergency', 'country', 'premium', 'do_not_call', 'do_not_contact', 'own_number'];

async function entryOf(ctx: Context, id: string): Promise<Entry> {
  const userId = listOwner(ctx);
  const [row] = await ctx.db.transaction((tx) =>
    tx
      .select()
      .from(entries)
      .where(and(ofPerson(ctx, userId), eq(entries.id, id), isNull(entries.doneAt))),
  );
  if (!row) throw new PatchbayError('not_found', { detail: 'This does not stand on your call list any more.' });
  return row;
}
const change = (ctx: Context, { id, userId }: Entry, set: Partial<Entry>) =>
  ctx.db.transaction((tx) =>
    tx
      .update(entries)
      .set({ ...set, updatedAt: ctx.clock.now() })
      .where(and(ofPerson(ctx, userId), eq(entries.id, id), isNull(entries.doneAt))),
  );
const callOf = (ctx: Context, { callId }: Entry) => (callId ? ctx.db.transaction((tx) => callById(tx, ctx.workspaceId, callId)) : Promise.resolve(undefined));

/** Calls the next one. Nobody comes next before it is said what came of the one before. */
export async function callEntry(ctx: Context, id: string, { via }: { via?: 'phone' | 'browser' | undefined }): Promise<Placed> {
  const entry = await entryOf(ctx, id);
  const current = await ctx.db.transaction((tx) => currentOf(ctx, tx, entry.userId));
  if (current?.callId && current.id !== entry.id)
    throw new PatchbayError('conflict', { detail: 'Say first what came of the call before.', remedy: 'Choose its outcome, or skip it with a reason.' });
  const before = await callOf(ctx, entry);
  if (before && before.state !== 'ended') return { call: before, guard: { allowed: true, facts: {} } };
  const placed = await placeCall(ctx, {
    to: entry.number,
    ...(via ? { via } : {}),
    dryRun: false,
    userId: entry.userId,
    ...(entry.contactId ? { contactId: entry.contactId } : {}),
    // Pressed twice, it is one call; called again later, it is another.
    reference: `list:${entry.id}:${entry.callId ?? entry.notBefore?.getTime() ?? 'first'}`,
  });
  const { allowed, rule, sentence, nextAllowedAt } = placed.guard;
  if (placed.call) await change(ctx, entry, { callId: placed.call.id, notBefore: null, refusal: null });
  else if (!allowed && rule && NEVER.includes(rule)) await change(ctx, entry, { doneAt: ctx.clock.now(), skipReason: sentence ?? rule });
  else if (!allowed && nextAllowedAt) await change(ctx, entry, { notBefore: new Date(nextAllowedAt), refusal: sentence ?? null });
  return placed;
}

export async function skipEntry(ctx: Context, id: string, reason: string): Promise<void> {
  const entry = await entryOf(ctx, id);
  const call = await callOf(ctx, entry);
  if (call && call.state !== 'ended') throw new PatchbayError('conflict', { detail: 'This call is still going on. End it first.' });
  await change(ctx, entry, { doneAt: ctx.clock.now(), skipReason: reason });
}

export interface Finished {
  outcome: string;
  fields: Record<string, string>;
  notes?: string | undefined;
  /** They asked to be called again, or nobody answered: it waits until then. */
  againAt?: string | undefined;
}

/** What came of the call, with the fields that the workspace asks for; only then the next one comes. */
export async function finishEntry(ctx: Context, id: string, { outcome, fields, notes, againAt }: Finished): Promise<void> {
  const entry = await entryOf(ctx, id);
  const call = await callOf(ctx, entry);
  if (!call) throw new PatchbayError('conflict', { detail: 'Nobody was called yet. Call first, or skip with a reason.' });
  if (call.state !== 'ended') throw new PatchbayError('conflict', { detail: 'This call is still going on. End it first.' });
  await disposeCall(ctx, call.id, { outcome, fields });
  if (notes !== undefined) await noteCall(ctx, call.id, notes);
  const now = ctx.clock.now();
  if (againAt && new Date(againAt) > now) await change(ctx, entry, { callId: null, notBefore: new Date(againAt), refusal: null });
  else await change(ctx, entry, { doneAt: now });
}

/** Empties what waits; what was called stays in the figures. */
export async function clearList(ctx: Context): Promise<number> {
  const userId = listOwner(ctx);
  return ctx.db.transaction(
    async (tx) =>
      (
        await tx
          .delete(entries)
          .where(and(ofPerson(ctx, userId), isNull(entries.doneAt), isNull(entries.callId)))
          .returning({ id: entries.id })
      ).length,
  );
}
