import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { type Context, PatchbayError, type Transaction } from '#sdk';
import { countryOf } from '../guard/ask.ts';
import { voipCalls as calls } from '../models.ts';
import { readNumber } from '../phone/number.ts';
import type { dispositionBody, logCallBody } from '../serializers.ts';
import { settings } from '../settings.ts';
import { personOf } from './place.ts';
import { type CallRow, callById, refoldAll, tellCall } from './tell.ts';

/** A call that was made elsewhere, written down by hand. */
export async function logCall(ctx: Context, input: z.output<typeof logCallBody>): Promise<CallRow> {
  const now = ctx.clock.now();
  const at = new Date(input.at);
  if (at.getTime() > now.getTime() + 60_000) throw new PatchbayError('invalid_input', { errors: [{ path: 'at', message: 'This lies in the future.' }] });
  return ctx.db.transaction(async (tx) => {
    const number = readNumber(input.number, await countryOf(tx, ctx.workspaceId));
    if (!number.e164) throw new PatchbayError('invalid_input', { errors: [{ path: 'number', message: 'That is no telephone number.' }] });
    const id = uuidv7();
    const seconds = Math.round(input.minutes * 60);
    const far = input.direction === 'outbound' ? ('them' as const) : ('us' as const);
    const userId = input.userId ?? personOf(ctx);
    const facts = { role: far, ...(userId && far === 'us' ? { userId } : {}) };
    const ended = new Date(at.getTime() + seconds * 1000);
    return tellCall(
      ctx,
      tx,
      {
        workspaceId: ctx.workspaceId,
        id,
        provider: 'manual',
        direction: input.direction,
        purpose: 'manual',
        fromNumber: input.direction === 'inbound' ? number.e164 : '',
        toNumber: input.direction === 'inbound' ? '' : number.e164,
        counterpart: number.e164,
        userId: userId ?? null,
        contactId: input.contactId ?? null,
        dealId: input.dealId ?? null,
        outcome: input.outcome ?? null,
        notes: input.notes ?? null,
        requestedAt: at,
        source: 'manual',
      },
      [
        { type: 'ringing', legId: `${id}:1`, at, dedupeKey: 'ringing', facts },
        ...(seconds > 0 ? [{ type: 'answered' as const, legId: `${id}:1`, at, dedupeKey: 'answered', facts }] : []),
        { type: seconds > 0 ? 'completed' : 'no_answer', legId: `${id}:1`, at: ended, dedupeKey: 'end', facts },
      ],
      now,
    );
  });
}

async function change(ctx: Context, id: string, set: Partial<CallRow>): Promise<CallRow> {
  return ctx.db.transaction(async (tx: Transaction) => {
    const call = await callById(tx, ctx.workspaceId, id, true);
    if (!call) throw new PatchbayError('not_found');
    await tx
      .update(calls)
      .set({ ...set, updatedAt: ctx.clock.now() })
      .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.id, id)));
    const [changed] = await refoldAll(ctx, tx, [{ ...call, ...set }], { isChanged: true });
    return changed ?? call;
  });
}

export const noteCall = (ctx: Context, id: string, notes: string): Promise<CallRow> => change(ctx, id, { notes });

/** What came of it, with the fields that the workspace asks for. */
export async function disposeCall(ctx: Context, id: string, { outcome, fields }: z.output<typeof dispositionBody>): Promise<CallRow> {
  const call = await ctx.db.transaction((tx) => callById(tx, ctx.workspaceId, id));
  if (!call) throw new PatchbayError('not_found');
  const required = call.connectionId
    ? settings.shape.requiredOutcomeFields.parse((await ctx.withConnection(call.connectionId as never)).connection.settings.requiredOutcomeFields)
    : [];
  const missing = required.filter((name) => !fields[name]);
  if (missing.length > 0)
    throw new PatchbayError('invalid_input', { errors: missing.map((name) => ({ path: `fields.${name}`, message: `Fill in “${name}” first.` })) });
  return change(ctx, id, { outcome, outcomeFields: { ...call.outcomeFields, ...fields } });
}
