import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import {
  CONTACT_LIFECYCLE_STAGES,
  contacts,
  DEAL_STATUSES,
  deals,
  EMPLOYEE_COUNTS,
  type Entity,
  INDUSTRIES,
  identities,
  LEAD_SOURCES,
  LOSS_REASONS,
  ORGANIZATION_LIFECYCLE_STAGES,
  organizationDomains,
  organizations,
} from '../models.ts';
import { columnField, type Field, rowsField } from './field.ts';
import type { ValueType } from './value-types.ts';

type Row = readonly [name: string, label: string, type: ValueType, value: AnyColumn | SQL, options?: readonly string[]];
const columns = (rows: readonly Row[]): Field[] =>
  rows.map(([name, label, type, value, options]) => columnField({ name, label, type, ...(options ? { options } : {}) }, sql`${value}`));

type Addressed = typeof contacts | typeof organizations;
const address = (table: Addressed): Row[] => [
  ['addressLine1', 'Address', 'text', table.addressLine1],
  ['addressLine2', 'Address, second line', 'text', table.addressLine2],
  ['city', 'City', 'text', table.city],
  ['region', 'State', 'text', table.region],
  ['postalCode', 'Postal code', 'text', table.postalCode],
  ['country', 'Country', 'code', table.country],
];
const everyRecord = (table: Addressed | typeof deals): Row[] => [
  ['id', 'Id', 'reference', table.id],
  ['ownerId', 'Owner', 'user', table.ownerId],
  ['isActive', 'Active', 'bool', table.isActive],
  ['createdAt', 'Created', 'time', table.createdAt],
  ['updatedAt', 'Changed', 'time', table.updatedAt],
];

const identityOf = (kind: 'email' | 'phone') =>
  sql`select 1 from ${identities} where ${identities.workspaceId} = ${contacts.workspaceId} and ${identities.contactId} = ${contacts.id} and ${identities.kind} = ${kind}`;
const domainsOf = sql`select 1 from ${organizationDomains} where ${organizationDomains.workspaceId} = ${organizations.workspaceId} and ${organizationDomains.organizationId} = ${organizations.id}`;
// Kept as decimal text; what is none is no number, and not an error of everybody's list.
const revenue = sql`case when ${organizations.annualRevenue} ~ '^-?[0-9]{1,15}([.][0-9]{1,6})?$' then ${organizations.annualRevenue}::numeric end`;

/** What of each kind of record can be asked; tags, custom fields and other records come in `vocabulary.ts`. */
export const ENTITY_FIELDS: Readonly<Record<Entity, readonly Field[]>> = {
  contact: [
    ...columns([
      ['name', 'Name', 'text', sql`(${contacts.firstName} || ' ' || ${contacts.lastName})`],
      ['firstName', 'First name', 'text', contacts.firstName],
      ['lastName', 'Last name', 'text', contacts.lastName],
      ['jobTitle', 'Job title', 'text', contacts.jobTitle],
      ['organizationId', 'Organization', 'reference', contacts.organizationId],
      ['lifecycleStage', 'Lifecycle stage', 'select', contacts.lifecycleStage, CONTACT_LIFECYCLE_STAGES],
      ['leadSource', 'Lead source', 'select', contacts.leadSource, LEAD_SOURCES],
      ['lastContactedAt', 'Last contact', 'time', contacts.lastContactedAt],
      ['lastEmailedAt', 'Last e-mail to them', 'time', contacts.lastEmailedAt],
      ...address(contacts),
      ['linkedinUrl', 'LinkedIn', 'text', contacts.linkedinUrl],
      ['twitterHandle', 'Twitter', 'text', contacts.twitterHandle],
      ['website', 'Website', 'text', contacts.website],
      ['description', 'Description', 'text', contacts.description],
      ['timeZone', 'Time zone', 'text', contacts.timeZone],
      ['locale', 'Language', 'text', contacts.locale],
      ['doNotContact.email', 'Do not e-mail', 'bool', contacts.noEmail],
      ['doNotContact.call', 'Do not call', 'bool', contacts.noCall],
      ['doNotContact.sms', 'Do not text', 'bool', contacts.noSms],
      ['doNotContact.linkedin', 'Do not write on LinkedIn', 'bool', contacts.noLinkedin],
      ...everyRecord(contacts),
    ]),
    rowsField({ name: 'email', label: 'E-mail', type: 'email' }, identityOf('email'), sql`${identities.value}`),
    rowsField({ name: 'phone', label: 'Phone', type: 'phone' }, identityOf('phone'), sql`${identities.value}`),
  ],
  organization: [
    ...columns([
      ['name', 'Name', 'text', organizations.name],
      ['industry', 'Industry', 'select', organizations.industry, INDUSTRIES],
      ['employeeCount', 'Employees', 'select', organizations.employeeCount, EMPLOYEE_COUNTS],
      ['annualRevenue', 'Annual revenue', 'number', revenue],
      ['annualRevenueCurrency', 'Currency of the revenue', 'code', organizations.annualRevenueCurrency],
      ['lifecycleStage', 'Lifecycle stage', 'select', organizations.lifecycleStage, ORGANIZATION_LIFECYCLE_STAGES],
      ['phone', 'Phone', 'phone', organizations.phone],
      ['email', 'E-mail', 'email', organizations.email],
      ['website', 'Website', 'text', organizations.website],
      ['lastContactedAt', 'Last contact', 'time', organizations.lastContactedAt],
      ...address(organizations),
      ['linkedinUrl', 'LinkedIn', 'text', organizations.linkedinUrl],
      ['twitterHandle', 'Twitter', 'text', organizations.twitterHandle],
      ['description', 'Description', 'text', organizations.description],
      ['timeZone', 'Time zone', 'text', organizations.timeZone],
      ...everyRecord(organizations),
    ]),
    rowsField({ name: 'domain', label: 'Domain', type: 'text' }, domainsOf, sql`${organizationDomains.domain}`),
  ],
  deal: columns([
    ['name', 'Name', 'text', deals.name],
    ['description', 'Description', 'text', deals.description],
    ['amount', 'Amount', 'number', deals.amount],
    ['currency', 'Currency', 'code', deals.currency],
    ['organizationId', 'Organization', 'reference', deals.organizationId],
    ['pipelineId', 'Pipeline', 'reference', deals.pipelineId],
    // The stages of a workspace are its own: a stage that was deleted matches nothing.
    ['stage', 'Stage', 'select', deals.stage],
    ['status', 'Status', 'select', deals.status, DEAL_STATUSES],
    ['stageSince', 'In this stage since', 'time', deals.stageSince],
    ['probability', 'Probability', 'number', deals.probability],
    ['expectedCloseDate', 'Expected close', 'date', deals.expectedCloseDate],
    ['actualCloseDate', 'Closed on', 'date', deals.actualCloseDate],
    ['lossReason', 'Loss reason', 'select', deals.lossReason, LOSS_REASONS],
    ['lossReasonDetail', 'Loss reason in words', 'text', deals.lossReasonDetail],
    ['leadSource', 'Lead source', 'select', deals.leadSource, LEAD_SOURCES],
    ['nextStep', 'Next step', 'text', deals.nextStep],
    ['lastActivityAt', 'Last activity', 'time', deals.lastActivityAt],
    ...everyRecord(deals),
  ]),
};
