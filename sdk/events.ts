import type { z } from 'zod';

export interface EventType {
  /** Past tense with a dot: `deal.stage_changed`. */
  type: string;
  title: string;
  schema: z.ZodType;
  example: unknown;
}

export interface NewEvent {
  type: string;
  /** The thing it happened to. */
  subject: { type: string; id: string };
  data: Readonly<Record<string, unknown>>;
  previous?: Readonly<Record<string, unknown>>;
}

export interface PublishedEvent extends NewEvent {
  id: string;
  /** Grows within a workspace; `Last-Event-ID` of the live stream. */
  sequence: string;
  workspaceId: string;
  at: Date;
  /** Whose act it tells of; absent in events that were kept before it was noted. */
  actor?: Readonly<Record<string, unknown>>;
}

export interface Events {
  /** Written in the open transaction with the change it tells of; outside one it opens its own. */
  publish(...events: readonly NewEvent[]): Promise<void>;
}
