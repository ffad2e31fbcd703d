import { and, eq, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import { zoneOfCaller } from '../colleagues.ts';
import { defaultCountry } from '../default-country.ts';
import { crmSettings, customFields, type Entity, type imports } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { TARGETS } from './deal-targets.ts';
import type { DateOrder } from './read-dates.ts';
import type { CustomTarget, MappedColumn } from './read-draft.ts';
import type { Surroundings } from './read-value.ts';
import type { ImportKind } from './targets.ts';

export type ImportRow = typeof imports.$inferSelect;
export const CUSTOM = 'custom.';
/** Whose custom fields a file may fill. */
export const ENTITY_OF: Readonly<Record<ImportKind, Entity | undefined>> = {
  contacts: 'contact',
  leads: 'contact',
  organizations: 'organization',
  deals: 'deal',
  activities: undefined,
};

/** What is asked once per import and not once per row. */
export async function loadSurroundings(tx: Transaction, scope: CrmScope): Promise<Surroundings> {
  const { workspaceId } = scope;
  const [settings] = await tx.select({ currency: crmSettings.currency }).from(crmSettings).where(eq(crmSettings.workspaceId, workspaceId));
  const members = await rowsOf<{ id: string; name: string; email: string }>(
    tx,
    sql`select user_id as id, lower(btrim(name)) as name, lower(email) as email from members where workspace_id = ${workspaceId} and state <> 'left'`,
  );
  const people = new Map<string, string>();
  // Of two people of one name neither is meant.
  for (const [name, those] of Map.groupBy(members, (each) => each.name)) if (those.length === 1 && those[0]) people.set(name, those[0].id);
  for (const { id, email } of members) {
    people.set(email, id);
    people.set(id, id);
  }
  const zone = await zoneOfCaller(tx, scope);
  return {
    country: await defaultCountry(tx, scope),
    currency: settings?.currency ?? 'USD',
    people,
    zoned: (local) => new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds),
  };
}

/** The custom fields that a file of this kind may fill, as far as the caller's role changes them. */
export async function customTargets(tx: Transaction, { workspaceId, actor }: CrmScope, kind: ImportKind): Promise<CustomTarget[]> {
  const entity = ENTITY_OF[kind];
  if (!entity) return [];
  const rows = await tx
    .select()
    .from(customFields)
    .where(and(eq(customFields.workspaceId, workspaceId), eq(customFields.entity, entity)))
    .orderBy(customFields.id);
  const may = (roles: readonly string[]) => roles.length === 0 || !('role' in actor) || roles.includes(actor.role);
  return rows.filter(({ visibleTo, editableBy }) => may(visibleTo) && may(editableBy)).map(({ key, label, type, options }) => ({ key, label, type, options }));
}

/** The columns of a confirmed mapping; fields that are gone by now say nothing. */
export function mappedColumns(
  row: Pick<ImportRow, 'kind' | 'columns' | 'mapping' | 'dialect'>,
  custom: readonly CustomTarget[],
  country: string,
): MappedColumn[] {
  const usual: DateOrder = country === 'US' ? 'mdy' : 'dmy';
  return row.columns.flatMap((column, index): MappedColumn[] => {
    const name = row.mapping[column];
    if (!name) return [];
    const order = row.dialect?.dates[column] ?? usual;
    if (name.startsWith(CUSTOM)) {
      const field = custom.find(({ key }) => key === name.slice(CUSTOM.length));
      return field ? [{ index, column, order, to: { custom: field } }] : [];
    }
    const target = TARGETS[row.kind].find((each) => each.name === name);
    return target ? [{ index, column, order, to: { target } }] : [];
  });
}
