import { and, desc, eq } from 'drizzle-orm';
import { contacts, dealContacts, deals, organizations } from '#crm/models';
import { among, type Transaction } from '#sdk';
import type { MergeData } from '../templates/merge-fields.ts';

export interface MergeLinks {
  unsubscribeUrl: string;
  preferencesUrl: string;
  bookingUrl: string;
}
export interface Sender {
  name: string;
  firstName: string;
  lastName: string;
  email: string;
}
type ContactRow = typeof contacts.$inferSelect;
type OrganizationRow = typeof organizations.$inferSelect;
type DealRow = typeof deals.$inferSelect;
export interface Person {
  contact: ContactRow;
  organization: OrganizationRow | undefined;
  deal: DealRow | undefined;
}

const contactData = (row: ContactRow): MergeData['contact'] => ({
  id: row.id,
  firstName: row.firstName,
  lastName: row.lastName,
  fullName: `${row.firstName} ${row.lastName}`.trim(),
  email: row.primaryEmail,
  phone: row.primaryPhone,
  jobTitle: row.jobTitle,
  lifecycleStage: row.lifecycleStage,
  leadSource: row.leadSource,
  city: row.city,
  state: row.region,
  country: row.country,
  website: row.website,
  linkedinUrl: row.linkedinUrl,
  locale: row.locale,
  timeZone: row.timeZone,
  customFields: row.customFields,
});
const organizationData = (row: OrganizationRow | undefined): MergeData['organization'] =>
  row
    ? {
        name: row.name,
        industry: row.industry?.replaceAll('_', ' ') ?? null,
        employeeCount: row.employeeCount,
        website: row.website,
        phone: row.phone,
        city: row.city,
        state: row.region,
        country: row.country,
        customFields: row.customFields,
      }
    : { customFields: {} };
const dealData = (row: DealRow | undefined): MergeData['deal'] =>
  row
    ? {
        name: row.name,
        amount: row.amount,
        currency: row.currency,
        stage: row.stage.replaceAll('_', ' '),
        nextStep: row.nextStep,
        expectedCloseDate: row.expectedCloseDate,
        description: row.description,
        customFields: row.customFields,
      }
    : { customFields: {} };

export const mergeDataOf = ({ contact, organization, deal }: Person, sender: Sender, links: MergeLinks): MergeData => ({
  contact: contactData(contact),
  organization: organizationData(organization),
  deal: dealData(deal),
  sender: { ...sender },
  ...links,
});

/** Live contacts with their organization and their open deal (the one that changed last, or the one named), in three queries however many. */
export async function peopleOf(tx: Transaction, workspaceId: string, contactIds: readonly string[], dealId?: string): Promise<Map<string, Person>> {
  if (contactIds.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.workspaceId, workspaceId), among(contacts.id, contactIds), eq(contacts.recordState, 'live')));
  const organizationIds = [...new Set(rows.flatMap(({ organizationId }) => organizationId ?? []))];
  const theirs = organizationIds.length
    ? await tx
        .select()
        .from(organizations)
        .where(and(eq(organizations.workspaceId, workspaceId), among(organizations.id, organizationIds), eq(organizations.recordState, 'live')))
    : [];
  const open = await tx
    .select({ contactId: dealContacts.contactId, deal: deals })
    .from(dealContacts)
    .innerJoin(deals, and(eq(deals.workspaceId, dealContacts.workspaceId), eq(deals.id, dealContacts.dealId)))
    .where(
      and(
        eq(dealContacts.workspaceId, workspaceId),
        among(dealContacts.contactId, contactIds),
        eq(deals.recordState, 'live'),
        dealId ? eq(deals.id, dealId) : eq(deals.status, 'open'),
      ),
    )
    .orderBy(desc(deals.updatedAt));
  const byId = new Map(theirs.map((row) => [row.id, row]));
  const dealOf = new Map<string, DealRow>();
  for (const { contactId, deal } of open) if (!dealOf.has(contactId)) dealOf.set(contactId, deal);
  return new Map(
    rows.map((contact) => [
      contact.id,
      { contact, organization: contact.organizationId ? byId.get(contact.organizationId) : undefined, deal: dealOf.get(contact.id) },
    ]),
  );
}
