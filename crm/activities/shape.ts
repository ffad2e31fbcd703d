import { type SQL, sql } from 'drizzle-orm';
import { activities, type Visibility } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import type { ActivityRow } from './facts.ts';
import type { Participant } from './participants.ts';

/** What is taken away from those whose it is not, by how much its owner shows. */
const HIDDEN: Readonly<Record<Visibility, readonly MaskedField[]>> = {
  private: ['subject', 'snippet', 'body', 'url', 'data'],
  metadata: ['subject', 'snippet', 'body', 'url', 'data'],
  subject: ['snippet', 'body', 'url', 'data'],
  everything: [],
};
export type MaskedField = 'subject' | 'snippet' | 'body' | 'url' | 'data';
export const hiddenFields = (visibility: Visibility): readonly MaskedField[] => HIDDEN[visibility];

type SourceColumn = 'integration' | 'provider' | 'connectionId' | 'externalId' | 'threadId' | 'url';
/** Where an activity comes from; null for what was entered here. */
export type ActivitySource = Pick<ActivityRow, SourceColumn>;
export function sourceOf({ integration, provider, connectionId, externalId, threadId, url }: ActivitySource): ActivitySource | null {
  return integration || externalId || threadId || url ? { integration, provider, connectionId, externalId, threadId, url } : null;
}

export interface Activity extends Omit<ActivityRow, 'workspaceId' | 'toldAt' | 'sourceKey' | SourceColumn> {
  source: ActivitySource | null;
  participants: Participant[];
  /** Fields that its owner does not show to the caller. */
  hidden: readonly MaskedField[];
}

/** Whether the caller is shown all of an activity: only its owner is, where it is not open to everybody. */
export const isOwn = ({ userId }: Pick<CrmScope, 'userId'>, { ownerId }: Pick<ActivityRow, 'ownerId'>): boolean => userId !== undefined && userId === ownerId;

/**
 * The columns of an activity as the caller may read them: what is hidden does not leave the database.
 * Lists leave out the bodies of mails and the like, which may be long.
 */
export function readableColumns({ userId }: Pick<CrmScope, 'userId'>, { withBody }: { withBody: 'always' | 'of notes' }) {
  const own = userId ? sql`${activities.ownerId} is not distinct from ${userId}::uuid` : sql`false`;
  const shown = <T>(column: SQL | (typeof activities)[MaskedField], ...from: Visibility[]) =>
    sql<T>`case when ${own} or ${activities.visibility} in (${sql.join(
      from.map((each) => sql`${each}`),
      sql`, `,
    )}) then ${column} end`;
  return {
    id: activities.id,
    kind: activities.kind,
    direction: activities.direction,
    occurredAt: activities.occurredAt,
    subject: shown<string | null>(activities.subject, 'subject', 'everything'),
    snippet: shown<string | null>(activities.snippet, 'everything'),
    body: shown<string | null>(withBody === 'always' ? activities.body : sql`case when ${activities.kind} = 'note' then ${activities.body} end`, 'everything'),
    url: shown<string | null>(activities.url, 'everything'),
    data: shown<Record<string, unknown> | null>(activities.data, 'everything').mapWith(activities.data),
    status: activities.status,
    ownerId: activities.ownerId,
    visibility: activities.visibility,
    dealId: activities.dealId,
    organizationId: activities.organizationId,
    integration: activities.integration,
    provider: activities.provider,
    connectionId: activities.connectionId,
    externalId: activities.externalId,
    threadId: activities.threadId,
    erasedAt: activities.erasedAt,
    createdAt: activities.createdAt,
    updatedAt: activities.updatedAt,
  };
}

/** Nobody but its owner knows of a private one. */
export const notPrivate = ({ userId }: Pick<CrmScope, 'userId'>, a: typeof activities = activities): SQL =>
  userId ? sql`(${a.visibility} <> 'private' or ${a.ownerId} = ${userId}::uuid)` : sql`${a.visibility} <> 'private'`;
