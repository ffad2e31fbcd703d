import { and, eq } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import { type Identity, identityKey } from '../identities/identity-value.ts';
import { holdersOf } from '../identities/match-contact.ts';
import { deals, pipelines } from '../models.ts';
import { defaultPipeline } from '../pipelines/default-pipeline.ts';
import { type Stage, stagesOf } from '../pipelines/find-stage.ts';
import { ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { fold } from '../search/words.ts';

/**
 * Contacts that a row names by address or number.
 * @throws PatchbayError not_found with the address that nobody has
 */
export async function findContacts(tx: Transaction, scope: CrmScope, named: readonly Identity[]): Promise<string[]> {
  if (named.length === 0) return [];
  const holders = await holdersOf(tx, scope, named);
  const missing = named.find((each) => holders.get(identityKey(each))?.state !== 'live');
  if (missing) {
    throw new PatchbayError('not_found', { detail: `No contact has ${missing.value}.`, remedy: 'Import the contacts first, or leave this column out.' });
  }
  return [...new Set(named.flatMap((each) => holders.get(identityKey(each))?.contactId ?? []))];
}

/** @throws PatchbayError not_found that names the pipelines there are */
export async function findPipeline(tx: Transaction, scope: CrmScope, name: string | undefined): Promise<string> {
  if (!name) return defaultPipeline(tx, scope);
  const all = await tx.select({ id: pipelines.id, name: pipelines.name }).from(pipelines).where(eq(pipelines.workspaceId, scope.workspaceId));
  const found = all.find((each) => fold(each.name) === fold(name));
  if (found) return found.id;
  throw new PatchbayError('not_found', { detail: `There is no pipeline “${name}”.`, remedy: `There are: ${all.map((each) => each.name).join(', ')}.` });
}

/** By its title or key, without regard to case and marks. @throws PatchbayError not_found that names the stages there are */
export async function findStageNamed(tx: Transaction, scope: CrmScope, pipelineId: string, name: string): Promise<Stage> {
  const all = await stagesOf(tx, scope, pipelineId);
  const letters = (text: string) => fold(text).replaceAll(/[^\p{L}\p{N}]/gu, '');
  const found = all.find((each) => letters(each.title) === letters(name) || letters(each.key) === letters(name));
  if (found) return found;
  throw new PatchbayError('not_found', { detail: `There is no stage “${name}”.`, remedy: `There are: ${all.map((each) => each.title).join(', ')}.` });
}

/** The oldest of that name that the caller reaches; of one organization when it is known. */
export async function findDeal(
  tx: Transaction,
  { workspaceId, reach }: CrmScope,
  name: string,
  organizationId: string | undefined,
): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: deals.id })
    .from(deals)
    .where(
      and(
        eq(deals.workspaceId, workspaceId),
        eq(deals.recordState, 'live'),
        eq(deals.name, name),
        organizationId ? eq(deals.organizationId, organizationId) : undefined,
        ownedBy(reach.read, deals.ownerId),
      ),
    )
    .orderBy(deals.id)
    .limit(1);
  return row?.id;
}
