import { changerOf, type OwnedChange } from '../change-owned.ts';
import { type CONTACT_LIFECYCLE_STAGES, contacts } from '../models.ts';
import type { ContactRow } from './shape.ts';
import { tellOfContacts } from './tell.ts';

type Stage = (typeof CONTACT_LIFECYCLE_STAGES)[number];
export type ContactsChange = OwnedChange<Stage>;

/** One change of many contacts: who owns them, their stage of life, their tags. */
export const { changeMany: changeContacts, changeHeld } = changerOf<ContactRow, Stage>({
  entity: 'contact',
  table: contacts,
  tell: (tx, scope, changed) => tellOfContacts(tx, scope, 'contact.updated', changed),
});
