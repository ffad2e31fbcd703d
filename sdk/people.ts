import type { Role } from './context.ts';
import type { UserId } from './ids.ts';

export interface Person {
  userId: UserId;
  name: string;
  email: string;
  role: Role;
  /** IANA name. */
  timeZone: string;
  /** Language tag. */
  locale: string;
  state: 'active' | 'invited' | 'left';
  teamIds: readonly string[];
}

/** The people of the context's workspace. Joins an open transaction. */
export interface People {
  /** All who have not left. */
  list(): Promise<readonly Person[]>;
  /** Also who has left; undefined when there never was such a person here. */
  get(userId: string): Promise<Person | undefined>;
  /** Who signs in with this address, unless they left. */
  byEmail(address: string): Promise<Person | undefined>;
  /** Who acts for somebody who is away at a time; undefined when they are there, or nobody does. */
  deputyOf(userId: UserId, at: Date): Promise<UserId | undefined>;
}

export interface Notice {
  /** The same key tells a person once. */
  key: string;
  title: string;
  body?: string;
  /** Where in the console it leads: a path such as `/calls/…`. */
  href?: string;
}

export interface SystemMail {
  to: readonly string[];
  subject: string;
  text: string;
  html?: string;
  /** Set by us, so that a repeat is recognised as one. */
  messageId?: string;
  headers?: Readonly<Record<string, string>>;
  attachments?: readonly { name: string; contentType: string; content: string | Uint8Array }[];
  /** `text/calendar` beside text and HTML, as invitations are sent (RFC 6047). */
  calendar?: { method: 'REQUEST' | 'CANCEL' | 'PUBLISH' | 'REPLY'; content: string };
}
/** Mail of the installation itself, by the mailer of its environment: where no person's mailbox is meant. */
export interface SystemMailer {
  /** False: none is set up. Never inside a transaction. @throws when the server did not take it */
  send(mail: SystemMail): Promise<boolean>;
}
