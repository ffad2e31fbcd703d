import type { ConnectedContext, Cursor } from '#sdk';

/** A mail as it lies in a mailbox behind an API. */
export interface Lying {
  id: string;
  isSeen: boolean;
}
export interface Changes {
  /** Of the first read all of them, later what is new or has changed. */
  there: readonly Lying[];
  gone: readonly string[];
  cursor: Cursor;
  more: boolean;
  total?: number;
}
export interface Raw {
  /** RFC 5322 message */
  raw: Uint8Array;
  receivedAt: Date;
  isSeen: boolean;
}

/** Somebody who tells us of changes, until then. */
export interface Push {
  externalId: string | null;
  expiresAt: Date;
}
/**
 * A mailbox that is read over its provider's API: Gmail or Exchange Online. Folders are named as people know them; ids are
 * the provider's and last as long as the mail lies in its folder.
 */
export interface RemoteMailbox {
  provider: string;
  /** How many mails are fetched at a time. */
  atOnce: number;
  folders(ctx: ConnectedContext): Promise<readonly { path: string; role: string | null }[]>;
  /** Pages since the cursor; `null`: from the beginning, newest first. @throws CursorGone when the provider forgot it */
  changes(ctx: ConnectedContext, folder: string, cursor: Cursor, options: { since?: Date }): AsyncIterable<Changes>;
  /** Every id of a folder, page by page: what a certificate counts. */
  ids(ctx: ConnectedContext, folder: string): AsyncIterable<readonly string[]>;
  /** The whole mail; undefined: it is gone. */
  load(ctx: ConnectedContext, id: string): Promise<Raw | undefined>;
  /**
   * Has the provider tell us of changes, or goes on being told: `known` is the push that stands. Undefined: it is not set up
   * here. @throws PatchbayError provider_rejected when the provider does not want to
   */
  watch(ctx: ConnectedContext, known: string | null): Promise<Push | undefined>;
  /** So early before its end a push is made anew. */
  renewBeforeMs: number;
}
