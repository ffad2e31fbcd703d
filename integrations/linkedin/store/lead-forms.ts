import { isDeepStrictEqual } from 'node:util';
import { and, eq, lte, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Transaction } from '#sdk';
import { linkedinLeadForms as forms } from '../models/index.ts';
import type { FormFacts } from '../serializers/leads.ts';

type FormRow = typeof forms.$inferSelect;

export async function formByExternalId(tx: Transaction, workspaceId: string, formId: string): Promise<FormRow | undefined> {
  const [row] = await tx
    .select()
    .from(forms)
    .where(and(eq(forms.workspaceId, workspaceId), eq(forms.formId, formId)));
  return row;
}

const isSame = (row: FormRow, form: FormFacts): boolean =>
  row.version === form.version && row.name === form.name && row.legalHash === form.legalHash && isDeepStrictEqual(row.questions, form.questions);

/**
 * The newest version of a form; what people have chosen for it stays. Each lead brings its form along: one that says
 * nothing new is not written, for writing would hold its row against every other lead of it.
 */
export async function saveForm(tx: Transaction, workspaceId: string, connectionId: string, ownerUrn: string, form: FormFacts, now: Date): Promise<void> {
  const { formId, version, name, locale, questions, consents, legalHash } = form;
  const before = await formByExternalId(tx, workspaceId, formId);
  const state = form.state || before?.state || 'PUBLISHED';
  if (before && (before.version > version || (isSame(before, form) && before.connectionId === connectionId && before.state === state))) return;
  const facts = { version, name, state, locale, questions, consents, legalHash };
  await tx
    .insert(forms)
    .values({ workspaceId, id: uuidv7(), connectionId, ownerUrn, formId, ...facts })
    .onConflictDoUpdate({
      target: [forms.workspaceId, forms.formId],
      set: { ...facts, connectionId, ownerUrn, updatedAt: now },
      setWhere: lte(forms.version, sql`excluded.version`),
    });
}

export const listForms = (tx: Transaction, workspaceId: string) =>
  tx.select().from(forms).where(eq(forms.workspaceId, workspaceId)).orderBy(forms.name, forms.id);

export async function formById(tx: Transaction, workspaceId: string, id: string) {
  const [row] = await tx
    .select()
    .from(forms)
    .where(and(eq(forms.workspaceId, workspaceId), eq(forms.id, id)));
  return row;
}
