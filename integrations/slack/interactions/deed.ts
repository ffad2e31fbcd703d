import type { ConnectedContext, UserId } from '#sdk';
import type { OutgoingMessage } from '../client/chat.ts';
import type { Interaction, Pressed } from '../serializers/inbound.ts';
import type { MemberRow } from '../store/members.ts';

export interface DeedInput {
  /** Names this click: keys of what follows are made of it. */
  id: string;
  /** As the person who clicked. */
  ctx: ConnectedContext;
  /** As the hub, for what is its own: cards, rooms. */
  hub: ConnectedContext;
  userId: UserId;
  member: MemberRow;
  payload: Interaction;
  /** Answers that person alone; `replace` changes the message that was clicked, where it is theirs alone. */
  say: (message: OutgoingMessage, how?: { replace?: boolean; inChannel?: boolean; delete?: boolean }) => Promise<void>;
}
/** Done in one transaction with the note that it is done; what it gives is run after the commit. */
export type Deed<I = DeedInput> = (input: I) => Promise<(() => Promise<unknown>) | undefined>;
export type Press = Deed<DeedInput & { action: Pressed }>;

export interface FormDefinition {
  /** What is wrong with what was typed, by field; or the view that takes its place. Reading only, within three seconds. */
  check?: (input: Omit<DeedInput, 'say' | 'id'>, values: Readonly<Record<string, string | null>>) => Promise<Record<string, unknown> | undefined>;
  submit: (input: DeedInput, values: Readonly<Record<string, string | null>>) => ReturnType<Deed>;
}
