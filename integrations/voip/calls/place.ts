import { and, eq, isNull } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Context, PatchbayError, type UserId } from '#sdk';
import { browserTarget, personAt } from '../browser/identity.ts';
import { connections } from '../connections.ts';
import type { PlaceInput } from '../effects.ts';
import { askGuard } from '../guard/ask.ts';
import type { GuardVerdict } from '../guard/rules.ts';
import { voipAgents as agents, voipNumbers as numbers } from '../models.ts';
import { type AgentRow, browserConnection, browserIsThere, telephonesOf } from '../routing/agents.ts';
import type { PlaceCallInput } from '../serializers.ts';
import { settingsOf } from '../settings.ts';
import { callIdOf } from './identity.ts';
import { type CallRow, callById, type NewCall, tellCall } from './tell.ts';

export interface Placed {
  call: CallRow | null;
  guard: GuardVerdict;
}
export const personOf = ({ actor }: Context): UserId | undefined =>
  actor.kind === 'person' ? actor.userId : actor.kind === 'key' ? actor.actAs : actor.kind === 'playbook' ? actor.userId : undefined;

const refusal = (rule: GuardVerdict['rule'], sentence: string): GuardVerdict => ({ allowed: false, ...(rule ? { rule } : {}), sentence, facts: {} });

/** What rings first: what was asked for, else what whoever calls has chosen and can be rung at. */
const ringOf = (agent: AgentRow, via: PlaceCallInput['via'], now: Date, connectionId: string): string | undefined => {
  if (via === 'browser') return browserIsThere(agent, now, connectionId) ? browserTarget(agent.userId) : undefined;
  return via === 'phone' ? (agent.phone ?? undefined) : telephonesOf(agent, now, connectionId)[0]?.to;
};

/** The connection that has the number which shall be shown; else the one by which the browser of whoever calls is rung. Undefined: the usual one. */
const connectionFor = (
  { from, via }: Pick<PlaceCallInput, 'from' | 'via'>,
  all: readonly { e164: string; connectionId: string }[],
  agent: AgentRow | undefined,
  now: Date,
): string | undefined => {
  if (from !== undefined) return all.find(({ e164 }) => e164 === from)?.connectionId;
  if (!agent || via === 'phone') return undefined;
  const byBrowser = via === 'browser' && browserIsThere(agent, now) ? agent.browserConnectionId : browserConnection(agent, now);
  // Where there is no number to be shown, nobody can be called.
  return byBrowser && all.some(({ connectionId }) => connectionId === byBrowser) ? byBrowser : undefined;
};

/** Rings the one who calls, then whom they call. The row is there before the provider is asked, and its id rides along. */
export async function placeCall(ctx: Context, input: PlaceCallInput): Promise<Placed> {
  const userId = input.userId ?? personOf(ctx);
  if (!userId) throw new PatchbayError('person_needed');
  const now = ctx.clock.now();
  const { agent, all } = await ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(agents)
      .where(and(eq(agents.workspaceId, ctx.workspaceId), eq(agents.userId, userId)));
    const known = await tx
      .select({ e164: numbers.e164, userId: numbers.userId, connectionId: numbers.connectionId })
      .from(numbers)
      .where(and(eq(numbers.workspaceId, ctx.workspaceId), isNull(numbers.removedAt)));
    return { agent: row, all: known };
  });
  const connected = await connections(ctx, input.connectionId ?? connectionFor(input, all, agent, now));
  const settings = settingsOf(connected.connection);
  const own = all.filter(({ connectionId }) => connectionId === connected.connection.id);
  const chosen = input.from ?? own.find((each) => each.userId === userId)?.e164 ?? (settings.callerId || own[0]?.e164);
  const shown = own.some(({ e164 }) => e164 === chosen) ? chosen : undefined;
  const contactId = input.contactId ?? (await knownBy(ctx, input.to)) ?? null;
  const guard = await askGuard(connected, { to: input.to, userId, contactId });
  const ring = agent && ringOf(agent, input.via, now, connected.connection.id);
  const verdict: GuardVerdict = !guard.allowed
    ? guard
    : !shown
      ? refusal(
          'no_number',
          input.from ? 'That is none of your own numbers, so it cannot be shown.' : 'There is no number to call from yet. Connect one under Calls, Numbers.',
        )
      : !ring
        ? refusal(
            'no_phone',
            (input.via ?? agent?.device) === 'browser'
              ? 'Your browser phone is not ready: open the phone at the top of the console and see what it says.'
              : 'Say which telephone rings for you: open the phone at the top and enter its number.',
          )
        : guard;
  if (input.dryRun || !verdict.allowed || !ring || !shown || !guard.e164) return { call: null, guard: verdict };

  const reference = input.reference ?? uuidv7();
  const seed: NewCall = {
    workspaceId: ctx.workspaceId,
    // The same reference is the same call, whoever asks at the same moment.
    id: callIdOf(connected.connection.id, `reference:${userId}:${reference}`),
    connectionId: connected.connection.id,
    provider: connected.connection.provider,
    direction: 'outbound',
    purpose: 'click_to_call',
    fromNumber: shown,
    toNumber: guard.e164,
    counterpart: guard.e164,
    ownNumber: shown,
    userId,
    contactId,
    dealId: input.dealId ?? null,
    via: personAt(ring) ? 'browser' : 'phone',
    isRecorded: input.record ?? settings.recording === 'on',
    requestedAt: now,
    guard: verdict,
    source: 'effect',
  };
  const place: PlaceInput = { callId: seed.id, ring, to: guard.e164, from: shown, userId, record: seed.isRecorded ?? false, name: '' };
  await ctx.db.transaction((tx) => tellCall(ctx, tx, seed, [], now));
  const done = await connected.effects.once({ kind: 'voip.place-call', key: `call:${userId}:${reference}`, summary: `Call ${guard.e164}`, input: place });
  const callId = ((done.result ?? {}) as { callId?: string }).callId ?? seed.id;
  if (done.state === 'failed')
    await ctx.db.transaction((tx) =>
      tellCall(
        ctx,
        tx,
        seed,
        [
          {
            type: 'failed',
            legId: `${seed.id}:us`,
            at: ctx.clock.now(),
            dedupeKey: 'not-placed',
            facts: { role: 'us', errorCode: done.error ?? 'not placed' },
          },
        ],
        ctx.clock.now(),
      ),
    );
  const call = await ctx.db.transaction((tx) => callById(tx, ctx.workspaceId, callId));
  return { call: call ?? null, guard: done.state === 'failed' ? refusal(undefined, done.error ?? 'The call could not be placed.') : verdict };
}

/** Somebody who has this number and nobody else has it. */
async function knownBy(ctx: Context, to: string): Promise<string | undefined> {
  return (await ctx.crm.contacts.match({ kind: 'phone', value: to }))?.contactId;
}
