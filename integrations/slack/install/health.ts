import { z } from 'zod';
import { asId, type Connection, type ConnectionId, type Context, PatchbayError, type RouteInput } from '#sdk';
import { openDirect } from '../client/index.ts';
import { post } from '../send.ts';
import { findChannel } from '../store/channels.ts';
import { accountOf } from '../store/members.ts';
import { pulseOf } from '../store/pulses.ts';
import { FEATURES, SCOPES, WHY } from './scopes.ts';

export const healthView = z
  .object({
    connectionId: z.uuid(),
    label: z.string(),
    status: z.enum(['active', 'reauthorize', 'disabled']),
    isOrganization: z.boolean(),
    features: z.array(z.object({ feature: z.string(), works: z.boolean(), missing: z.array(z.object({ scope: z.string(), why: z.string() })) })),
    /** Granted, and needed by nothing. */
    unused: z.array(z.string()),
    delivery: z.object({ lastReceivedAt: z.iso.datetime().nullable(), lagSeconds: z.number().nullable() }),
  })
  .meta({ id: 'SlackHealth' });
export const newTest = z.strictObject({ connectionId: z.uuid(), channelId: z.string().min(1).max(100).optional() });
export const testView = z.object({ state: z.string(), tookMs: z.number().int(), sentence: z.string() }).meta({ id: 'SlackTest' });

/** What was granted against what each feature needs. Pure. */
export function scopeHealth(granted: readonly string[]): Pick<z.output<typeof healthView>, 'features' | 'unused'> {
  const needed = new Set<string>(Object.values(SCOPES).flat());
  return {
    features: FEATURES.map((feature) => {
      const missing = SCOPES[feature].filter((scope) => !granted.includes(scope));
      return { feature, works: missing.length === 0, missing: missing.map((scope) => ({ scope, why: WHY[scope] ?? '' })) };
    }),
    unused: granted.filter((scope) => !needed.has(scope)).sort(),
  };
}

async function healthOf(ctx: Context, connection: Connection): Promise<z.output<typeof healthView>> {
  const pulse = await ctx.db.transaction((tx) => pulseOf(tx, { workspaceId: ctx.workspaceId, connectionId: connection.id }));
  return {
    connectionId: connection.id,
    label: connection.label,
    status: connection.status,
    isOrganization: connection.data.isOrganization === true,
    ...scopeHealth(connection.grantedScopes),
    delivery: {
      lastReceivedAt: pulse?.receivedAt.toISOString() ?? null,
      // Slack tells whole seconds: what is less than one is none.
      lagSeconds: pulse ? Math.max(0, Math.round((pulse.receivedAt.getTime() - pulse.eventAt.getTime()) / 1000)) : null,
    },
  };
}

export const getHealth = async (ctx: Context) => ({
  data: await Promise.all((await ctx.connections()).map((connection) => healthOf(ctx, connection))),
  nextCursor: null,
});

/** Sends a message to whoever asks, or to a channel, and says how it went. */
export async function postTest(ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof newTest>>) {
  const connected = await ctx.withConnection(asId<ConnectionId>(body.connectionId));
  const userId = ctx.actor.kind === 'person' ? ctx.actor.userId : ctx.actor.kind === 'key' ? ctx.actor.actAs : undefined;
  const channel = await (async () => {
    if (body.channelId) return (await ctx.db.transaction((tx) => findChannel(tx, ctx.workspaceId, body.channelId ?? ''))).externalId;
    const account = userId && (await ctx.db.transaction((tx) => accountOf(tx, ctx.workspaceId, userId, body.connectionId)));
    if (!account)
      throw new PatchbayError('invalid_input', {
        errors: [{ path: 'channelId', message: 'You have no Slack account that we know of: name a channel, or type /crm link in Slack.' }],
      });
    return openDirect(connected.http, account.externalId);
  })();
  const started = performance.now();
  const sent = await post(connected, `test:${ctx.clock.now().getTime()}`, { channel, kind: 'test', text: 'A test of the connection to the CRM. All is well.' });
  const tookMs = Math.round(performance.now() - started);
  return {
    state: sent.state,
    tookMs,
    sentence: sent.state === 'done' ? `It arrived after ${tookMs} ms.` : (sent.error ?? 'It is not known whether it arrived. Look in Slack.'),
  };
}
