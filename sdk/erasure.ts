import { type SQL, sql } from 'drizzle-orm';
import type { WorkspaceId } from './ids.ts';
import type { Transaction } from './models.ts';

/** Somebody who asked to be forgotten, as far as it decides which rows are theirs. */
export interface ForgottenPerson {
  /** Their contact, and those that were merged into it. */
  contactIds: readonly string[];
  identities: readonly { kind: string; value: string }[];
  /** Words that name them: names, addresses, numbers. */
  names: readonly string[];
  /** Activities of which only time and kind are left. */
  emptied: readonly string[];
  /** Activities that others took part in as well: the person is struck out. */
  struck: readonly string[];
  /** When it was decided, by the hub's clock. */
  at: Date;
}

/**
 * What an integration's own tables hold of a person goes, inside the one transaction that erases them. Ledgers keep their
 * rows, so that counts stay right, and name nobody. SQL only.
 * @returns ids of files that nobody needs any more
 */
export type Forget = (tx: Transaction, workspaceId: WorkspaceId, person: ForgottenPerson) => Promise<readonly string[]>;

/** Text that stands where an address or a name stood. */
export const ERASED = 'erased';

export const arrayOf = (values: readonly string[], type: 'uuid' | 'text'): SQL =>
  sql`array[${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )}]::${sql.raw(type)}[]`;

export const identitiesOf = ({ identities }: ForgottenPerson, kind: string): string[] =>
  identities.filter((each) => each.kind === kind).map(({ value }) => value);

/** A column as text without what names the person; null stays null. */
export function withoutNames(column: string, { names }: Pick<ForgottenPerson, 'names'>): SQL {
  const pattern = names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const text = sql`${sql.identifier(column)}::text`;
  return pattern === '' ? text : sql`regexp_replace(${text}, ${pattern}, ${ERASED}, 'gi')`;
}

/** Ids of files in the rows of one table, by the column in which they stand as `"fileId": "…"`. */
export async function fileIdsIn(tx: Transaction, table: string, column: string, where: SQL): Promise<string[]> {
  const found = await tx.execute(
    sql`select distinct found[1] as id from ${sql.identifier(table)}, regexp_matches(${sql.identifier(column)}::text, '"fileId": *"([0-9a-f-]{36})"', 'g') found where ${where}`,
  );
  return (found as unknown as { rows: { id: string }[] }).rows.map(({ id }) => id);
}
