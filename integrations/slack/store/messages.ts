import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Transaction } from '#sdk';
import { slackMessages as messages } from '../models/index.ts';
import type { Place } from './channels.ts';

export type MessageRow = typeof messages.$inferSelect;
export interface SentMessage {
  channelId: string;
  ts: string;
  threadTs?: string | undefined;
  kind: string;
  record?: { type: string; id: string } | undefined;
  text: string;
}

/** Keeps where something of ours stands; the same place again is the same message. */
export async function keepMessage(tx: Transaction, of: Place, { channelId, ts, threadTs, kind, record, text }: SentMessage): Promise<void> {
  await tx
    .insert(messages)
    .values({
      workspaceId: of.workspaceId,
      connectionId: of.connectionId,
      id: uuidv7(),
      channelId,
      ts,
      threadTs: threadTs ?? null,
      kind,
      recordType: record?.type ?? null,
      recordId: record?.id ?? null,
      text: text.slice(0, 4000),
    })
    .onConflictDoUpdate({
      target: [messages.workspaceId, messages.connectionId, messages.channelId, messages.ts],
      set: { text: sql`excluded.text`, updatedAt: sql`now()` },
    });
}

export async function messageAt(tx: Transaction, of: Place, channelId: string, ts: string): Promise<MessageRow | undefined> {
  const [row] = await tx
    .select()
    .from(messages)
    .where(and(eq(messages.workspaceId, of.workspaceId), eq(messages.connectionId, of.connectionId), eq(messages.channelId, channelId), eq(messages.ts, ts)));
  return row;
}

export const recentMessages = (
  tx: Transaction,
  workspaceId: string,
  { limit, before, recordId }: { limit: number; before?: string | undefined; recordId?: string | undefined },
): Promise<MessageRow[]> =>
  tx
    .select()
    .from(messages)
    .where(and(eq(messages.workspaceId, workspaceId), before ? lt(messages.id, before) : undefined, recordId ? eq(messages.recordId, recordId) : undefined))
    .orderBy(desc(messages.id))
    .limit(limit);
