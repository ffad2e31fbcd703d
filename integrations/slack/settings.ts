import { z } from 'zod';
import type { Connection } from '#sdk';

export const settings = z.object({
  /** What a deal room is called: `{deal}`, `{organization}`, `{owner}` and `{n}` are filled in. */
  roomName: z.string().trim().min(1).max(80).default('deal-{deal}'),
  roomsArePrivate: z.boolean().default(false),
  /** Days after a deal’s end until its room is archived. */
  archiveRoomsAfterDays: z.number().int().min(0).max(365).default(7),
  /** Guests of the Slack workspace may see what their own account may see; otherwise they see nothing. */
  trustGuests: z.boolean().default(false),
  /** What outsiders write in shared channels lies on their timeline, where their address is known. */
  externalMessages: z.boolean().default(true),
  /** What an emoji does in a channel or thread that belongs to a record. */
  reactions: z
    .record(z.string(), z.enum(['log', 'complete_task', 'won', 'claim', 'off']))
    .default({ pushpin: 'log', white_check_mark: 'complete_task', moneybag: 'won', raising_hand: 'claim' }),
  /** Leads are offered to this channel until somebody takes them. */
  claimChannelId: z.string().nullable().default(null),
  claimMinutes: z.number().int().min(1).max(1440).default(15),
  /** Whom a lead goes to that nobody took after three reminders; nobody: it stays open. */
  claimFallbackUserId: z.uuid().nullable().default(null),
  /** Minutes within which whoever took a lead has to be in touch with it; else it is offered again. 0: for ever. */
  claimTouchMinutes: z.number().int().min(0).max(10_080).default(0),
});
export type SlackSettings = z.output<typeof settings>;

/** A connection's settings, with what was never set. */
export const settingsOf = ({ settings: given }: Pick<Connection, 'settings'>): SlackSettings =>
  settings.parse(Object.fromEntries(Object.entries(given).filter(([name]) => name in settings.shape)));
