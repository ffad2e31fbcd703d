/** Branded identifiers: a ConnectionId cannot be handed over where a WorkspaceId is wanted. */
declare const brand: unique symbol;
export type Branded<T, Name extends string> = T & { readonly [brand]: Name };

export type WorkspaceId = Branded<string, 'WorkspaceId'>;
export type ConnectionId = Branded<string, 'ConnectionId'>;
export type UserId = Branded<string, 'UserId'>;
export type ApiKeyId = Branded<string, 'ApiKeyId'>;
export type EventId = Branded<string, 'EventId'>;
export type JobId = Branded<string, 'JobId'>;
export type FileId = Branded<string, 'FileId'>;
export type WebhookEventId = Branded<string, 'WebhookEventId'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for a lower-case UUID of any version. The only form in which an id may reach an SQL string. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

/**
 * Checks text from outside and brands it.
 * @throws TypeError when the text is no UUID (callers at the edge answer 404, never 500).
 * @example asId<ConnectionId>('0199a2f0-0000-7000-8000-000000000000')
 */
export function asId<Id extends string>(value: string): Id {
  const lower = value.toLowerCase();
  if (!isUuid(lower)) throw new TypeError('not a UUID');
  return lower as Id;
}

/**
 * The installation's own workspace: owner of what has no owner yet, such as a verified webhook of an account
 * that no connection knows. Only the installation owner sees it.
 */
export const INSTALLATION_WORKSPACE = '00000000-0000-7000-8000-000000000001' as WorkspaceId;
