import { hash } from 'node:crypto';
import type { WorkspaceId } from '#sdk';

export interface EventSource {
  integration: string;
  provider: string;
  topic: string;
  /** The connection whose own secret verified the request: its sender may not take ids away from other connections. */
  ownConnectionId?: string | undefined;
}

const digest = (...parts: readonly string[]): string => hash('sha256', JSON.stringify(parts), 'hex');
const VARIANT = '89ab';

/** The same event has the same id whenever it comes (UUID version 8): the primary key then drops repeats. */
export function eventRowId({ integration, provider, topic, ownConnectionId = '' }: EventSource, eventId: string): string {
  const hex = digest('event', integration, provider, topic, ownConnectionId, eventId);
  const variant = VARIANT[Number.parseInt(hex[16] ?? '0', 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What a worker locks: events of one ordering key share it, an event without one has its own. Text, because it has 64 bits. */
export function keyHashOf(workspaceId: WorkspaceId, { integration, provider }: EventSource, orderingKey: string | undefined, rowId: string): string {
  const parts = orderingKey === undefined ? ['row', workspaceId, rowId] : ['key', workspaceId, integration, provider, orderingKey];
  return BigInt.asIntN(64, BigInt(`0x${digest(...parts).slice(0, 16)}`)).toString();
}

/** Text of strangers in a form that every text column takes. */
export function storable(text: string, longest: number): string {
  if (text.length <= longest && text.isWellFormed() && !text.includes('\0')) return text;
  // A NUL byte fails the whole statement, and with it the events of others.
  return text.replaceAll('\0', '').toWellFormed().slice(0, longest).toWellFormed();
}
