import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Context, type CrmContactDraft, PatchbayError, type Transaction, type UserId } from '#sdk';
import { type LeadAnswer, type LeadConsent, linkedinLeads as leads } from '../models/index.ts';
import { type LeadPerson, personOf } from './mapping.ts';

export type ReceivedBy = 'webhook' | 'sweep' | 'manual' | 'file';
export type LeadRow = typeof leads.$inferSelect;
export interface Kept {
  leadId: string;
  isNew: boolean;
}

/** One lead by whichever way it came, in our words. */
export interface LeadFacts {
  responseId: string;
  ownerUrn: string;
  leadType: string;
  form: { formId: string; version: number; name: string; locale: string; legalHash: string };
  isTest: boolean;
  answers: LeadAnswer[];
  consents: LeadConsent[];
  hiddenFields: Record<string, string>;
  campaign: string | null;
  creative: string | null;
  submittedAt: Date;
  receivedBy: ReceivedBy;
}
/** What becomes of a lead here. */
export interface LeadRules {
  /** Whose turn it is; asked only when there is a person. */
  assignee: () => Promise<UserId | undefined>;
  /** A deal for each, in this pipeline; null: none. */
  deal: { pipelineId: string | null } | null;
}

/** What is held of a response: one of LinkedIn's, or a row of a file. */
export async function heldLead(ctx: Context, tx: Transaction, responseId: string): Promise<LeadRow | undefined> {
  const [row] = await tx
    .select()
    .from(leads)
    .where(and(eq(leads.workspaceId, ctx.workspaceId), eq(leads.responseId, responseId)));
  return row;
}

/**
 * Keeps a lead that is new, or was taken back and sent again: its person, what they said, what they agreed to, whose it
 * is. Inside the caller's transaction. One without any address is kept too, and says so.
 */
export async function placeLead(ctx: Context, tx: Transaction, lead: LeadFacts, rules: LeadRules, before?: LeadRow): Promise<Kept> {
  const { form, receivedBy, isTest, ...said } = lead;
  const person = personOf(lead.answers);
  const leadId = before?.id ?? uuidv7();
  const facts = {
    ...said,
    receivedBy,
    isTest,
    formId: form.formId,
    formVersion: form.version,
    formName: form.name,
    title: titleOf(person, lead.answers),
    receivedAt: ctx.clock.now(),
    deletedAt: null,
    connectionId: ctx.connection?.id ?? null,
  };
  const placed = isTest ? undefined : await placePerson(ctx, { leadId, lead, person, rules });
  const state = isTest ? 'test' : placed ? 'open' : 'unreachable';
  const links = {
    contactId: placed?.contactId ?? null,
    dealId: placed?.dealId ?? null,
    activityId: placed?.activityId ?? null,
    assigneeId: placed?.assigneeId ?? null,
  };
  await tx
    .insert(leads)
    .values({ workspaceId: ctx.workspaceId, id: leadId, state, ...facts, ...links })
    .onConflictDoUpdate({ target: [leads.workspaceId, leads.responseId], set: { state, ...facts, ...links, updatedAt: ctx.clock.now() } });
  if (!isTest)
    await ctx.events.publish({
      type: 'lead.created',
      subject: { type: 'lead', id: leadId },
      data: {
        leadId,
        formId: facts.formId,
        formName: facts.formName,
        title: facts.title,
        contactId: links.contactId,
        dealId: links.dealId,
        assigneeId: links.assigneeId,
        campaign: facts.campaign,
        receivedBy,
        submittedAt: lead.submittedAt.toISOString(),
      },
    });
  return { leadId, isNew: true };
}

const titleOf = ({ firstName, lastName, emails }: LeadPerson, answers: readonly LeadAnswer[]): string =>
  `${firstName} ${lastName}`.trim() || emails[0] || answers[0]?.value || 'Somebody without a name';

interface Placing {
  leadId: string;
  lead: LeadFacts;
  person: LeadPerson;
  rules: LeadRules;
}

