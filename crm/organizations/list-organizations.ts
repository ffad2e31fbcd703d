import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { normaliseDomain } from '../identities/normalise.ts';
import { type After, keyset, SORT_TIME, type Sort, type SortName } from '../keyset.ts';
import { type INDUSTRIES, type ORGANIZATION_LIFECYCLE_STAGES, organizations } from '../models.ts';
import { ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { foundByWords } from '../search/found-by-words.ts';
import type { OrganizationRow } from './shape.ts';

export interface OrganizationQuery {
  ownerId?: string | undefined;
  lifecycleStage?: (typeof ORGANIZATION_LIFECYCLE_STAGES)[number] | undefined;
  industry?: (typeof INDUSTRIES)[number] | undefined;
  isActive?: boolean | undefined;
  tag?: string | undefined;
  domain?: string | undefined;
  /** Words of anything an organization is found by. */
  q?: string | undefined;
  filter?: SQL | undefined;
}
const SORTS = {
  createdAt: { of: [organizations.createdAt], type: 'timestamptz' },
  updatedAt: { of: [organizations.updatedAt], type: 'timestamptz' },
  name: { of: [organizations.name], type: 'text' },
  lastContactedAt: SORT_TIME(organizations.lastContactedAt),
} as const satisfies Record<string, Sort>;
export const ORGANIZATION_SORTS = Object.keys(SORTS).flatMap((name) => [name, `-${name}`]) as SortName<typeof SORTS>[];

export interface OrganizationPage extends OrganizationQuery {
  sort?: SortName<typeof SORTS> | undefined;
  limit: number;
  after?: After | undefined;
}

function organizationsWhere(scope: CrmScope, query: OrganizationQuery): SQL | undefined {
  const { workspaceId, reach } = scope;
  const { ownerId, lifecycleStage, industry, isActive, tag, domain, q, filter } = query;
  return and(
    eq(organizations.workspaceId, workspaceId),
    eq(organizations.recordState, 'live'),
    ownedBy(reach.read, organizations.ownerId),
    ownerId ? eq(organizations.ownerId, ownerId) : undefined,
    lifecycleStage ? eq(organizations.lifecycleStage, lifecycleStage) : undefined,
    industry ? eq(organizations.industry, industry) : undefined,
    isActive === undefined ? undefined : eq(organizations.isActive, isActive),
    tag
      ? sql`${organizations.id} in (select rt.record_id from record_tags rt join tags t on t.workspace_id = rt.workspace_id and t.id = rt.tag_id
          where rt.workspace_id = ${workspaceId} and t.name = ${tag} and rt.entity = 'organization')`
      : undefined,
    domain === undefined
      ? undefined
      : sql`${organizations.id} in (select d.organization_id from organization_domains d where d.workspace_id = ${workspaceId} and d.domain = ${normaliseDomain(domain) ?? ''})`,
    q?.trim() ? foundByWords(scope, 'organization', organizations.id, q) : undefined,
    filter,
  );
}

/** One page; `next` says where the following one begins. */
export async function listOrganizations(
  tx: Transaction,
  scope: CrmScope,
  page: OrganizationPage,
): Promise<{ rows: OrganizationRow[]; next: (string | number)[] | null }> {
  const { sort = '-createdAt', limit, after } = page;
  const { key, order, beyond, cursor, refuse } = keyset(SORTS, sort, organizations.id, after);
  const rows = await tx
    .select({ organization: organizations, key })
    .from(organizations)
    .where(and(organizationsWhere(scope, page), beyond))
    .orderBy(...order)
    .limit(limit + 1)
    .catch(refuse);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown.map((row) => row.organization), next: rows.length > limit && last ? cursor({ key: last.key, id: last.organization.id }) : null };
}
