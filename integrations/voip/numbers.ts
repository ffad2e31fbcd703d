import { and, eq, notInArray, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { ConnectedContext } from '#sdk';
import { addressOf } from './addresses.ts';
import { twilioOf } from './driver.ts';
import { voipNumbers as numbers } from './models.ts';
import { sipServer } from './sip/driver.ts';

const SIP_VOICE = 'sip';
const sipNumber = (e164: string) => ({ sid: e164, phone_number: e164, friendly_name: e164, voice_url: SIP_VOICE });
const sameAddress = (held: string | null | undefined, ours: string): 'yes' | 'no' | 'elsewhere' => (held === ours ? 'yes' : held ? 'elsewhere' : 'no');

/** The account's numbers as they are now. Where their calls go is looked at, never changed without a person. */
export async function syncNumbers(ctx: ConnectedContext): Promise<void> {
  const isSip = ctx.connection.provider === 'sip';
  // Calls to the numbers of a SIP server go where that server sends them.
  const remote = isSip ? sipServer(ctx).numbers.map(sipNumber) : await twilioOf(ctx).numbers();
  const voice = isSip ? SIP_VOICE : addressOf(ctx, 'voice');
  const own = and(eq(numbers.workspaceId, ctx.workspaceId), eq(numbers.connectionId, ctx.connection.id));
  await ctx.db.transaction(async (tx) => {
    for (const { sid, phone_number, friendly_name, voice_url } of remote)
      await tx
        .insert(numbers)
        .values({
          workspaceId: ctx.workspaceId,
          id: uuidv7(),
          connectionId: ctx.connection.id,
          externalId: sid,
          e164: phone_number,
          label: friendly_name || phone_number,
          voiceUrl: voice_url || null,
          isConnected: sameAddress(voice_url, voice),
        })
        .onConflictDoUpdate({
          target: [numbers.workspaceId, numbers.connectionId, numbers.externalId],
          set: {
            e164: sql`excluded.e164`,
            voiceUrl: sql`excluded.voice_url`,
            isConnected: sql`excluded.is_connected`,
            removedAt: null,
            updatedAt: ctx.clock.now(),
          },
        });
    const sids = remote.map(({ sid }) => sid);
    await tx
      .update(numbers)
      .set({ removedAt: ctx.clock.now() })
      .where(sids.length > 0 ? and(own, notInArray(numbers.externalId, sids)) : own);
  });
}

/** Has the provider ask us what to do with calls to this number. */
export async function connectNumber(ctx: ConnectedContext, externalId: string): Promise<void> {
  const voice = addressOf(ctx, 'voice');
  await twilioOf(ctx).pointNumber(externalId, { voice, fallback: voice, status: addressOf(ctx, 'status') });
  await syncNumbers(ctx);
}
