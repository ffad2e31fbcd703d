import type { z } from 'zod';
import { type Context, PatchbayError, type RouteInput } from '#sdk';
import { place } from '../actions.ts';
import { report } from '../analytics/report.ts';
import { chooseContact } from '../calls/choose-contact.ts';
import { hangUpCall, holdCall, muteCall, transferCall } from '../calls/control.ts';
import { leaveMessage } from '../calls/leave-message.ts';
import { listenIn, stopListening } from '../calls/listen.ts';
import { disposeCall, logCall, noteCall } from '../calls/log.ts';
import { outcomeRules } from '../calls/outcome-rules.ts';
import { type CallRow, callById } from '../calls/tell.ts';
import { connections } from '../connections.ts';
import type { Listening } from '../driver.ts';
import { completeness } from '../ledger/days.ts';
import { lookUp } from '../phone/look-up.ts';
import type { CallsQuery, dispositionBody, logCallBody, PlaceCallInput, transferBody } from '../serializers.ts';
import { toCallView } from '../serializers.ts';
import { decorate, eventRows, listCalls } from '../store.ts';

type Of<P, B> = RouteInput<P, undefined, B>;
type Id = { id: string };

const shown = async (ctx: Context, call: CallRow) => ctx.db.transaction(async (tx) => toCallView(call, (await decorate(tx, ctx.workspaceId, [call]))(call)));

export async function calls(ctx: Context, { query }: RouteInput<undefined, CallsQuery, undefined>) {
  const { rows, nextCursor, decorated } = await listCalls(ctx, query);
  return { data: rows.map((row) => toCallView(row, decorated(row))), nextCursor };
}
export async function call(ctx: Context, { params }: Of<Id, undefined>) {
  const { connectionId, ...known } = await ctx.db.transaction(async (tx) => {
    const row = await callById(tx, ctx.workspaceId, params.id);
    if (!row) throw new PatchbayError('not_found');
    const told = await eventRows(tx, ctx.workspaceId, row.id);
    return {
      connectionId: row.connectionId,
      ...toCallView(row, (await decorate(tx, ctx.workspaceId, [row]))(row)),
      events: told.map(({ at, receivedAt, ...rest }) => ({ ...rest, at: at.toISOString(), receivedAt: receivedAt.toISOString() })),
    };
  });
  return { ...known, ...(await outcomeRules(ctx, connectionId)) };
}
export const newCall = (ctx: Context, { body }: Of<undefined, PlaceCallInput>) => place(ctx, body);
export const newLog = async (ctx: Context, { body }: Of<undefined, z.output<typeof logCallBody>>) => shown(ctx, await logCall(ctx, body));
export const hangUp = async (ctx: Context, { params }: Of<Id, undefined>) => shown(ctx, await hangUpCall(ctx, params.id));
export const hold = async (ctx: Context, { params, body }: Of<Id, { held: boolean }>) => shown(ctx, await holdCall(ctx, params.id, body.held));
export const mute = async (ctx: Context, { params, body }: Of<Id, { muted: boolean }>) => shown(ctx, await muteCall(ctx, params.id, body.muted));
export const listen = async (ctx: Context, { params, body }: Of<Id, { mode: Listening }>) => shown(ctx, await listenIn(ctx, params.id, body.mode));
export const leave = async (ctx: Context, { params }: Of<Id, undefined>) => shown(ctx, await stopListening(ctx, params.id));
export const dropMessage = async (ctx: Context, { params }: Of<Id, undefined>) => shown(ctx, await leaveMessage(ctx, params.id));
export const transfer = async (ctx: Context, { params, body }: Of<Id, z.output<typeof transferBody>>) => shown(ctx, await transferCall(ctx, params.id, body));
export const note = async (ctx: Context, { params, body }: Of<Id, { notes: string }>) => shown(ctx, await noteCall(ctx, params.id, body.notes));
export const disposition = async (ctx: Context, { params, body }: Of<Id, z.output<typeof dispositionBody>>) =>
  shown(ctx, await disposeCall(ctx, params.id, body));
export const contactOf = async (ctx: Context, { params, body }: Of<Id, { contactId: string; keepsNumber: boolean }>) =>
  shown(ctx, await chooseContact(ctx, params.id, body.contactId, body.keepsNumber));

export const lookup = async (ctx: Context, { query }: RouteInput<undefined, { number: string; ask: boolean }, undefined>) => {
  const { match, ...rest } = await lookUp(ctx, query.number, query.ask);
  return { ...rest, match: { rule: match.rule, candidates: match.candidates.map(({ contactId, name }) => ({ contactId, name })) } };
};

export async function ledger(ctx: Context) {
  const connected = await connections(ctx);
  const { run, closed } = await completeness(connected);
  return {
    data: run
      ? [
          {
            connectionId: connected.connection.id,
            from: run.fromAt.toISOString(),
            to: run.toAt.toISOString(),
            checkedAt: run.checkedAt.toISOString(),
            remote: run.remote,
            held: run.held,
            added: run.added,
            mended: run.mended,
            unexplained: run.unexplained,
            recordingsRemote: run.recordingsRemote,
            recordingsHeld: run.recordingsHeld,
          },
        ]
      : [],
    days: closed,
  };
}
export const compare = async (ctx: Context) => {
  const connected = await connections(ctx);
  await ctx.tasks.enqueue('voip.compare', {}, { connectionId: connected.connection.id, singletonKey: connected.connection.id });
  return { queued: true };
};
export const analytics = (ctx: Context, { query }: RouteInput<undefined, Parameters<typeof report>[1], undefined>) => report(ctx, query);
