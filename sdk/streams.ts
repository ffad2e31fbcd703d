import type { Transaction } from './models.ts';

/** A cursor is JSON that the provider's next page is asked with. */
export type Cursor = Readonly<Record<string, unknown>> | null;

export interface StreamRecord<R = unknown> {
  externalId: string;
  /** A deletion at the provider. */
  deleted?: boolean;
  value: R;
}

export interface Page<R = unknown> {
  records: readonly StreamRecord<R>[];
  /** Saved in the transaction that applies the page. */
  cursor: Cursor;
  /** False: nothing further at the provider at this look. */
  more: boolean;
  /** Provider's own total when it says one; for progress. */
  total?: number;
  /** True on the last page of a read that saw everything: what was not seen may be deleted, under the guard. */
  complete?: boolean;
}

export type Applied = { kept: true } | { kept: false; reason: string };

/** The provider dropped the cursor (410, UIDVALIDITY): the runner starts a bounded full read. */
export class CursorGone extends Error {
  override name = 'CursorGone';
}

/** What the provider has of one stream against what was decided on here. */
export interface Completeness {
  remote: number;
  /** Of these, how many were kept or left out for a reason. */
  accounted: number;
  onTimeline: number;
  skipped: Readonly<Record<string, number>>;
  /** Nobody can say what became of these. */
  unexplained: number;
  checkedAt: Date;
}

export interface StreamDefinition<Ctx = unknown, R = unknown> {
  name: string;
  /** Names of this connection's streams, such as folders. Default: one, of the definition's name. */
  discover?: (ctx: Ctx) => Promise<readonly string[]>;
  /** What people call these, where the provider's names are none to read, such as ids of calendars. */
  titles?: (ctx: Ctx, names: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  read: (ctx: Ctx, from: { name: string; cursor: Cursor; full: boolean }) => AsyncIterable<Page<R>>;
  /** Inside the page's transaction: SQL only. Says for every record whether it was kept, or why not. */
  apply: (ctx: Ctx, tx: Transaction, records: readonly StreamRecord<R>[], from: { name: string }) => Promise<readonly Applied[]>;
  /** Removes what a complete read no longer saw; called only when the guard lets it. */
  removeMissing?: (ctx: Ctx, tx: Transaction, externalIds: readonly string[], from: { name: string }) => Promise<void>;
  /** Holds the provider's ids against ours, now, and mends what it finds; for providers that can say what they have. */
  completeness?: (ctx: Ctx, from: { name: string }) => Promise<Completeness>;
  /**
   * Holds a line to the provider and calls `ctx.readSoon(name)` when something changed there. One process per connection
   * runs it, until `ctx.signal` aborts; when it ends or throws it is begun again a little later.
   */
  watch?: (ctx: Ctx, from: { names: readonly string[] }) => Promise<void>;
  /** How often it is read when nothing pushes. */
  everyMs: number;
}
