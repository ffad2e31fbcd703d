import type { ConnectedContext, UserId } from '#sdk';
import type { OutgoingMessage } from '../client/chat.ts';
import type { Command } from '../serializers/inbound.ts';
import type { MemberRow } from '../store/members.ts';

export interface CommandInput {
  /** As the person who typed it. */
  ctx: ConnectedContext;
  userId: UserId;
  member: MemberRow;
  rest: string;
  command: Command;
  /** Somebody of another organization reads this channel. */
  isExternal: boolean;
}
export type CommandAnswer = OutgoingMessage & { inChannel?: boolean };

export interface CommandDefinition {
  /** Within three seconds, reading only; undefined: nothing is said (a form opened). */
  answer: (input: CommandInput) => Promise<CommandAnswer | undefined>;
  /** What is done about it afterwards, once. */
  act?: (input: CommandInput, say: (message: OutgoingMessage) => Promise<void>) => Promise<void>;
}
