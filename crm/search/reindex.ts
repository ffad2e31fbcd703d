import { type SQL, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import { SEARCH_KINDS, type SearchKind } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { activityDocument, contactDocument, dealDocument, organizationDocument, todoDocument } from './documents.ts';
import { indexRecords, type SearchDocument } from './index-record.ts';

interface Source<Row = never> {
  /** Alias `r`; columns under the names that the document takes. */
  columns: SQL;
  from: SQL;
  live: SQL;
  document(row: Row): SearchDocument;
}
const source = <Row>(each: Source<Row>): Source => each as unknown as Source;

const ofOrganization = sql`(select o.name from organizations o where o.workspace_id = r.workspace_id and o.id = r.organization_id) as "organizationName"`;
const SOURCES: Readonly<Record<SearchKind, Source>> = {
  contact: source({
    columns: sql`r.first_name as "firstName", r.last_name as "lastName", r.job_title as "jobTitle", r.city, r.country, r.description, ${ofOrganization},
      array(select i.value from contact_identities i where i.workspace_id = r.workspace_id and i.contact_id = r.id order by i.is_primary desc, i.kind, i.value) as identities`,
    from: sql`contacts`,
    live: sql`r.record_state = 'live'`,
    document: contactDocument,
  }),
  organization: source({
    columns: sql`r.name, r.email, r.phone, r.website, r.city, r.country, r.description,
      array(select d.domain from organization_domains d where d.workspace_id = r.workspace_id and d.organization_id = r.id order by d.is_primary desc, d.domain) as domains`,
    from: sql`organizations`,
    live: sql`r.record_state = 'live'`,
    document: organizationDocument,
  }),
  deal: source({
    columns: sql`r.name, r.description, r.next_step as "nextStep", ${ofOrganization}`,
    from: sql`deals`,
    live: sql`r.record_state = 'live'`,
    document: dealDocument,
  }),
  activity: source({ columns: sql`r.kind, r.subject, r.snippet, r.body, r.visibility`, from: sql`activities`, live: sql`true`, document: activityDocument }),
  todo: source({ columns: sql`r.title, r.description`, from: sql`todos`, live: sql`true`, document: todoDocument }),
};

/** Rows of one transaction: short enough that nobody waits for the embedded database's only session. */
const PAGE = 500;

/**
 * Writes the search documents of all records anew and removes those whose record is gone. May be stopped and begun again
 * at any time. Rows are locked while they are read, so that a change made meanwhile is not overwritten by what was before.
 */
export async function reindexAll(scope: CrmScope, { onProgress, signal }: { onProgress?: (done: number) => void; signal?: AbortSignal } = {}): Promise<number> {
  const { workspaceId, db } = scope;
  let done = 0;
  for (const kind of SEARCH_KINDS) {
    const { columns, from, live, document } = SOURCES[kind];
    for (let after: string | undefined = '00000000-0000-0000-0000-000000000000'; after; ) {
      signal?.throwIfAborted();
      const since: string = after;
      const rows: { id: string }[] = await db.transaction(async (tx) => {
        const page = await rowsOf<{ id: string }>(
          tx,
          sql`select r.id, r.owner_id as "ownerId", ${columns} from ${from} r
              where r.workspace_id = ${workspaceId} and r.id > ${since} and ${live} order by r.id limit ${PAGE} for share of r`,
        );
        await indexRecords(
          tx,
          scope,
          page.map((row) => document(row as never)),
        );
        return page;
      });
      done += rows.length;
      onProgress?.(done);
      after = rows.length === PAGE ? rows.at(-1)?.id : undefined;
    }
    await db.transaction((tx) =>
      tx.execute(
        sql`delete from search_documents d where d.workspace_id = ${workspaceId} and d.entity = ${kind}
            and not exists (select 1 from ${from} r where r.workspace_id = d.workspace_id and r.id = d.record_id and ${live})`,
      ),
    );
  }
  return done;
}
