import { randomUUID } from 'node:crypto';
import type { Outgoing } from '../webhook-sender.ts';
import type { Change } from './store.ts';

/** `{ id, type, account_id, sequence, at, note }`: sequence grows with every change of the account. */
export const changeWebhook = ({ type, note }: Change): Outgoing => {
  const eventId = `evt_${randomUUID()}`;
  return { eventId, type, body: JSON.stringify({ id: eventId, type, account_id: note.account_id, sequence: note.sequence, at: note.updated_at, note }) };
};
