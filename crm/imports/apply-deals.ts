import type { Transaction } from '#sdk';
import { contactsOf, type DealRow } from '../deals/shape.ts';
import { createDeal, type DealChange, updateDeal } from '../deals/write-deal.ts';
import { tagsOf } from '../fields/record-tags.ts';
import { deals } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { applyEach } from './apply-each.ts';
import { findContacts, findDeal, findPipeline, findStageNamed } from './find-named.ts';
import { changed } from './fold-values.ts';
import { type Applying, type Outcome, skipped } from './outcome.ts';
import { ownChanges } from './own-changes.ts';
import { placeOrganizations } from './place-organizations.ts';
import type { Draft } from './read-draft.ts';
import { mayTouch, rowsForUpdate } from './records.ts';

const PLAIN = ['expectedCloseDate', 'actualCloseDate', 'lossReason', 'lossReasonDetail', 'leadSource', 'nextStep', 'description', 'probability'] as const;
const email = (value: string) => ({ kind: 'email' as const, value, display: null });

/** Applies rows of deals, one after the other: of one name at one organization there is one deal. */
export const applyDeals = (tx: Transaction, scope: CrmScope, drafts: readonly Draft[], applying: Applying): Promise<Outcome[]> =>
  applyEach(tx, drafts, (inner, draft) => applyOne(inner, scope, draft, applying));

async function applyOne(tx: Transaction, scope: CrmScope, draft: Draft, applying: Applying): Promise<Outcome> {
  const { said, line } = draft;
  const name = said.name as string | undefined;
  if (!name) return skipped(draft, 'nothing_in_it', 'There is no name of a deal in this row.');
  const wanted = { name: said.organization as string | undefined, domain: said.organizationDomain as string | undefined };
  const [place] = await placeOrganizations(tx, scope, applying, [wanted.name || wanted.domain ? wanted : undefined]);
  const people = await findContacts(tx, scope, ((said.contactEmail ?? []) as string[]).map(email));
  const id = place?.isNew ? undefined : await findDeal(tx, scope, name, place?.id);
  if (!id) {
    const change = await changeOf(tx, scope, draft, undefined, applying);
    const contacts = people.map((contactId) => ({ contactId, role: 'other' as const }));
    const row = await createDeal(tx, scope, { ...change, name, organizationId: place?.id, contacts, tags: (said.tags ?? []) as string[] });
    const made = place?.isNew ? { before: { organization: place.id } } : {};
    return { line, result: 'created', recordId: row.id, version: row.version, title: name, ...made };
  }
  const before = (await rowsForUpdate(tx, scope, deals, [id])).get(id);
  const problem = mayTouch(scope, before, applying.onExisting, 'This name belongs to', 'deal');
  const shown = { title: name, ...(before && problem?.code !== 'not_yours' ? { existing: { id, title: before.name, by: 'name' } } : {}) };
  if (problem || !before) return { ...skipped(draft, problem?.code ?? 'conflict', problem?.reason ?? ''), ...shown };
  const had = (await contactsOf(tx, scope, [id])).get(id) ?? [];
  const contacts = [
    ...had,
    ...people.filter((each) => !had.some(({ contactId }) => contactId === each)).map((contactId) => ({ contactId, role: 'other' as const })),
  ];
  const tags = [...new Set([...((await tagsOf(tx, scope, [id])).get(id) ?? []), ...((said.tags ?? []) as string[])])];
  const row = await updateDeal(tx, scope, id, { ...(await changeOf(tx, scope, draft, before, applying)), contacts, tags });
  if (row.version === before.version)
    return { ...skipped(draft, 'already_there', 'This deal is there already, with everything that this row says.'), ...shown };
  return { line, result: 'updated', recordId: id, version: row.version, before: await ownChanges(tx, scope, id), ...shown };
}

async function changeOf(tx: Transaction, scope: CrmScope, { said, custom }: Draft, before: DealRow | undefined, { onExisting }: Applying): Promise<DealChange> {
  const had: Record<string, unknown> = before ?? {};
  const how = before ? onExisting : 'overwrite';
  const money = said.amount as { amount: string; currency: string; said: boolean } | undefined;
  const change: DealChange = changed(had, Object.fromEntries(PLAIN.map((field) => [field, said[field]])), how);
  if (money && 'amount' in changed(had, { amount: money.amount }, how)) {
    change.amount = money.amount;
    change.currency = money.said ? money.currency : ((said.currency as string | undefined) ?? money.currency);
  }
  if (said.owner && 'ownerId' in changed(had, { ownerId: said.owner }, how)) change.ownerId = said.owner as string;
  const values = changed(before?.customFields ?? {}, custom, how);
  if (Object.keys(values).length > 0) change.customFields = values;
  const stage = said.stage as string | undefined;
  // How far a deal has come is never empty: only a file that has the last word moves it.
  if ((!before || onExisting === 'overwrite') && (stage || said.pipeline)) {
    change.pipelineId = await findPipeline(tx, scope, said.pipeline as string | undefined);
    const found = stage ? await findStageNamed(tx, scope, change.pipelineId, stage) : undefined;
    if (found) change.stage = found.key;
    if (found?.outcome === 'lost' && !before?.lossReason && !change.lossReason) change.lossReason = 'other';
    // Other programs keep a chance and a last forecast for deals that are closed: what is closed is certain here.
    if (found && found.outcome !== 'open') delete change.probability;
  }
  return change;
}
