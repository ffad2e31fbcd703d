import { and, eq, isNull } from 'drizzle-orm';
import { type Context, PatchbayError } from '#sdk';
import { addressOf } from '../addresses.ts';
import { callIdOf } from '../calls/identity.ts';
import { personOf } from '../calls/place.ts';
import { connections } from '../connections.ts';
import { driverOf } from '../driver.ts';
import { voipAgents as agents, voipNumbers as numbers } from '../models.ts';
import { type AgentRow, browserConnection, telephonesOf } from '../routing/agents.ts';
import { settingsOf } from '../settings.ts';
import { TEST_USER } from '../sip/driver.ts';

/** Our name of a ring that only shows whether somebody can be rung: worked out again when the provider speaks of it. */
export const testOf = (connectionId: string, userId: string, testedAt: Date): string => callIdOf(connectionId, `test:${userId}:${testedAt.getTime()}`);

/** Really rings: what is said to be reachable and is not is found out before a caller does. `keep` writes down that it rings. */
export async function testRing(ctx: Context, keep: (userId: string, change: Partial<AgentRow>) => Promise<unknown>): Promise<void> {
  const userId = personOf(ctx);
  if (!userId) throw new PatchbayError('person_needed');
  const now = ctx.clock.now();
  const [agent] = await ctx.db.transaction((tx) =>
    tx
      .select()
      .from(agents)
      .where(and(eq(agents.workspaceId, ctx.workspaceId), eq(agents.userId, userId))),
  );
  const connected = await connections(ctx, agent && browserConnection(agent, now));
  const { id } = connected.connection;
  const [own] = await ctx.db.transaction((tx) =>
    tx
      .select({ e164: numbers.e164 })
      .from(numbers)
      .where(and(eq(numbers.workspaceId, ctx.workspaceId), eq(numbers.connectionId, id), isNull(numbers.removedAt)))
      .limit(1),
  );
  const from = settingsOf(connected.connection).callerId || own?.e164;
  const [target] = agent ? telephonesOf(agent, now, id) : [];
  if (!target || !from)
    throw new PatchbayError('invalid_input', { detail: 'Nothing would ring: no telephone is entered for you, and your browser phone is not on.' });
  await keep(userId, { testedAt: now, testResult: 'ringing' });
  const isSip = connected.connection.provider === 'sip';
  await driverOf(connected).placeCall({
    to: target.to,
    from,
    url: isSip ? '' : addressOf(connected, 'flow', { step: 'test' }),
    statusUrl: isSip ? '' : addressOf(connected, 'status', { test: '1', user: userId }),
    ringSeconds: 25,
    callee: TEST_USER,
    callId: testOf(id, userId, now),
  });
}