async function placePerson(ctx: Context, { leadId, lead, person, rules }: Placing) {
  const { emails, phones, linkedinUrl, firstName, lastName } = person;
  const { form, answers } = lead;
  const ensured = await ctx.crm.contacts.ensure({
    identities: [
      ...emails.map((value) => ({ kind: 'email' as const, value })),
      ...(linkedinUrl ? [{ kind: 'linkedin' as const, value: linkedinUrl }] : []),
      ...phones.map((value) => ({ kind: 'phone' as const, value })),
    ],
    name: { firstName, lastName },
  });
  if (!ensured) return undefined;
  const { contactId } = ensured;
  const assigneeId = await rules.assignee();
  const contact = await completeContact(ctx, ensured, person, assigneeId);
  const body = answers.map(({ label, value }) => `${label}: ${value}`).join('\n');
  const { id: activityId } = await ctx.crm.activities.record({
    kind: 'message',
    direction: 'inbound',
    occurredAt: lead.submittedAt,
    provider: 'linkedin',
    externalId: `lead:${lead.responseId}`,
    subject: `Lead form: ${form.name}`,
    snippet: body.replaceAll('\n', ' · ').slice(0, 300),
    body,
    status: 'received',
    ownerId: assigneeId ?? null,
    participants: [{ contactId, address: emails[0] ?? phones[0] ?? linkedinUrl ?? '', role: 'from' }],
    data: { leadId, formId: form.formId, formVersion: form.version },
    ...(ctx.connection ? { connectionId: ctx.connection.id } : {}),
  });
  for (const consent of lead.consents.filter(({ accepted }) => accepted))
    await ctx.crm.consents.give({
      contactId,
      channel: 'email',
      purpose: 'marketing',
      basis: 'consent',
      // Which words, in which version and language: provable later.
      textVersion: `linkedin-form ${form.formId} v${form.version} ${form.locale} #${consent.consentId} ${form.legalHash}`,
      source: 'linkedin',
      givenAt: lead.submittedAt,
    });
  const dealId = rules.deal ? await openDeal(ctx, lead, rules.deal, contact, assigneeId) : null;
  if (assigneeId)
    await ctx.notify([assigneeId], {
      key: `lead:${leadId}`,
      title: `New lead: ${`${firstName} ${lastName}`.trim() || (emails[0] ?? 'somebody')}`,
      body: `${form.name} on LinkedIn`,
      href: '/leads',
    });
  return { contactId, activityId, assigneeId: assigneeId ?? null, dealId };
}

/** Fills what is empty; what a person wrote stays. */
async function completeContact(ctx: Context, { contactId, isNew }: { contactId: string; isNew: boolean }, person: LeadPerson, assigneeId: UserId | undefined) {
  const contact = await ctx.crm.contacts.get(contactId);
  const change: CrmContactDraft = {
    ...(isNew ? { leadSource: 'linkedin' } : {}),
    ...(person.jobTitle && !contact.jobTitle ? { jobTitle: person.jobTitle.slice(0, 200) } : {}),
    ...(assigneeId && !contact.ownerId ? { ownerId: assigneeId } : {}),
  };
  const custom = Object.fromEntries(Object.entries(person.customFields).filter(([key]) => contact.customFields[key] === undefined));
  if (Object.keys(change).length > 0) await ctx.crm.contacts.update(contactId, change);
  if (Object.keys(custom).length > 0) {
    try {
      await ctx.crm.contacts.update(contactId, { customFields: { ...contact.customFields, ...custom } });
    } catch (error) {
      // An answer that is no value of the field stays readable on the lead.
      if (!(error instanceof PatchbayError) || error.code !== 'invalid_input') throw error;
      ctx.log.info({ contactId, fields: Object.keys(custom) }, 'answers of a lead form that the field does not take');
    }
  }
  return contact;
}

async function openDeal(
  ctx: Context,
  { form }: LeadFacts,
  { pipelineId }: { pipelineId: string | null },
  contact: { id: string; organizationId: string | null; firstName: string; lastName: string },
  assigneeId: UserId | undefined,
) {
  const who = `${contact.firstName} ${contact.lastName}`.trim();
  const deal = await ctx.crm.deals.create({
    name: [who, form.name].filter(Boolean).join(' – ').slice(0, 200),
    contacts: [{ contactId: contact.id, role: 'other' }],
    leadSource: 'linkedin',
    ...(contact.organizationId ? { organizationId: contact.organizationId } : {}),
    ...(assigneeId ? { ownerId: assigneeId } : {}),
    ...(pipelineId ? { pipelineId } : {}),
  });
  return deal.id;
}
