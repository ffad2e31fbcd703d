import { and, eq, inArray, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Context, type CrmActivity, type CrmContactDraft, type CrmSomebody, insertRows, PatchbayError, type Transaction, type UserId } from '#sdk';
import { type LeadAnswer, type LeadConsent, linkedinLeads as leads } from '../models/index.ts';
import { type LeadPerson, personOf } from './mapping.ts';

export type ReceivedBy = 'webhook' | 'sweep' | 'manual' | 'file';
export type LeadRow = typeof leads.$inferSelect;

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

export interface Placing {
  lead: LeadFacts;
  rules: LeadRules;
  /** The row that was marked as taken back. */
  before?: LeadRow | undefined;
}

/** What is held of responses, by their ids: LinkedIn's, or those of the rows of a file. */
export async function heldLeads(ctx: Context, tx: Transaction, responseIds: readonly string[]): Promise<Map<string, LeadRow>> {
  if (responseIds.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(leads)
    .where(and(eq(leads.workspaceId, ctx.workspaceId), inArray(leads.responseId, [...responseIds])));
  return new Map(rows.map((row) => [row.responseId, row]));
}

const REPLACED = sql.raw(
  (
    [
      'connectionId',
      'ownerUrn',
      'leadType',
      'formId',
      'formVersion',
      'formName',
      'state',
      'isTest',
      'contactId',
      'dealId',
      'activityId',
      'assigneeId',
      'title',
      'answers',
      'consents',
      'hiddenFields',
      'campaign',
      'creative',
      'receivedBy',
      'submittedAt',
      'receivedAt',
      'deletedAt',
      'updatedAt',
    ] as const
  )
    .map((name) => `${leads[name].name} = excluded.${leads[name].name}`)
    .join(', '),
);

/**
 * Keeps leads that are new, or were taken back and sent again: their people, what they said, what they agreed to, whose
 * they are; with statements over all of them where nothing has to be weighed. Inside the caller's transaction. One without
 * any address is kept too, and says so. Answers their ids in the order given.
 */
export async function placeLeads(ctx: Context, tx: Transaction, all: readonly Placing[]): Promise<string[]> {
  if (all.length === 0) return [];
  const now = ctx.clock.now();
  const read = all.map(({ lead, rules, before }) => ({ lead, rules, leadId: before?.id ?? uuidv7(), person: personOf(lead.answers) }));
  const placed = await placePeople(
    ctx,
    read.filter(({ lead }) => !lead.isTest),
  );
  const rows = read.map(({ lead: { form, ...said }, leadId, person }) => {
    const { contactId = null, dealId = null, activityId = null, assigneeId = null } = placed.get(leadId) ?? {};
    return {
      ...said,
      workspaceId: ctx.workspaceId,
      id: leadId,
      state: said.isTest ? 'test' : contactId ? 'open' : 'unreachable',
      formId: form.formId,
      formVersion: form.version,
      formName: form.name,
      title: titleOf(person, said.answers),
      receivedAt: now,
      deletedAt: null,
      connectionId: ctx.connection?.id ?? null,
      contactId,
      dealId,
      activityId,
      assigneeId,
      updatedAt: now,
    };
  });
  await insertRows(tx, leads, rows, { onConflict: sql`on conflict (workspace_id, response_id) do update set ${REPLACED}` });
  await ctx.events.publish(
    ...rows
      .filter(({ isTest }) => !isTest)
      .map(({ id: leadId, formId, formName, title, contactId, dealId, assigneeId, campaign, receivedBy, submittedAt }) => ({
        type: 'lead.created',
        subject: { type: 'lead' as const, id: leadId },
        data: { leadId, formId, formName, title, contactId, dealId, assigneeId, campaign, receivedBy, submittedAt: submittedAt.toISOString() },
      })),
  );
  return rows.map(({ id }) => id);
}

const titleOf = ({ firstName, lastName, emails }: LeadPerson, answers: readonly LeadAnswer[]): string =>
  `${firstName} ${lastName}`.trim() || emails[0] || answers[0]?.value || 'Somebody without a name';

interface Read {
  leadId: string;
  lead: LeadFacts;
  person: LeadPerson;
  rules: LeadRules;
}
interface Placed {
  contactId: string;
  activityId: string;
  dealId: string | null;
  assigneeId: UserId | null;
}

async function placePeople(ctx: Context, all: readonly Read[]): Promise<Map<string, Placed>> {
  const ensured = await ctx.crm.contacts.ensureAll(all.map(({ person }) => somebodyOf(person)));
  const known: (Read & { contact: { contactId: string; isNew: boolean }; assigneeId: UserId | undefined })[] = [];
  for (const [at, read] of all.entries()) {
    const contact = ensured[at];
    if (contact) known.push({ ...read, contact, assigneeId: await read.rules.assignee() });
  }
  for (const { contact, person, assigneeId } of known) await completeContact(ctx, contact, person, assigneeId);
  const activities = await ctx.crm.activities.recordAll(known.map(({ contact, ...read }) => activityOf(ctx, read, contact.contactId)));
  const placed = new Map<string, Placed>();
  for (const [at, { leadId, lead, person, rules, contact, assigneeId }] of known.entries()) {
    const { contactId } = contact;
    await keepConsents(ctx, lead, contactId);
    const dealId = rules.deal ? await openDeal(ctx, lead, rules.deal, await ctx.crm.contacts.get(contactId), assigneeId) : null;
    if (assigneeId)
      await ctx.notify([assigneeId], {
        key: `lead:${leadId}`,
        title: `New lead: ${`${person.firstName} ${person.lastName}`.trim() || (person.emails[0] ?? 'somebody')}`,
        body: `${lead.form.name} on LinkedIn`,
        href: '/leads',
      });
    placed.set(leadId, { contactId, activityId: activities[at]?.id ?? '', dealId, assigneeId: assigneeId ?? null });
  }
  return placed;
}

const somebodyOf = ({ emails, phones, linkedinUrl, firstName, lastName, jobTitle }: LeadPerson): CrmSomebody => ({
  identities: [
    ...emails.map((value) => ({ kind: 'email' as const, value })),
    ...(linkedinUrl ? [{ kind: 'linkedin' as const, value: linkedinUrl }] : []),
    ...phones.map((value) => ({ kind: 'phone' as const, value })),
  ],
  name: { firstName, lastName },
  leadSource: 'linkedin',
  ...(jobTitle ? { jobTitle: jobTitle.slice(0, 200) } : {}),
});

function activityOf(
  ctx: Context,
  { leadId, lead, person, assigneeId }: Omit<Read, 'rules'> & { assigneeId: UserId | undefined },
  contactId: string,
): CrmActivity {
  const { form, answers } = lead;
  const body = answers.map(({ label, value }) => `${label}: ${value}`).join('\n');
  return {
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
    participants: [{ contactId, address: person.emails[0] ?? person.phones[0] ?? person.linkedinUrl ?? '', role: 'from' }],
    data: { leadId, formId: form.formId, formVersion: form.version },
    ...(ctx.connection ? { connectionId: ctx.connection.id } : {}),
  };
}

async function keepConsents(ctx: Context, { form, consents, submittedAt }: LeadFacts, contactId: string): Promise<void> {
  for (const consent of consents.filter(({ accepted }) => accepted))
    await ctx.crm.consents.give({
      contactId,
      channel: 'email',
      purpose: 'marketing',
      basis: 'consent',
      // Which words, in which version and language: provable later.
      textVersion: `linkedin-form ${form.formId} v${form.version} ${form.locale} #${consent.consentId} ${form.legalHash}`,
      source: 'linkedin',
      givenAt: submittedAt,
    });
}

/** Fills what is empty; what a person wrote stays. Whoever was added now has what they said already. */
async function completeContact(
  ctx: Context,
  { contactId, isNew }: { contactId: string; isNew: boolean },
  person: LeadPerson,
  assigneeId: UserId | undefined,
): Promise<void> {
  if (isNew && !assigneeId && Object.keys(person.customFields).length === 0) return;
  const contact = await ctx.crm.contacts.get(contactId);
  const change: CrmContactDraft = {
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
