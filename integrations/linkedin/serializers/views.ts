import { z } from 'zod';
import { LEAD_FIELDS, questionKey, suggestedField } from '../leads/mapping.ts';
import type { LeadRow } from '../leads/place-lead.ts';
import type { linkedinLeadForms } from '../models/index.ts';
import type { OwnerRow } from '../store/lead-owners.ts';
import type { PostRow } from '../store/posts.ts';

export const instant = z.iso.datetime();
export const listOf = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), nextCursor: z.string().nullable() });
export const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

export const capabilityView = z
  .object({
    feature: z.string(),
    title: z.string(),
    path: z.string(),
    pathTitle: z.string(),
    status: z.enum(['available', 'needs_setup', 'needs_approval', 'import_only']),
    reason: z.string(),
    nextStep: z.string().nullable(),
  })
  .meta({ id: 'LinkedInCapability' });

export const accountView = z
  .object({
    connectionId: z.uuid(),
    provider: z.string(),
    label: z.string(),
    status: z.string(),
    scopes: z.array(z.string()),
    expiresAt: instant.nullable(),
    daysLeft: z.int().nullable(),
    introspectedAt: instant.nullable(),
    apiVersion: z.string(),
    apiVersionDaysLeft: z.int().nullable(),
    pins: z.array(z.object({ resource: z.string(), version: z.string(), daysLeft: z.int().nullable() })),
    overridden: z.boolean(),
    quota: z.array(z.object({ resource: z.string(), used: z.int(), exhaustedAt: instant.nullable(), exhaustedBy: z.string().nullable() })),
  })
  .meta({ id: 'LinkedInAccount' });

export const sourceView = z
  .object({
    id: z.uuid(),
    connectionId: z.uuid(),
    owner: z.object({
      urn: z.string(),
      name: z.string(),
      problem: z.string().nullable(),
      hasWebhook: z.boolean(),
      lastEventAt: instant.nullable(),
      readUntil: instant.nullable(),
    }),
    formId: z.string(),
    version: z.int(),
    name: z.string(),
    state: z.string(),
    locale: z.string(),
    questions: z.array(
      z.object({
        key: z.string(),
        label: z.string(),
        predefinedField: z.string().nullable(),
        options: z.array(z.string()).nullable(),
        field: z.string(),
        suggested: z.string(),
      }),
    ),
    consents: z.array(z.object({ consentId: z.int(), text: z.string() })),
    assignees: z.array(z.string()),
    createDeal: z.boolean(),
    pipelineId: z.uuid().nullable(),
    fields: z.array(z.string()),
  })
  .meta({ id: 'LinkedInLeadSource' });

type FormRow = typeof linkedinLeadForms.$inferSelect;
export function toSourceView(form: FormRow, owner: OwnerRow | undefined): z.input<typeof sourceView> {
  const { id, connectionId, formId, version, name, state, locale, consents, assignees, createDeal, pipelineId } = form;
  return {
    id,
    connectionId,
    owner: {
      urn: form.ownerUrn,
      name: owner?.name ?? form.ownerUrn,
      problem: owner?.problem ?? null,
      hasWebhook: Boolean(owner?.subscriptionId),
      lastEventAt: iso(owner?.lastEventAt),
      readUntil: iso(owner?.readUntil),
    },
    formId,
    version,
    name,
    state,
    locale,
    questions: form.questions.map((question) => ({
      key: questionKey(question),
      label: question.label,
      predefinedField: question.predefinedField,
      options: question.options,
      field: form.mapping[questionKey(question)] ?? suggestedField(question),
      suggested: suggestedField(question),
    })),
    consents,
    assignees,
    createDeal,
    pipelineId,
    fields: [...LEAD_FIELDS],
  };
}

export const mappingBody = z.strictObject({
  mapping: z.record(z.string().max(300), z.string().max(80)).optional(),
  assignees: z.array(z.uuid()).max(100).optional(),
  createDeal: z.boolean().optional(),
  pipelineId: z.uuid().nullable().optional(),
});

export const leadView = z
  .object({
    id: z.uuid(),
    responseId: z.string(),
    formId: z.string(),
    formName: z.string(),
    formVersion: z.int(),
    title: z.string(),
    state: z.enum(['open', 'touched', 'test', 'unreachable', 'deleted']),
    contactId: z.uuid().nullable(),
    dealId: z.uuid().nullable(),
    assigneeId: z.uuid().nullable(),
    answers: z.array(z.object({ label: z.string(), value: z.string(), field: z.string().nullable() })),
    consents: z.array(z.object({ text: z.string(), accepted: z.boolean() })),
    hiddenFields: z.record(z.string(), z.string()),
    campaign: z.string().nullable(),
    test: z.boolean(),
    receivedBy: z.enum(['webhook', 'sweep', 'manual', 'file']),
    submittedAt: instant,
    receivedAt: instant,
    firstTouchAt: instant.nullable(),
    firstTouchKind: z.string().nullable(),
    secondsToFirstTouch: z.int().nullable(),
  })
  .meta({ id: 'LinkedInLead' });

export function toLeadView(row: LeadRow): z.input<typeof leadView> {
  const { id, responseId, formId, formName, formVersion, title, contactId, dealId, assigneeId, hiddenFields, campaign, firstTouchKind } = row;
  return {
    id,
    responseId,
    formId,
    formName,
    formVersion,
    title,
    state: row.state as z.input<typeof leadView>['state'],
    contactId,
    dealId,
    assigneeId,
    answers: row.answers.map(({ label, value, field }) => ({ label, value, field })),
    consents: row.consents.map(({ text, accepted }) => ({ text, accepted })),
    hiddenFields,
    campaign,
    test: row.isTest,
    receivedBy: row.receivedBy as z.input<typeof leadView>['receivedBy'],
    submittedAt: row.submittedAt.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
    firstTouchAt: iso(row.firstTouchAt),
    firstTouchKind,
    secondsToFirstTouch: row.firstTouchAt ? Math.max(0, Math.round((row.firstTouchAt.getTime() - row.submittedAt.getTime()) / 1000)) : null,
  };
}

export const ledgerView = z
  .object({
    remote: z.int(),
    held: z.int(),
    missing: z.array(z.string()),
    from: instant,
    to: instant,
    owners: z.array(
      z.object({ urn: z.string(), name: z.string(), remote: z.int().nullable(), held: z.int(), missing: z.array(z.string()), problem: z.string().nullable() }),
    ),
  })
  .meta({ id: 'LinkedInLeadLedger' });

export const postView = z
  .object({
    id: z.uuid(),
    externalId: z.string(),
    pageId: z.uuid().nullable(),
    text: z.string(),
    visibility: z.string(),
    publishedAt: instant,
    url: z.string(),
  })
  .meta({ id: 'LinkedInPost' });
export const toPostView = ({ id, externalId, pageId, commentary, visibility, publishedAt }: PostRow): z.input<typeof postView> => ({
  id,
  externalId,
  pageId,
  text: commentary,
  visibility,
  publishedAt: publishedAt.toISOString(),
  url: `https://www.linkedin.com/feed/update/${externalId}/`,
});
