import { and, eq } from 'drizzle-orm';
import { isUniqueViolation } from '#platform/database/database-error';
import { PatchbayError, type Transaction } from '#sdk';
import { changesOf, type FieldChange } from '../changes.ts';
import { type Identity, inOrder } from '../identities/identity-value.ts';
import { addIdentities, type IdentityRow, identitiesOf, removeIdentities, settlePrimary } from '../identities/write-identities.ts';
import { identities } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import type { WantedIdentities } from './contact-input.ts';

const FIELD = { email: 'emails', phone: 'phones' } as const;

/** Makes the identities of a contact those that are wanted; kinds that are not named stay. */
export async function changeIdentities(tx: Transaction, scope: CrmScope, contactId: string, wanted: WantedIdentities): Promise<FieldChange[]> {
  if (Object.keys(wanted).length === 0) return [];
  const before = (await identitiesOf(tx, scope, [contactId])).get(contactId) ?? [];
  const added: Identity[] = [];
  let touched = false;
  for (const [kind, list] of Object.entries(wanted) as [keyof WantedIdentities, Identity[]][]) {
    const had = before.filter((row) => row.kind === kind);
    const wants = inOrder(list);
    const gone = had.filter((row) => !wants.some((each) => each.value === row.value));
    await removeIdentities(
      tx,
      scope,
      gone.map((row) => row.id),
    );
    touched ||= gone.length > 0;
    for (const each of wants) {
      const row = had.find(({ value }) => value === each.value);
      if (!row) added.push(each);
      else touched = (await changeIdentity(tx, scope, row, each)) || touched;
    }
  }
  if (added.length > 0) await addIdentities(tx, scope, contactId, added, { addresses: 'refuse' });
  if (added.length === 0 && !touched) return [];
  await settlePrimary(tx, scope, [contactId]);
  const after = (await identitiesOf(tx, scope, [contactId])).get(contactId) ?? [];
  return (['email', 'phone'] as const).flatMap((kind) => changesOf({ [FIELD[kind]]: told(before, kind) }, { [FIELD[kind]]: told(after, kind) }));
}

/** As histories tell it. */
const told = (rows: readonly IdentityRow[], kind: keyof typeof FIELD) =>
  rows
    .filter((row) => row.kind === kind)
    .map(({ value, label, isPrimary, isVerified, isShared }) => ({ value, label, primary: isPrimary, verified: isVerified, shared: isShared }));

async function changeIdentity(tx: Transaction, { workspaceId }: CrmScope, row: IdentityRow, wanted: Identity): Promise<boolean> {
  const after = {
    label: wanted.label === undefined ? row.label : wanted.label,
    isPrimary: wanted.isPrimary ?? row.isPrimary,
    isVerified: wanted.isVerified ?? row.isVerified,
    isShared: wanted.isShared ?? row.isShared,
  };
  if (changesOf(row, after).length === 0) return false;
  try {
    await tx.transaction((inner) =>
      inner
        .update(identities)
        .set(after)
        .where(and(eq(identities.workspaceId, workspaceId), eq(identities.id, row.id))),
    );
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new PatchbayError('already_exists', {
      detail: `Another contact has ${row.value} as well: it stays shared.`,
      remedy: 'Merge the two if they are one person.',
    });
  }
  return true;
}
