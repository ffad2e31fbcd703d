import type { ConnectedContext, UserId } from '#sdk';
import { openReject } from '../approvals/presses.ts';
import type { Json } from '../client/chat.ts';
import { openNew } from '../commands/open.ts';
import { openChooser } from '../forms/chooser.ts';
import { noteForm } from '../forms/note.ts';
import { openPreferences } from '../forms/preferences.ts';
import { openSave } from '../forms/save-messages.ts';
import { updateDealForm } from '../forms/update-deal.ts';
import type { Interaction } from '../serializers/inbound.ts';
import type { MemberRow } from '../store/members.ts';

export interface OpenerInput {
  ctx: ConnectedContext;
  userId: UserId;
  member: MemberRow;
  payload: Interaction;
  /** What the button carries. */
  value: string;
}
export type Opener = (input: OpenerInput) => Promise<Json | undefined>;

/** Buttons and shortcuts that open a form. */
export const OPENERS: Readonly<Record<string, Opener>> = {
  approval_no: openReject,
  deal_update: updateDealForm,
  deal_note: noteForm,
  record_note: noteForm,
  open_new: openNew,
  open_new_contact: openNew,
  open_new_task: openNew,
  open_prefs: openPreferences,
  crm_create_global: openChooser,
  crm_log_message: openSave,
};
