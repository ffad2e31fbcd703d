import { reject } from '../approvals/presses.ts';
import { chooser } from '../forms/chooser.ts';
import { log } from '../forms/log.ts';
import { newContact } from '../forms/new-contact.ts';
import { newDeal } from '../forms/new-deal.ts';
import { newOrganization } from '../forms/new-organization.ts';
import { note } from '../forms/note.ts';
import { preferences } from '../forms/preferences.ts';
import { saveMessages } from '../forms/save-messages.ts';
import { task } from '../forms/task.ts';
import { updateDeal } from '../forms/update-deal.ts';
import type { FormDefinition } from './deed.ts';

/** Forms by their callback id. */
export const FORMS: Readonly<Record<string, FormDefinition>> = {
  approval_reject: reject,
  deal_update: updateDeal,
  choose_new: chooser,
  log,
  new_contact: newContact,
  new_deal: newDeal,
  new_organization: newOrganization,
  note,
  preferences,
  save_messages: saveMessages,
  task,
};
