import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { assertVersion, changesOf, type FieldChange, keepAddedOf, keepChanges } from '../changes.ts';
import { zoneOfCaller } from '../colleagues.ts';
import { checkCustomFields, customFieldChanges } from '../fields/custom-fields.ts';
import { readAmount } from '../fields/money.ts';
import { setTags, tagsOf } from '../fields/record-tags.ts';
import { crmSettings, dealContacts, deals, stageChanges } from '../models.ts';
import { defaultPipeline } from '../pipelines/default-pipeline.ts';
import { findStage, firstStage, type Stage } from '../pipelines/find-stage.ts';
import { assertMayChange, reaches } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { dayIn } from '../today.ts';
import { type Said, standingAfter } from './outcome.ts';
import { holdOrder, positionAt, topOf } from './position.ts';
import { checkReferences } from './references.ts';
import { contactsOf, type DealContact, type DealRow } from './shape.ts';
import { tellOfDeals } from './tell.ts';

type Optional<T> = { [K in keyof T]?: T[K] | undefined };
type Settable = Pick<
  DealRow,
  | 'name'
  | 'description'
  | 'currency'
  | 'organizationId'
  | 'ownerId'
  | 'pipelineId'
  | 'stage'
  | 'expectedCloseDate'
  | 'leadSource'
  | 'nextStep'
  | 'isActive'
  | 'customFields'
>;
export interface DealChange extends Optional<Settable>, Said {
  amount?: string | null | undefined;
  contacts?: readonly DealContact[] | undefined;
  tags?: readonly string[] | undefined;
  /** The place on the board, counted from 0 as the caller sees the stage. */
  position?: number | undefined;
  /** The version the caller has seen. */
  version?: number | undefined;
}
export type NewDeal = DealChange & { name: string };

export const dealById = ({ workspaceId }: CrmScope, id: string) => and(eq(deals.workspaceId, workspaceId), eq(deals.id, id));
export const todayOf = async (tx: Transaction, scope: CrmScope): Promise<string> => dayIn(await zoneOfCaller(tx, scope), scope.clock.now());

/** A live deal that the caller may change, held until the commit. */
export async function lockDeal(tx: Transaction, scope: CrmScope, id: string, seen?: number): Promise<DealRow> {
  const [row] = await tx
    .select()
    .from(deals)
    .where(and(dealById(scope, id), eq(deals.recordState, 'live')))
    .for('update');
  assertMayChange(scope.reach, row);
  if (!row) throw new PatchbayError('not_found');
  assertVersion(row, seen);
  return row;
}

export async function createDeal(tx: Transaction, scope: CrmScope, input: NewDeal): Promise<DealRow> {
  const { workspaceId } = scope;
  const { contacts } = await checkReferences(tx, scope, input);
  const pipelineId = input.pipelineId ?? (await defaultPipeline(tx, scope));
  const stage = input.stage === undefined ? await firstStage(tx, scope, pipelineId, 'open') : await findStage(tx, scope, pipelineId, input.stage);
  const id = uuidv7();
  const at = scope.clock.now();
  const customFields = await checkCustomFields(tx, scope, 'deal', id, input.customFields, undefined);
  const place = { pipelineId, stage: stage.key };
  if (input.position !== undefined) await holdOrder(tx, scope, place);
  const [row] = await tx
    .insert(deals)
    .values({
      workspaceId,
      id,
      ...plainColumns(input),
      name: input.name,
      currency: input.currency ?? (await ownCurrency(tx, scope)),
      ownerId: input.ownerId === undefined ? (scope.userId ?? null) : input.ownerId,
      ...place,
      stageSince: at,
      ...standing(undefined, stage, input, await todayOf(tx, scope)),
      position: input.position === undefined ? await topOf(tx, scope, place) : await positionAt(tx, scope, place, id, input.position),
      customFields,
      createdAt: at,
      updatedAt: at,
    })
    .returning();
  if (!row) throw new PatchbayError('internal');
  await tx.insert(stageChanges).values({ workspaceId, id: uuidv7(), dealId: id, pipelineId, fromStage: null, toStage: stage.key, actor: scope.actorName, at });
  if (contacts) await setContacts(tx, scope, id, contacts);
  if (input.tags) await setTags(tx, scope, 'deal', id, input.tags);
  const changes = [...changesOf({}, plainColumns(input)), ...customFieldChanges({}, customFields)].filter(({ after }) => after !== null);
  await keepAddedOf(tx, scope, 'deal', [{ recordId: id, changes }]);
  await tellOfDeals(tx, scope, [{ row, before: undefined, changes }]);
  return row;
}

