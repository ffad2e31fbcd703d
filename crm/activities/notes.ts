import { PatchbayError, type Role, type Transaction } from '#sdk';
import { colleagues } from '../colleagues.ts';
import type { Visibility } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { checkNamed, lockActivity, readActivity } from './activities.ts';
import type { ActivityRow } from './facts.ts';
import { type ActivityPage, listActivities } from './list-activities.ts';
import { recordActivity, saveActivity } from './record-activity.ts';
import { removeActivity } from './remove-activity.ts';
import { type Activity, isOwn } from './shape.ts';

export interface NewNote {
  body: string;
  contactIds?: readonly string[] | undefined;
  organizationId?: string | undefined;
  dealId?: string | undefined;
  /** Colleagues it is meant for, as ids. */
  mentions?: readonly string[] | undefined;
  visibility?: Visibility | undefined;
}
export interface NoteChange {
  body?: string | undefined;
  mentions?: readonly string[] | undefined;
  visibility?: Visibility | undefined;
}

const SNIPPET = 200;
const snippetOf = (body: string) => body.replaceAll(/\s+/g, ' ').trim().slice(0, SNIPPET);
const MANAGERS: readonly Role[] = ['owner', 'admin', 'manager'];

/** What somebody wrote down about a contact, an organization or a deal. */
export function createNotes(scope: CrmScope) {
  const { db, clock } = scope;
  const checkMentions = async (tx: Transaction, mentions: readonly string[]) => {
    const known = await colleagues(tx, scope, mentions);
    const errors = mentions.flatMap((id, index) =>
      known.has(id) ? [] : [{ path: `mentions.${index}`, message: 'There is no such person in this workspace.' }],
    );
    if (errors.length > 0) throw new PatchbayError('invalid_input', { errors });
  };
  const lock = async (tx: Transaction, id: string): Promise<ActivityRow> => {
    // A manager changes what others wrote, so it is asked here whose it is and not by reach.
    const row = await lockActivity(tx, { ...scope, reach: { ...scope.reach, write: 'all' } }, id);
    if (row.kind !== 'note') throw new PatchbayError('not_found');
    const { actor } = scope;
    const manages = actor.kind === 'system' || actor.kind === 'playbook' || MANAGERS.includes(actor.role);
    if (!manages && !isOwn(scope, row)) throw new PatchbayError('forbidden', { detail: 'Only who wrote a note, or a manager, changes it.' });
    return row;
  };

  return {
    list: (page: Omit<ActivityPage, 'kind'>) => db.transaction((tx) => listActivities(tx, scope, { ...page, kind: 'note' })),
    get: (id: string): Promise<Activity> =>
      db.transaction(async (tx) => {
        const note = await readActivity(tx, scope, id);
        if (note.kind !== 'note') throw new PatchbayError('not_found');
        return note;
      }),
    create: ({ body, contactIds = [], mentions = [], ...named }: NewNote): Promise<Activity> =>
      db.transaction(async (tx) => {
        if (contactIds.length === 0 && !named.organizationId && !named.dealId) {
          throw new PatchbayError('invalid_input', {
            errors: [{ path: 'contactIds', message: 'A note is about a contact, an organization or a deal: name one.' }],
          });
        }
        const participants = contactIds.map((contactId) => ({ address: '', role: 'about', contactId }));
        await checkNamed(tx, scope, { ...named, participants }, (index) => `contactIds.${index}`);
        await checkMentions(tx, mentions);
        const { id } = await recordActivity(tx, scope, {
          ...named,
          kind: 'note',
          direction: 'internal',
          occurredAt: clock.now(),
          body,
          snippet: snippetOf(body),
          ownerId: scope.userId,
          participants,
          data: { mentions: [...new Set(mentions)] },
        });
        return readActivity(tx, scope, id);
      }),
    update: (id: string, { body, mentions, visibility }: NoteChange): Promise<Activity> =>
      db.transaction(async (tx) => {
        const before = await lock(tx, id);
        if (mentions) await checkMentions(tx, mentions);
        if (visibility && before.ownerId && !isOwn(scope, before)) {
          throw new PatchbayError('forbidden', { detail: 'How much others see of it is for its author to say.' });
        }
        await saveActivity(tx, scope, before, {
          visibility,
          ...(body === undefined ? {} : { body, snippet: snippetOf(body) }),
          ...(mentions ? { data: { ...before.data, mentions: [...new Set(mentions)] } } : {}),
        });
        return readActivity(tx, scope, id);
      }),
    remove: (id: string): Promise<void> =>
      db.transaction(async (tx) => {
        await removeActivity(tx, scope, await lock(tx, id));
      }),
  };
}
