import { hash } from 'node:crypto';
import type { WorkspaceId } from '#sdk';

export interface EventSource {
  integration: string;
  provider: string;
  topic: string;
  /** The connection whose own secret verified the request: its sender may not take ids away from other connections. */
  ownConnectionId?: string | undefined;
}

const digest = (...parts: readonly string[]) => hash('sha256', JSON.stringify(parts), 'buffer');

/** The same event has the same id whenever it comes (UUID version 8): the primary key then drops repeats. */
export function eventRowId({ integration, provider, topic, ownConnectionId = '' }: EventSource, eventId: string): string {
  const bytes = digest('event', integration, provider, topic, ownConnectionId, eventId).subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** What a worker locks: events of one ordering key share it, an event without one has its own. Text, because it has 64 bits. */
export function keyHashOf(workspaceId: WorkspaceId, { integration, provider }: EventSource, orderingKey: string | undefined, rowId: string): string {
  const parts = orderingKey === undefined ? ['row', workspaceId, rowId] : ['key', workspaceId, integration, provider, orderingKey];
  return digest(...parts)
    .readBigInt64BE(0)
    .toString();
}

/** Text of strangers in a form that every text column takes. */
export function storable(text: string, longest: number): string {
  // A NUL byte fails the whole statement, and with it the events of others.
  return text.replaceAll('\0', '').toWellFormed().slice(0, longest).toWellFormed();
}