export async function updateDeal(tx: Transaction, scope: CrmScope, id: string, change: DealChange): Promise<DealRow> {
  if (change.position !== undefined) await holdPlace(tx, scope, id, change);
  const before = await lockDeal(tx, scope, id, change.version);
  const target = await targetStage(tx, scope, before, change);
  // What stays as it is may point to what is gone by now.
  const { contacts } = await checkReferences(tx, scope, {
    ownerId: change.ownerId === before.ownerId ? undefined : change.ownerId,
    organizationId: change.organizationId === before.organizationId ? undefined : change.organizationId,
    contacts: change.contacts,
  });
  const at = scope.clock.now();
  const customFields = change.customFields ? await checkCustomFields(tx, scope, 'deal', id, change.customFields, before.customFields) : before.customFields;
  const place = { pipelineId: target?.pipelineId ?? before.pipelineId, stage: target?.stage.key ?? before.stage };
  const columns = {
    ...plainColumns(change),
    ...(change.currency === undefined ? {} : { currency: change.currency }),
    ...place,
    ...standing(before, target?.stage, change, await todayOf(tx, scope)),
  };
  const beside = await changeBeside(tx, scope, before, { contacts, tags: change.tags });
  const changes = [...changesOf(before, columns), ...customFieldChanges(before.customFields, customFields), ...beside];
  const position = await newPosition(tx, scope, before, place, change, target !== undefined);
  if (changes.length === 0 && position === before.position) return before;
  const [row] = await tx
    .update(deals)
    .set({ ...columns, customFields, position, ...(target ? { stageSince: at } : {}), version: before.version + 1, updatedAt: at })
    .where(dealById(scope, id))
    .returning();
  if (!row) throw new PatchbayError('not_found');
  if (target) await tx.insert(stageChanges).values(stageChange(scope, before, place, at));
  await keepChanges(tx, scope, 'deal', id, changes);
  await tellOfDeals(tx, scope, [{ row, before, changes }]);
  return row;
}

export const stageChange = (scope: CrmScope, before: DealRow, { pipelineId, stage }: { pipelineId: string; stage: string }, at: Date) => ({
  workspaceId: scope.workspaceId,
  id: uuidv7(),
  dealId: before.id,
  pipelineId,
  fromStage: before.stage,
  toStage: stage,
  actor: scope.actorName,
  at,
});

/** The order of a stage is held before the deal itself: those who do both never wait for each other in a circle. */
async function holdPlace(tx: Transaction, scope: CrmScope, id: string, change: DealChange): Promise<void> {
  const [now] = await tx.select({ pipelineId: deals.pipelineId, stage: deals.stage, ownerId: deals.ownerId }).from(deals).where(dealById(scope, id));
  if (now && reaches(scope.reach.read, now.ownerId)) {
    await holdOrder(tx, scope, { pipelineId: change.pipelineId ?? now.pipelineId, stage: change.stage ?? now.stage });
  }
}

async function targetStage(tx: Transaction, scope: CrmScope, before: DealRow, change: DealChange): Promise<{ pipelineId: string; stage: Stage } | undefined> {
  const pipelineId = change.pipelineId ?? before.pipelineId;
  const elsewhere = pipelineId !== before.pipelineId;
  if (!elsewhere && (change.stage === undefined || change.stage === before.stage)) return undefined;
  const stage = change.stage === undefined ? await firstStage(tx, scope, pipelineId, before.status) : await findStage(tx, scope, pipelineId, change.stage);
  return { pipelineId, stage };
}

function standing(before: DealRow | undefined, stage: Stage | undefined, said: Said, today: string) {
  const outcome = standingAfter(before, stage, said, today);
  if ('problems' in outcome) throw new PatchbayError('invalid_input', { errors: outcome.problems });
  return outcome.standing;
}

async function newPosition(
  tx: Transaction,
  scope: CrmScope,
  before: DealRow,
  place: { pipelineId: string; stage: string },
  { position }: DealChange,
  moves: boolean,
): Promise<number> {
  if (position !== undefined) return positionAt(tx, scope, place, before.id, position);
  return moves ? topOf(tx, scope, place) : before.position;
}

/** Contacts and tags hang beside the row. */
async function changeBeside(
  tx: Transaction,
  scope: CrmScope,
  { id }: DealRow,
  { contacts, tags }: { contacts: readonly DealContact[] | undefined; tags: readonly string[] | undefined },
): Promise<FieldChange[]> {
  const changes: FieldChange[] = [];
  if (contacts) {
    changes.push(...changesOf({ contacts: (await contactsOf(tx, scope, [id])).get(id) }, { contacts }));
    if (changes.length > 0) await setContacts(tx, scope, id, contacts);
  }
  if (tags) {
    const old = (await tagsOf(tx, scope, [id])).get(id) ?? [];
    await setTags(tx, scope, 'deal', id, tags);
    changes.push(...changesOf({ tags: old }, { tags: (await tagsOf(tx, scope, [id])).get(id) }));
  }
  return changes;
}

export async function setContacts(tx: Transaction, { workspaceId }: CrmScope, dealId: string, contacts: readonly DealContact[]): Promise<void> {
  await tx.delete(dealContacts).where(and(eq(dealContacts.workspaceId, workspaceId), eq(dealContacts.dealId, dealId)));
  if (contacts.length > 0) await tx.insert(dealContacts).values(contacts.map((contact) => ({ workspaceId, dealId, ...contact })));
}

function plainColumns(change: DealChange) {
  const { name, description, amount, organizationId, ownerId, expectedCloseDate, leadSource, nextStep, isActive } = change;
  const columns = { name, description, amount: amountOf(amount), organizationId, ownerId, expectedCloseDate, leadSource, nextStep, isActive };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as Partial<typeof columns>;
}

function amountOf(amount: string | null | undefined): string | null | undefined {
  if (amount === null || amount === undefined) return amount;
  const read = readAmount(amount);
  if (read === undefined || read.startsWith('-'))
    throw new PatchbayError('invalid_input', { errors: [{ path: 'amount', message: 'is no amount such as "12.50"' }] });
  return read;
}

async function ownCurrency(tx: Transaction, { workspaceId }: CrmScope): Promise<string> {
  const [settings] = await tx.select({ currency: crmSettings.currency }).from(crmSettings).where(eq(crmSettings.workspaceId, workspaceId));
  return settings?.currency ?? 'USD';
}
