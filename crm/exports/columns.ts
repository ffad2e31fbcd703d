import { and, eq, inArray, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import type { ListedActivity } from '../activities/list-activities.ts';
import type { Contact } from '../contacts/shape.ts';
import type { Deal } from '../deals/shape.ts';
import { customFields, type Entity, type EXPORT_KINDS, organizations, pipelines, stages } from '../models.ts';
import type { Organization } from '../organizations/shape.ts';
import { ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';

export type ExportKind = (typeof EXPORT_KINDS)[number];
export interface RecordOf {
  contacts: Contact;
  organizations: Organization;
  deals: Deal;
  activities: ListedActivity;
}
/** Names behind the ids of one page. */
export interface Names {
  organizations: ReadonlyMap<string, string>;
  people: ReadonlyMap<string, string>;
  pipelines: ReadonlyMap<string, string>;
  /** By `pipelineId stage`. */
  stages: ReadonlyMap<string, string>;
  contacts: ReadonlyMap<string, string>;
}
export interface Column<T> {
  header: string;
  of: (record: T, names: Names) => unknown;
}
const ENTITY_OF: Readonly<Record<ExportKind, Entity | undefined>> = {
  contacts: 'contact',
  organizations: 'organization',
  deals: 'deal',
  activities: undefined,
};

const at = <T>(header: string, of: (record: T, names: Names) => unknown): Column<T> => ({ header, of });
const organizationName = ({ organizationId }: { organizationId: string | null }, { organizations: all }: Names) => organizationId && all.get(organizationId);
const owner = ({ ownerId }: { ownerId: string | null }, { people }: Names) => ownerId && people.get(ownerId);
const own = <T extends { tags: readonly string[]; createdAt: Date; updatedAt: Date; ownerId: string | null; id: string }>(): Column<T>[] => [
  at('Tags', ({ tags }) => tags.join('; ')),
  at('Owner', (record, names) => owner(record, names)),
];
const dates = <T extends { id: string; createdAt: Date; updatedAt: Date }>(): Column<T>[] => [
  at('Created at', ({ createdAt }) => createdAt),
  at('Updated at', ({ updatedAt }) => updatedAt),
  at('Patchbay id', ({ id }) => id),
];
const address = <T extends { id: string; address: Contact['address'] }>(): Column<T>[] => [
  at('Street', (record) => record.address.line1),
  at('Address, second line', (record) => record.address.line2),
  at('City', (record) => record.address.city),
  at('State or region', (record) => record.address.state),
  at('Postal code', (record) => record.address.postalCode),
  at('Country', (record) => record.address.country),
];

/** Under the names by which an import knows them again. */
const COLUMNS: { [K in ExportKind]: readonly Column<RecordOf[K]>[] } = {
  contacts: [
    at('First name', ({ firstName }) => firstName),
    at('Last name', ({ lastName }) => lastName),
    at('E-mail', ({ emails }) => emails[0]?.value),
    at('E-mail 2', ({ emails }) => emails[1]?.value),
    at('E-mail 3', ({ emails }) => emails[2]?.value),
    at('Phone', ({ phones }) => phones[0]?.value),
    at('Phone 2', ({ phones }) => phones[1]?.value),
    at('Job title', ({ jobTitle }) => jobTitle),
    at('Organization', (record, names) => organizationName(record, names)),
    at('Lifecycle stage', ({ lifecycleStage }) => lifecycleStage),
    at('Lead source', ({ leadSource }) => leadSource),
    at('Website', ({ website }) => website),
    at('LinkedIn', ({ linkedinUrl }) => linkedinUrl),
    at('X / Twitter', ({ twitterHandle }) => twitterHandle),
    ...address<Contact>(),
    at('Time zone', ({ timeZone, timeZoneSource }) => (timeZoneSource === 'set' ? timeZone : '')),
    at('Language', ({ locale }) => locale),
    at('Do not e-mail', ({ doNotContact }) => doNotContact.email),
    at('Do not call', ({ doNotContact }) => doNotContact.call),
    at('Do not text', ({ doNotContact }) => doNotContact.sms),
    at('Do not write on LinkedIn', ({ doNotContact }) => doNotContact.linkedin),
    at('Description', ({ description }) => description),
    ...own<Contact>(),
    at('Last contacted at', ({ lastContactedAt }) => lastContactedAt),
    ...dates<Contact>(),
  ],
  organizations: [
    at('Name', ({ name }) => name),
    at('Domain', ({ domains }) => domains[0]),
    at('Website', ({ website }) => website),
    at('Industry', ({ industry }) => industry),
    at('Employees', ({ employeeCount }) => employeeCount),
    at('Annual revenue', ({ annualRevenue }) => annualRevenue?.amount),
    at('Currency of the revenue', ({ annualRevenue }) => annualRevenue?.currency),
    at('Phone', ({ phone }) => phone),
    at('E-mail', ({ email }) => email),
    at('Lifecycle stage', ({ lifecycleStage }) => lifecycleStage),
    at('LinkedIn', ({ linkedinUrl }) => linkedinUrl),
    at('X / Twitter', ({ twitterHandle }) => twitterHandle),
    ...address<Organization>(),
    at('Description', ({ description }) => description),
    ...own<Organization>(),
    ...dates<Organization>(),
  ],
  deals: [
    at('Name', ({ name }) => name),
    at('Amount', ({ amount }) => amount),
    at('Currency', ({ currency }) => currency),
    at('Pipeline', ({ pipelineId }, names) => names.pipelines.get(pipelineId)),
    at('Stage', ({ pipelineId, stage }, names) => names.stages.get(`${pipelineId} ${stage}`)),
    at('Probability', ({ probability }) => probability),
    at('Expected close', ({ expectedCloseDate }) => expectedCloseDate),
    at('Closed on', ({ actualCloseDate }) => actualCloseDate),
    at('Loss reason', ({ lossReason }) => lossReason),
    at('Loss reason in words', ({ lossReasonDetail }) => lossReasonDetail),
    at('Lead source', ({ leadSource }) => leadSource),
    at('Next step', ({ nextStep }) => nextStep),
    at('Organization', (record, names) => organizationName(record, names)),
    at('E-mail of a contact', ({ contacts }, names) => contacts.map(({ contactId }) => names.contacts.get(contactId)).find((email) => email)),
    at('Description', ({ description }) => description),
    ...own<Deal>(),
    ...dates<Deal>(),
  ],
  activities: [
    at('Kind', ({ kind }) => kind),
    at('Direction', ({ direction }) => direction),
    at('When', ({ occurredAt }) => occurredAt),
    at('Subject', ({ subject }) => subject),
    at('Text', ({ body, snippet }) => body ?? snippet),
    at('Status', ({ status }) => status),
    at('Organization', (record, names) => organizationName(record, names)),
    at('E-mail of a contact', ({ participants }, names) =>
      participants.map(({ contactId }) => contactId && names.contacts.get(contactId)).find((email) => email),
    ),
    at('Whose it is', (record, names) => owner(record, names)),
    at('Its number at the source', ({ id }) => id),
  ],
};

/** The columns of a kind, those of the workspace's own fields that the caller sees behind them. */
export async function columnsOf<K extends ExportKind>(tx: Transaction, { workspaceId, actor }: CrmScope, kind: K): Promise<Column<RecordOf[K]>[]> {
  const entity = ENTITY_OF[kind];
  const rows = entity
    ? await tx
        .select({ key: customFields.key, label: customFields.label, visibleTo: customFields.visibleTo })
        .from(customFields)
        .where(and(eq(customFields.workspaceId, workspaceId), eq(customFields.entity, entity)))
        .orderBy(customFields.id)
    : [];
  const visible = rows.filter(({ visibleTo }) => visibleTo.length === 0 || !('role' in actor) || visibleTo.includes(actor.role));
  const custom = visible.map(
    ({ key, label }): Column<RecordOf[K]> => ({ header: label, of: (record) => ('customFields' in record ? record.customFields[key] : undefined) }),
  );
  return [...COLUMNS[kind], ...custom];
}

/** What the records of a page name by their ids, as far as the caller reaches it. */
export async function namesOf(tx: Transaction, { workspaceId, reach }: CrmScope, records: readonly RecordOf[ExportKind][]): Promise<Names> {
  const organizationIds = [...new Set(records.flatMap((each) => ('organizationId' in each && each.organizationId ? [each.organizationId] : [])))];
  const contactIds = [
    ...new Set(
      records.flatMap((each) =>
        'contacts' in each
          ? each.contacts.map(({ contactId }) => contactId)
          : 'participants' in each
            ? each.participants.flatMap(({ contactId }) => contactId ?? [])
            : [],
      ),
    ),
  ];
  const houses = organizationIds.length
    ? await tx
        .select({ id: organizations.id, name: organizations.name })
        .from(organizations)
        .where(and(eq(organizations.workspaceId, workspaceId), inArray(organizations.id, organizationIds), ownedBy(reach.read, organizations.ownerId)))
    : [];
  const people = await rowsOf<{ id: string; email: string }>(tx, sql`select user_id as id, email from members where workspace_id = ${workspaceId}`);
  const contacts = contactIds.length
    ? await rowsOf<{ id: string; email: string; ownerId: string | null }>(
        tx,
        sql`select id, primary_email as email, owner_id as "ownerId" from contacts where workspace_id = ${workspaceId} and primary_email is not null
            and id in (select (json_array_elements_text(${JSON.stringify(contactIds)}::json))::uuid)`,
      )
    : [];
  const reached = (ownerId: string | null) => reach.read === 'all' || ownerId === null || (reach.read as readonly string[]).includes(ownerId);
  const lines = await tx.select({ id: pipelines.id, name: pipelines.name }).from(pipelines).where(eq(pipelines.workspaceId, workspaceId));
  const steps = await tx
    .select({ pipelineId: stages.pipelineId, key: stages.key, title: stages.title })
    .from(stages)
    .where(eq(stages.workspaceId, workspaceId));
  return {
    organizations: new Map(houses.map(({ id, name }) => [id, name])),
    people: new Map(people.map(({ id, email }) => [id, email])),
    contacts: new Map(contacts.filter(({ ownerId }) => reached(ownerId)).map(({ id, email }) => [id, email])),
    pipelines: new Map(lines.map(({ id, name }) => [id, name])),
    stages: new Map(steps.map(({ pipelineId, key, title }) => [`${pipelineId} ${key}`, title])),
  };
}

/** A value as people read it, and as an import reads it again. */
export function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(cellOf).join('; ');
  if (typeof value === 'object') return 'amount' in value && 'currency' in value ? `${value.amount} ${value.currency}` : JSON.stringify(value);
  return String(value);
}
