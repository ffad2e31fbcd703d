import type { Context } from '#sdk';
import type { CallRow } from '../calls/tell.ts';

/** Tells what happens to the tape of a call while it goes on. */
export const tellOf = (
  ctx: Context,
  call: Pick<CallRow, 'id' | 'contactId' | 'userId'>,
  { id }: { id: string },
  type: 'recording.started' | 'recording.paused' | 'recording.resumed',
  more: Readonly<Record<string, string>> = {},
): Promise<void> =>
  ctx.events.publish({
    type,
    subject: { type: 'call', id: call.id },
    data: {
      recordingId: id,
      callId: call.id,
      at: ctx.clock.now().toISOString(),
      contactId: call.contactId,
      ...(call.userId ? { ownerId: call.userId } : {}),
      ...more,
    },
  });
