import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context, Transaction } from '#sdk';
import type { CallRow } from '../calls/tell.ts';
import { voipRecordings as recordings } from '../models.ts';
import type { TwilioForm } from '../serializers.ts';
import { tellOf } from './tell.ts';

const WHY_ABSENT: Readonly<Record<string, string>> = { '16101': 'It was too short to be kept.', '16102': 'There was only silence.' };

/** A recording is under way, done, or will never come. Later words never undo what is here already. */
export async function noteRecording(ctx: Context, tx: Transaction, call: CallRow, { form, own }: TwilioForm): Promise<void> {
  if (!ctx.connection) return;
  const status = form.RecordingStatus ?? 'completed';
  const isLost = status === 'absent' || status === 'failed';
  const [row] = await tx
    .insert(recordings)
    .values({
      workspaceId: ctx.workspaceId,
      id: uuidv7(),
      connectionId: ctx.connection.id,
      callId: call.id,
      externalId: form.RecordingSid ?? '',
      kind: own.kind === 'voicemail' || form.RecordingSource === 'RecordVerb' ? 'voicemail' : 'recording',
      state: isLost ? (status === 'absent' ? 'absent' : 'failed') : status === 'completed' ? 'fetching' : 'expected',
      reason: isLost ? (WHY_ABSENT[form.ErrorCode ?? ''] ?? 'The provider kept nothing.') : null,
      channels: Number(form.RecordingChannels ?? 1) || 1,
      firstChannel: own.first === 'us' || call.direction === 'outbound' ? 'us' : 'them',
      seconds: Number(form.RecordingDuration ?? 0) || null,
      startedAt: Number.isNaN(Date.parse(form.RecordingStartTime ?? '')) ? null : new Date(form.RecordingStartTime ?? ''),
      mailboxUserId: own.user && /^[0-9a-f-]{36}$/.test(own.user) ? own.user : null,
    })
    .onConflictDoUpdate({
      target: [recordings.workspaceId, recordings.connectionId, recordings.externalId],
      set: {
        state: sql`excluded.state`,
        reason: sql`excluded.reason`,
        seconds: sql`coalesce(excluded.seconds, ${recordings.seconds})`,
        startedAt: sql`coalesce(${recordings.startedAt}, excluded.started_at)`,
        updatedAt: ctx.clock.now(),
      },
      setWhere: sql`${recordings.state} = 'expected' or (${recordings.state} in ('absent', 'failed') and excluded.state = 'fetching')`,
    })
    .returning({ id: recordings.id, state: recordings.state, isNew: sql<boolean>`(xmax = 0)` });
  if (row?.isNew && row.state === 'expected') await tellOf(ctx, call, row, 'recording.started');
  if (row?.state === 'fetching')
    await ctx.tasks.enqueue('voip.fetch-recording', { recordingId: row.id }, { connectionId: ctx.connection.id, singletonKey: row.id });
}
