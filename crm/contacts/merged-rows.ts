import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import type { CrmScope } from '../scope.ts';

/** A table whose rows hang on a contact and go where it goes. */
interface Dependent {
  table: string;
  /** The column that names the contact. */
  contact: string;
  /** The table names other kinds of records as well. */
  hasEntity?: boolean;
  /** Of two rows that have these in common only one may hang on a contact: the winner's stays. */
  same?: readonly string[];
  /** What names a row whoever it hangs on, with the types. */
  key: Readonly<Record<string, string>>;
  /** What a row of the loser must still find when it comes back. */
  needs?: SQL;
}

/** Order matters: what is matched first. */
export const DEPENDENTS: readonly Dependent[] = [
  { table: 'contact_identities', contact: 'contact_id', same: ['kind', 'value'], key: { id: 'uuid' } },
  {
    table: 'deal_contacts',
    contact: 'contact_id',
    same: ['deal_id'],
    key: { deal_id: 'uuid' },
    needs: sql`exists (select from deals d where d.workspace_id = r.workspace_id and d.id = r.deal_id)`,
  },
  { table: 'activity_participants', contact: 'contact_id', key: { activity_id: 'uuid', position: 'integer' } },
  {
    table: 'timeline_entries',
    contact: 'record_id',
    hasEntity: true,
    same: ['activity_id'],
    key: { activity_id: 'uuid' },
    needs: sql`exists (select from activities a where a.workspace_id = r.workspace_id and a.id = r.activity_id)`,
  },
  { table: 'todos', contact: 'contact_id', key: { id: 'uuid' } },
  {
    table: 'record_tags',
    contact: 'record_id',
    hasEntity: true,
    same: ['tag_id'],
    key: { tag_id: 'uuid' },
    needs: sql`exists (select from tags t where t.workspace_id = r.workspace_id and t.id = r.tag_id)`,
  },
  { table: 'consents', contact: 'contact_id', key: { id: 'uuid' } },
  { table: 'external_refs', contact: 'record_id', hasEntity: true, key: { connection_id: 'uuid', external_id: 'text' } },
];

const name = (text: string) => sql.identifier(text);
const entity = (dependent: Dependent, alias: SQL) => (dependent.hasEntity ? sql`and ${alias}.entity = 'contact'` : sql``);
const equal = (columns: readonly string[], one: SQL, other: SQL) =>
  sql.join(
    columns.map((column) => sql`${one}.${name(column)} = ${other}.${name(column)}`),
    sql` and `,
  );

/** Adds to what a merge can take back, without leaving the database: numbers and times keep every digit. */
export const remember = ({ workspaceId }: Pick<CrmScope, 'workspaceId'>, mergeId: string, path: readonly string[], from: SQL): SQL => sql`
  update merges set undo = jsonb_set(undo, array[${sql.join(
    path.map((each) => sql`${each}`),
    sql`, `,
  )}]::text[], coalesce((select jsonb_agg(row) from ${from}), '[]'::jsonb)) where workspace_id = ${workspaceId} and id = ${mergeId}`;

/** Hangs the loser's rows on the winner; where both have one the loser's is kept aside. */
export async function moveRows(tx: Transaction, scope: CrmScope, mergeId: string, winnerId: string, loserId: string): Promise<void> {
  const { workspaceId } = scope;
  for (const dependent of DEPENDENTS) {
    const { table, contact, same, key } = dependent;
    const mine = sql`t.workspace_id = ${workspaceId} and t.${name(contact)} = ${loserId} ${entity(dependent, sql`t`)}`;
    await tx.execute(
      sql`update merges set undo = jsonb_set(undo, array['rows', ${table}::text], '{"moved": [], "removed": []}'::jsonb) where workspace_id = ${workspaceId} and id = ${mergeId}`,
    );
    if (same) {
      const twin = sql`select from ${name(table)} w where w.workspace_id = ${workspaceId} and w.${name(contact)} = ${winnerId} ${entity(dependent, sql`w`)} and ${equal(same, sql`w`, sql`t`)}`;
      await tx.execute(sql`with gone as (delete from ${name(table)} t where ${mine} and exists (${twin}) returning to_jsonb(t) as row)
        ${remember(scope, mergeId, ['rows', table, 'removed'], sql`gone`)}`);
    }
    const keys = sql.join(
      Object.keys(key).map((column) => sql`${column}::text, t.${name(column)}`),
      sql`, `,
    );
    await tx.execute(sql`with moved as (update ${name(table)} t set ${name(contact)} = ${winnerId} where ${mine} returning jsonb_build_object(${keys}) as row)
      ${remember(scope, mergeId, ['rows', table, 'moved'], sql`moved`)}`);
  }
}

/** Hangs back what still hangs on whoever the loser was merged into; what was taken away since stays away. */
export async function moveRowsBack(tx: Transaction, { workspaceId }: CrmScope, mergeId: string, holderId: string, loserId: string): Promise<void> {
  for (const dependent of DEPENDENTS) {
    const { table, contact, same, key, needs } = dependent;
    const columns = sql.join(
      Object.entries(key).map(([column, type]) => sql`${name(column)} ${sql.raw(type)}`),
      sql`, `,
    );
    const undo = (part: 'moved' | 'removed') =>
      sql`(select undo->'rows'->${table}::text->${part}::text from merges where workspace_id = ${workspaceId} and id = ${mergeId})`;
    const there = same
      ? sql`and not exists (select from ${name(table)} x where x.workspace_id = ${workspaceId} and x.${name(contact)} = ${loserId} ${entity(dependent, sql`x`)} and ${equal(same, sql`x`, sql`t`)})`
      : sql``;
    await tx.execute(sql`
      update ${name(table)} t set ${name(contact)} = ${loserId} from jsonb_to_recordset(${undo('moved')}) as m(${columns})
      where t.workspace_id = ${workspaceId} and t.${name(contact)} = ${holderId} ${entity(dependent, sql`t`)} and ${equal(Object.keys(key), sql`m`, sql`t`)} ${there}`);
    if (same) {
      await tx.execute(sql`insert into ${name(table)} select r.* from jsonb_populate_recordset(null::${name(table)}, ${undo('removed')}) r
        where ${needs ?? sql`true`} on conflict do nothing`);
    }
  }
}
