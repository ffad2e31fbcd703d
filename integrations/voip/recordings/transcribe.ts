import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { type ConnectedContext, type Context, PatchbayError } from '#sdk';
import { callById } from '../calls/tell.ts';
import { voipRecordingAccess as access, voipRecordings as recordings } from '../models.ts';
import { settingsOf } from '../settings.ts';
import { soundAddress } from '../sounds/address.ts';
import { recordingById } from './fetch.ts';

export const MOST_TEXT = 500_000;
const LINK_MS = 60 * 60_000;
/** What an action may answer at once; one that needs longer sets the transcript later. */
const answer = z.object({ text: z.string().trim().min(1).max(MOST_TEXT) });

/** Keeps what was said as text: it is shown beside the sound, and found. The same text again changes nothing. */
export async function keepTranscript(ctx: Context, recordingId: string, { text, by }: { text: string; by: string }): Promise<void> {
  const row = await recordingById(ctx, recordingId);
  if (row.state !== 'ready') throw new PatchbayError('conflict', { detail: 'There is no sound of this recording, so there is nothing to write down.' });
  if (row.transcript === text) return;
  const now = ctx.clock.now();
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(recordings)
      .set({ transcript: text, transcribedBy: by, transcribedAt: now, updatedAt: now })
      .where(and(eq(recordings.workspaceId, ctx.workspaceId), eq(recordings.id, recordingId), eq(recordings.state, 'ready')));
    const call = await callById(tx, ctx.workspaceId, row.callId);
    await ctx.events.publish({
      type: 'recording.transcribed',
      subject: { type: 'call', id: row.callId },
      data: {
        recordingId,
        callId: row.callId,
        seconds: row.seconds,
        contactId: call?.contactId ?? null,
        number: call?.counterpart ?? null,
        ...((row.mailboxUserId ?? call?.userId) ? { ownerId: row.mailboxUserId ?? call?.userId } : {}),
      },
    });
  });
}

/**
 * Hands a recording to whatever the workspace chose to write it down: an action of any integration, which gets an address
 * under which the sound is for an hour. That it was handed out is kept like any other opening.
 */
export async function transcribe(ctx: ConnectedContext, recordingId: string): Promise<void> {
  const { transcribeWith } = settingsOf(ctx.connection);
  const row = await recordingById(ctx, recordingId);
  if (!transcribeWith || row.state !== 'ready' || row.transcript !== null) return;
  await ctx.db.transaction((tx) =>
    tx.insert(access).values({ workspaceId: ctx.workspaceId, id: uuidv7(), recordingId, who: `action:${transcribeWith}`, at: ctx.clock.now() }),
  );
  const soundUrl = await soundAddress(ctx, { recording: recordingId }, new Date(ctx.clock.now().getTime() + LINK_MS));
  const said = answer.safeParse(
    await ctx.actions.run(transcribeWith, {
      recordingId,
      callId: row.callId,
      soundUrl,
      seconds: row.seconds,
      channels: row.channels,
    }),
  );
  if (said.success) await keepTranscript(ctx, recordingId, { text: said.data.text, by: transcribeWith });
}
