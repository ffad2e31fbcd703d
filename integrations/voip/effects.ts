import { and, eq, isNotNull } from 'drizzle-orm';
import { type ConnectedContext, effect, PatchbayError } from '#sdk';
import { addressOf } from './addresses.ts';
import { callById, tellCall } from './calls/tell.ts';
import { driverOf } from './driver.ts';
import { voipCalls as calls } from './models.ts';
import { settingsOf } from './settings.ts';

export interface PlaceInput {
  callId: string;
  /** Rings first: one of us. */
  ring: string;
  to: string;
  from: string;
  userId: string;
  record: boolean;
  name: string;
}
/** A SIP server bridges by itself and asks for no steps. */
const stepsOf = (ctx: ConnectedContext, params: Readonly<Record<string, string>>): string =>
  ctx.connection.provider === 'sip' ? '' : addressOf(ctx, 'flow', params);
/** Nobody's telephone rings for something they asked for this long ago. */
const STALE_MS = 90_000;

export const effects = [
  effect({
    kind: 'voip.place-call',
    async perform(ctx, { input }) {
      const { callId, ring, to, from, userId, record, name } = input as PlaceInput;
      const call = await ctx.db.transaction((tx) => callById(tx, ctx.workspaceId, callId));
      if (!call) throw new PatchbayError('not_found');
      if (ctx.clock.now().getTime() - call.requestedAt.getTime() > STALE_MS)
        throw new PatchbayError('invalid_input', { detail: 'The call could not be placed in time and was given up.', remedy: 'Call again.' });
      const settings = settingsOf(ctx.connection);
      const own = { call: callId, user: userId };
      const { externalId } = await driverOf(ctx).placeCall({
        to: ring,
        from,
        url: stepsOf(ctx, {
          step: 'connect',
          to,
          from,
          ...own,
          ...(record ? { rec: '1' } : {}),
          ...(settings.confirmByKey ? { key: '1', name: name.slice(0, 60) } : {}),
        }),
        statusUrl: ctx.connection.provider === 'sip' ? '' : addressOf(ctx, 'status', { leg: 'us', ...own }),
        ringSeconds: settings.ringSeconds,
        callee: to,
        callId,
      });
      await ctx.db.transaction((tx) => tellCall(ctx, tx, { ...call, externalId }, [], ctx.clock.now()));
      return { externalId, result: { callId, externalId } };
    },
    /** There is no key by which the provider would know a repeat: it is asked for its list instead. */
    async reconcile(ctx, { input }) {
      const { callId, ring, from } = input as PlaceInput;
      const { call, known } = await ctx.db.transaction(async (tx) => ({
        call: await callById(tx, ctx.workspaceId, callId),
        known: await tx
          .select({ externalId: calls.externalId })
          .from(calls)
          .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.connectionId, ctx.connection.id), isNotNull(calls.externalId), eq(calls.ownNumber, from)))
          .limit(5_000),
      }));
      if (!call) return { state: 'unsure' };
      // A callback was quicker: it bore our id.
      if (call.externalId) return { state: 'done', externalId: call.externalId, result: { callId, externalId: call.externalId } };
      const found = await driverOf(ctx).findCall({
        to: ring,
        from,
        after: call.requestedAt,
        known: known.flatMap(({ externalId }) => externalId ?? []),
        callId,
      });
      if (found === 'absent') return { state: 'absent' };
      if (found === 'unsure') return { state: 'unsure' };
      await ctx.db.transaction((tx) => tellCall(ctx, tx, { ...call, externalId: found.externalId }, [], ctx.clock.now()));
      return { state: 'done', externalId: found.externalId, result: { callId, externalId: found.externalId } };
    },
  }),
];
