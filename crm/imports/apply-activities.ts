import { hash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import type { Direction } from '../activities/facts.ts';
import { recordActivity } from '../activities/record-activity.ts';
import { type Identity, identityKey } from '../identities/identity-value.ts';
import { type ActivityKind, activities } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { applyEach } from './apply-each.ts';
import { findContacts, findDeal } from './find-named.ts';
import { type Applying, type Outcome, skipped } from './outcome.ts';
import { placeOrganizations } from './place-organizations.ts';
import type { Draft } from './read-draft.ts';

const DIRECTION_OF: Partial<Record<ActivityKind, Direction>> = { call: 'outbound', email: 'outbound', message: 'outbound' };
const SNIPPET = 200;

/** Applies rows of what happened. The same row, in this file or in one of yesterday, is one activity. */
export const applyActivities = (tx: Transaction, scope: CrmScope, drafts: readonly Draft[], applying: Applying): Promise<Outcome[]> =>
  applyEach(tx, drafts, (inner, draft) => applyOne(inner, scope, draft, applying));

async function applyOne(tx: Transaction, scope: CrmScope, draft: Draft, applying: Applying): Promise<Outcome> {
  const { said, line, cells } = draft;
  const text = (name: string) => said[name] as string | undefined;
  const occurredAt = said.occurredAt as Date | undefined;
  if (!occurredAt) return skipped(draft, 'nothing_in_it', 'This row does not say when it was.');
  const named: Identity[] = [
    ...((said.contactEmail ?? []) as string[]).map((value) => ({ kind: 'email' as const, value, display: null })),
    ...((said.contactPhone ?? []) as Identity[]),
  ];
  const contactIds = await findContacts(tx, scope, named);
  const wanted = { name: text('organization'), domain: text('organizationDomain') };
  const [place] = await placeOrganizations(tx, scope, applying, [wanted.name || wanted.domain ? wanted : undefined]);
  const dealName = text('deal');
  const dealId = dealName ? await findDeal(tx, scope, dealName, place?.id) : undefined;
  if (dealName && !dealId) return skipped(draft, 'not_found', `There is no deal “${dealName}”. Import the deals first, or leave this column out.`);
  if (contactIds.length === 0 && !place && !dealId)
    return skipped(draft, 'not_found', 'This row does not say with whom it was: no contact, organization or deal is named.');
  const kind = (text('kind') ?? 'note') as ActivityKind;
  const body = text('body');
  const subject = text('subject') ?? null;
  const sourceKey = `import:${text('externalId') ?? hash('sha256', JSON.stringify([kind, occurredAt.toISOString(), subject, body, named.map(identityKey), dealName, wanted]), 'hex')}`;
  const [there] = await tx
    .select({ id: activities.id })
    .from(activities)
    .where(and(eq(activities.workspaceId, scope.workspaceId), eq(activities.sourceKey, sourceKey)));
  const title = subject ?? body?.slice(0, SNIPPET) ?? kind;
  if (there)
    return { ...skipped({ line, cells }, 'already_there', 'This is on the timeline already.'), title, existing: { id: there.id, title, by: 'source' } };
  const { id } = await recordActivity(tx, scope, {
    kind,
    direction: (text('direction') as Direction | undefined) ?? DIRECTION_OF[kind] ?? 'internal',
    occurredAt,
    subject,
    body,
    snippet: body?.slice(0, SNIPPET),
    status: text('status'),
    ownerId: text('owner') ?? scope.userId,
    visibility: 'everything',
    dealId,
    organizationId: place?.id,
    participants: contactIds.map((contactId) => ({ contactId, address: '', role: 'about' })),
    sourceKey,
  });
  return { line, result: 'created', recordId: id, title, ...(place?.isNew ? { before: { organization: place.id } } : {}) };
}
