import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import type { ProviderChannel } from '../client/directory.ts';
import { slackChannels as channels } from '../models/index.ts';

export type ChannelRow = typeof channels.$inferSelect;
export interface Place {
  workspaceId: string;
  connectionId: string;
}

const own = (of: Place) => and(eq(channels.workspaceId, of.workspaceId), eq(channels.connectionId, of.connectionId));

export async function saveChannels(tx: Transaction, of: Place, remote: readonly ProviderChannel[]): Promise<void> {
  if (remote.length === 0) return;
  await tx
    .insert(channels)
    .values(
      remote.map((each) => ({
        workspaceId: of.workspaceId,
        connectionId: of.connectionId,
        id: uuidv7(),
        externalId: each.id,
        name: each.name,
        isPrivate: each.is_private,
        isArchived: each.is_archived,
        isMember: each.is_member,
        isExternal: each.is_ext_shared || each.is_pending_ext_shared,
        memberCount: each.num_members ?? null,
        topic: each.topic?.value ?? '',
      })),
    )
    .onConflictDoUpdate({
      target: [channels.workspaceId, channels.connectionId, channels.externalId],
      set: {
        name: sql`excluded.name`,
        isPrivate: sql`excluded.is_private`,
        isArchived: sql`excluded.is_archived`,
        isMember: sql`excluded.is_member`,
        isExternal: sql`excluded.is_external`,
        memberCount: sql`excluded.member_count`,
        topic: sql`excluded.topic`,
        removedAt: null,
        updatedAt: sql`now()`,
      },
    });
}

/** What an event tells of a channel we may not have read yet. */
export const noteChannel = (
  tx: Transaction,
  of: Place,
  externalId: string,
  facts: Partial<
    Pick<ChannelRow, 'name' | 'isArchived' | 'isMember' | 'isExternal' | 'removedAt' | 'pipelineId' | 'topic' | 'digestAt' | 'timeZone' | 'lastDigestDay'>
  >,
) =>
  tx
    .update(channels)
    .set({ ...facts, updatedAt: sql`now()` })
    .where(and(own(of), eq(channels.externalId, externalId)));

export async function channelOf(tx: Transaction, of: Place, externalId: string): Promise<ChannelRow | undefined> {
  const [row] = await tx
    .select()
    .from(channels)
    .where(and(own(of), eq(channels.externalId, externalId)));
  return row;
}

/** Somebody’s own address for a channel: our id, Slack’s, or its name. @throws PatchbayError not_found */
export async function findChannel(tx: Transaction, workspaceId: string, key: string): Promise<ChannelRow> {
  const name = key.replace(/^#/, '').toLowerCase();
  const isOurs = /^[0-9a-f]{8}-/.test(key);
  const [row] = await tx
    .select()
    .from(channels)
    .where(
      and(
        eq(channels.workspaceId, workspaceId),
        isNull(channels.removedAt),
        isOurs ? eq(channels.id, key) : sql`(${channels.externalId} = ${key} or lower(${channels.name}) = ${name})`,
      ),
    )
    .limit(1);
  if (!row)
    throw new PatchbayError('not_found', {
      detail: 'There is no such Slack channel that the app can see.',
      remedy: 'Invite the app to it, or read the channels again.',
    });
  return row;
}

export const listChannels = (tx: Transaction, workspaceId: string): Promise<ChannelRow[]> =>
  tx
    .select()
    .from(channels)
    .where(and(eq(channels.workspaceId, workspaceId), isNull(channels.removedAt)))
    .orderBy(asc(channels.isArchived), asc(channels.name), asc(channels.id));

export const removeChannels = (tx: Transaction, of: Place, externalIds: readonly string[], at: Date) =>
  tx
    .update(channels)
    .set({ removedAt: at })
    .where(and(own(of), inArray(channels.externalId, [...externalIds])));
