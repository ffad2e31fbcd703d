import type { ConnectedContext } from '#sdk';

export interface Mailbox {
  address: string;
  name?: string;
}
export interface OutgoingAttachment {
  name: string;
  contentType: string;
  content: Uint8Array;
  /** Shown inside the text where it says `cid:<contentId>`. */
  contentId?: string;
}
/** One message, ready to go. `key` is the effect's; `messageId` has no brackets and is made from the key once. */
export interface OutgoingMessage {
  key: string;
  messageId: string;
  from: Mailbox;
  replyTo?: Mailbox;
  to: readonly Mailbox[];
  cc: readonly Mailbox[];
  bcc: readonly Mailbox[];
  subject: string;
  html?: string;
  text?: string;
  headers: Readonly<Record<string, string>>;
  inReplyTo?: string;
  references?: readonly string[];
  attachments: readonly OutgoingAttachment[];
  /** Comes back in the provider's events. Travels with the mail at some providers: nothing secret. */
  metadata?: Readonly<Record<string, string>>;
  date: Date;
}
export type BatchFate = { key: string } & ({ accepted: true; providerId?: string } | { accepted: false; code: string; permanent: boolean });
export type Found = 'sent' | 'absent' | 'unsure';

/** The turns in which mails leave one after the other, as the ledger has them. */
export interface Turns {
  /** Asked before the first byte of a mail: it is written down first that it is handed over. False: it is not ours any more. */
  begin(message: OutgoingMessage): Promise<boolean>;
  /** What is known of one that was begun. One that was begun and never ended is unknown. */
  end(fate: BatchFate): void;
}

/**
 * A way out. `send` returns when the other side has taken the message over; it throws `provider_rejected` when it certainly
 * did not, an error with `facts.notSent` when nothing left, and anything else leaves it unknown.
 */
export interface Transport {
  provider: string;
  /** Messages that are taken on together: in one call, or by one group of lines. */
  maxBatch: number;
  send(ctx: ConnectedContext, message: OutgoingMessage): Promise<{ providerId?: string }>;
  sendBatch?(ctx: ConnectedContext, messages: readonly OutgoingMessage[]): Promise<readonly BatchFate[]>;
  /** Many mails by lines that stay open, each a hand-over of its own. @throws what keeps every line from opening, before anything was begun */
  sendInTurn?(ctx: ConnectedContext, messages: readonly OutgoingMessage[], turns: Turns): Promise<void>;
  /** Asks whether a message with this Message-ID went out; absent = cannot be asked. */
  find?(ctx: ConnectedContext, message: { key: string; messageId: string; since: Date }): Promise<Found>;
}
