import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import type { OAuthAccount } from '../oauth/options.ts';
import { lookUp, type Store } from '../store.ts';
import { type Verb, verb } from '../twin.ts';
import { type Change, createNote, deleteNote, type JotterData, type Note, type NoteFields, updateNote } from './store.ts';
import { changeWebhook } from './webhook.ts';

const noteKey = { account: z.string().default('ada@acme.test'), id: z.string().optional(), external_ref: z.string().optional() };

/** What colleagues do in Jotter's own application. */
export const jotterVerbs = (store: Store<JotterData>, clock: VirtualClock, accounts: readonly OAuthAccount[], onQuota: () => void): Record<string, Verb> => {
  const accountId = (key: string): string => {
    const account = accounts.find(({ id, email }) => id === key || email === key);
    if (!account) throw new RangeError(`No account “${key}”. There are: ${accounts.map(({ email }) => email).join(', ')}.`);
    return account.id;
  };
  const find = (account: string, { id, external_ref }: { id?: string; external_ref?: string }): Note | undefined => {
    const owner = accountId(account);
    const note =
      id === undefined
        ? Object.values(store.data.notes).find(
            (row) => external_ref !== undefined && row.external_ref === external_ref && row.account_id === owner && !row.deleted,
          )
        : lookUp(store.data.notes, id);
    return note && note.account_id === owner && !note.deleted ? note : undefined;
  };
  const deed = (changes: readonly Change[]) => ({ result: { notes: changes.map(({ note }) => note) }, webhooks: changes.map(changeWebhook) });
  const at = () => clock.now().toISOString();

  /** One note, and then `edits` changes of it. */
  const putOne = (account: string, existing: Note | undefined, fields: NoteFields, edits: number): Change[] => {
    const first = existing ? updateNote(store.data, existing, at(), fields) : createNote(store.data, accountId(account), at(), fields);
    const changes = [first];
    for (let edit = 1; edit <= edits; edit += 1) {
      const last = changes.at(-1) ?? first;
      changes.push(updateNote(store.data, last.note, at(), { body: `${fields.body ?? first.note.body} (edit ${edit})` }));
    }
    return changes;
  };

  return {
    'note.put': verb(
      'Write a note, or change one by id or external_ref',
      z.strictObject({
        ...noteKey,
        title: z.string().optional(),
        body: z.string().optional(),
        count: z.number().int().min(1).max(20_000).default(1),
        edits: z.number().int().min(0).max(1_000).default(0),
      }),
      ({ account, id, count, edits, ...fields }) => {
        const existing = find(account, { id, external_ref: fields.external_ref });
        if (id !== undefined && !existing) throw new RangeError(`No note “${id}”.`);
        if (existing) return deed(putOne(account, existing, fields, edits));
        const numbered = (index: number): NoteFields =>
          count === 1
            ? fields
            : { ...fields, title: `${fields.title ?? 'Note'} ${index + 1}`, external_ref: fields.external_ref && `${fields.external_ref}-${index + 1}` };
        return deed(Array.from({ length: count }, (_, index) => putOne(account, undefined, numbered(index), edits)).flat());
      },
    ),
    'note.delete': verb('Delete a note by id or external_ref', z.strictObject(noteKey), ({ account, id, external_ref }) => {
      const note = find(account, { id, external_ref });
      if (!note) throw new RangeError(`No note “${id ?? external_ref ?? ''}”.`);
      return deed([deleteNote(store.data, note, at())]);
    }),
    'cursor.drop': verb('Forget all cursors: the next read by one gets 410', z.strictObject({}), () => {
      store.data.cursorEpoch += 1;
      return { result: { epoch: store.data.cursorEpoch } };
    }),
    'quota.set': verb(
      'Change the allowance of calls per account',
      z.strictObject({
        limit: z.number().int().min(0).max(1_000_000),
        windowSeconds: z.number().min(1).max(86_400).default(60),
        kind: z.enum(['fixed', 'sliding']).default('fixed'),
      }),
      ({ limit, windowSeconds, kind }) => {
        store.data.allowance = { limit, windowMs: windowSeconds * 1000, kind };
        onQuota();
        return { result: store.data.allowance };
      },
    ),
  };
};
