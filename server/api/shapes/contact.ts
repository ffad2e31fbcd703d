import { z } from 'zod';
import { MOST_AT_ONCE } from '#crm/bulk-change';
import { MERGE_FIELDS } from '#crm/contacts/merged-fields';
import { REASONS } from '#crm/duplicates/score';
import { filterSchema } from '#crm/filter/filter-schema';
import { CONTACT_LIFECYCLE_STAGES, LEAD_SOURCES } from '#crm/models';
import { ZONE_SOURCES } from '#crm/time/contact-zone';
import { id, instant, locale, timeZone } from '../people.ts';
import { plainText, version } from './list-query.ts';

const lifecycleStage = z.enum(CONTACT_LIFECYCLE_STAGES);
const leadSource = z.enum(LEAD_SOURCES);
export const customFieldValues = z.record(z.string(), z.unknown());
export const tagNames = z.array(plainText(60)).max(50);

const identity = z
  .object({
    value: z.string().describe('As it is compared: small letters, E.164'),
    label: z.string().nullable(),
    primary: z.boolean(),
    verified: z.boolean(),
    shared: z.boolean().describe('Used by several people: kept, never matched'),
    source: z.string(),
  })
  .meta({ id: 'ContactIdentity' });
const addressPart = z.string().nullable();
export const address = z
  .object({ line1: addressPart, line2: addressPart, city: addressPart, state: addressPart, postalCode: addressPart, country: addressPart })
  .meta({ id: 'Address' });
const newAddressPart = plainText(200).nullable().optional();
export const newAddress = z
  .strictObject({
    line1: newAddressPart,
    line2: newAddressPart,
    city: newAddressPart,
    state: newAddressPart,
    postalCode: newAddressPart,
    country: newAddressPart.describe('ISO 3166-1 alpha-2 where you can, else as written'),
  })
  .nullable();

export const contact = z
  .object({
    id,
    firstName: z.string(),
    lastName: z.string(),
    emails: z.array(identity),
    phones: z.array(identity),
    handles: z.array(identity.extend({ kind: z.enum(['linkedin', 'twitter', 'slack']) })),
    jobTitle: z.string().nullable(),
    organizationId: id.nullable(),
    organizationName: z.string().nullable().optional().describe('As far as you reach it; not in events'),
    lifecycleStage,
    leadSource: leadSource.nullable(),
    ownerId: id.nullable(),
    linkedinUrl: z.string().nullable(),
    twitterHandle: z.string().nullable(),
    website: z.string().nullable(),
    address,
    description: z.string().nullable(),
    isActive: z.boolean(),
    timeZone: z.string(),
    timeZoneSource: z.enum(ZONE_SOURCES),
    locale: z.string().nullable(),
    doNotContact: z.object({ email: z.boolean(), call: z.boolean(), sms: z.boolean(), linkedin: z.boolean() }),
    tags: z.array(z.string()),
    customFields: customFieldValues,
    lastContactedAt: instant.nullable(),
    lastEmailedAt: instant.nullable(),
    mergedFrom: z.array(id).optional().describe('Ids that lead here because they were merged into this contact'),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Contact' });

const label = plainText(60).nullable().optional();
const flag = z.boolean().optional();
const email = z.strictObject({ value: plainText(320), label, primary: flag, verified: flag, shared: flag });
const phone = z.strictObject({ value: plainText(100), label, primary: flag, verified: flag, shared: flag });
const settable = {
  firstName: plainText(100),
  lastName: plainText(100),
  emails: z.array(email).max(50),
  phones: z.array(phone).max(50),
  jobTitle: plainText(200).nullable(),
  organizationId: id.nullable().describe('Left out: the organization of the address’s domain, never a public mail domain'),
  lifecycleStage,
  leadSource: leadSource.nullable(),
  ownerId: id.nullable().describe('Left out: whoever adds it'),
  linkedinUrl: plainText(500).nullable(),
  twitterHandle: plainText(100).nullable(),
  website: plainText(500).nullable(),
  address: newAddress,
  description: plainText(20_000).nullable(),
  isActive: z.boolean(),
  timeZone: timeZone.nullable(),
  locale: locale.nullable(),
  doNotContact: z.strictObject({ email: flag, call: flag, sms: flag, linkedin: flag }),
  tags: tagNames,
  customFields: customFieldValues,
};
export const newContact = z.strictObject(settable).partial();
export const contactChange = z.strictObject({ ...settable, version }).partial();

/** Tags put on and taken off many records. */
export const tagsChange = { addTags: tagNames, removeTags: tagNames };
/** One change of many records: by their ids, or of all that a filter lets pass. */
export const bulkChange = <Shape extends z.ZodRawShape>(what: string, change: z.ZodObject<Shape, z.core.$strict>) =>
  z
    .strictObject({
      ids: z.array(id).min(1).max(MOST_AT_ONCE).optional(),
      filter: filterSchema.optional().describe(`Instead of ids: every ${what} it lets pass, ${MOST_AT_ONCE.toLocaleString('en')} at most`),
      change: change.refine((said) => Object.values(said).some((value) => value !== undefined), 'names nothing to change'),
    })
    .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), { path: ['ids'], message: 'needs either ids or a filter' });
const skipped = z.object({ not_found: z.int(), not_yours: z.int(), unchanged: z.int() });
export const bulkChanged = z.object({ changed: z.int(), skipped });
export const contactsChange = bulkChange('contact', z.strictObject({ ownerId: id.nullable(), lifecycleStage, ...tagsChange }).partial());
export const contactsChanged = bulkChanged.meta({ id: 'ContactsChanged' });

export const merge = z.strictObject({
  winnerId: id,
  loserIds: z.array(id).min(1).max(20),
  fields: z
    .record(z.string().max(100), id)
    .optional()
    .describe(`By field the id of the contact whose value stays: ${MERGE_FIELDS.join(', ')}, customFields.<key>`),
});
export const unmerge = z.strictObject({ contactId: id.describe('The contact that was merged away') });

export const duplicatePair = z
  .object({
    contacts: z.array(contact).length(2),
    score: z.int().min(0).max(100),
    reasons: z.array(z.object({ kind: z.enum(REASONS), value: z.string() })),
    foundAt: instant,
  })
  .meta({ id: 'DuplicatePair' });
export const dismissal = z.strictObject({ contactIds: z.tuple([id, id]) });

export const provenance = z.object({ field: z.string(), source: z.string(), actor: z.string(), at: instant }).meta({ id: 'Provenance' });
