import { and, eq, sql } from 'drizzle-orm';
import { type Context, PatchbayError, type Transaction, type UserId } from '#sdk';
import { linkedinLeadForms as forms, type LeadConsent, linkedinLeads as leads } from '../models/index.ts';
import { type FormFacts, formInside, formOf, ownerUrnOf, type RemoteLead } from '../serializers/leads.ts';
import { formByExternalId, saveForm } from '../store/lead-forms.ts';
import { readAnswers } from './mapping.ts';
import { heldLeads, type Placing, placeLeads, type ReceivedBy } from './place-lead.ts';

type FormRow = typeof forms.$inferSelect;

/** Leads kept in one transaction: each touches a person's rows, and others wait for those. */
export const TOGETHER = 25;

/** Keeps each lead once, whoever tells of it and however often. Inside the caller's transaction. Answers how many were new. */
export async function keepLeads(ctx: Context, tx: Transaction, all: readonly RemoteLead[], receivedBy: ReceivedBy): Promise<number> {
  const held = await heldLeads(
    ctx,
    tx,
    all.map(({ id }) => id),
  );
  // Registered, cancelled, registered again: the same response is there again.
  const fresh = new Map(all.filter(({ id }) => (held.get(id)?.state ?? 'deleted') === 'deleted').map((lead) => [lead.id, lead]));
  const formOfLead = formsOf(ctx, tx);
  const placing: Placing[] = [];
  for (const lead of fresh.values()) {
    const { row, ...form } = await formOfLead(lead);
    placing.push({
      lead: {
        responseId: lead.id,
        ownerUrn: ownerUrnOf(lead.owner),
        leadType: lead.leadType,
        form,
        isTest: lead.testLead,
        answers: readAnswers(lead, form.questions, row?.mapping ?? {}),
        consents: consentsOf(lead, form),
        hiddenFields: form.hiddenFields,
        campaign: lead.leadMetadataInfo?.sponsoredLeadMetadataInfo?.campaign?.name ?? null,
        creative: creativeOf(lead),
        submittedAt: new Date(lead.submittedAt),
        receivedBy,
      },
      rules: { assignee: () => nextAssignee(ctx, tx, row), deal: row?.createDeal ? { pipelineId: row.pipelineId } : null },
      before: held.get(lead.id),
    });
  }
  return (await placeLeads(ctx, tx, placing)).length;
}

type FormFound = FormFacts & { row: FormRow | undefined };
/**
 * The words of the version that was answered; who gets it and what it becomes are of the form as it is now. A form is kept
 * and looked up once for all of its leads.
 */
function formsOf(ctx: Context, tx: Transaction): (lead: RemoteLead) => Promise<FormFound> {
  const rows = new Map<string, FormRow | undefined>();
  return async (lead) => {
    const { formId, version } = formOf(lead.versionedLeadGenFormUrn);
    const inside = formInside(lead);
    const key = `${formId} ${version} ${inside?.legalHash}`;
    if (!rows.has(key)) {
      if (inside && ctx.connection) await saveForm(tx, ctx.workspaceId, ctx.connection.id, ownerUrnOf(lead.owner), inside, ctx.clock.now());
      rows.set(key, await formByExternalId(tx, ctx.workspaceId, formId));
    }
    const row = rows.get(key);
    const known = row ? { ...row, hiddenFields: {} } : undefined;
    const facts = inside ??
      known ?? { formId, version, name: `Form ${formId}`, state: 'PUBLISHED', locale: 'en_US', questions: [], consents: [], legalHash: '', hiddenFields: {} };
    return { ...facts, version, row };
  };
}

const consentsOf = (lead: RemoteLead, form: FormFacts): LeadConsent[] =>
  lead.formResponse.consentResponses.map(({ consentId, accepted }) => ({
    consentId,
    accepted,
    text: form.consents.find((each) => each.consentId === consentId)?.text ?? '',
  }));

function creativeOf({ associatedEntity }: RemoteLead): string | null {
  const value = associatedEntity?.associatedCreative ?? associatedEntity?.sponsoredCreative;
  return typeof value === 'string' ? value : null;
}

/** In turns, those who are here. The row is written, and so held, only where there are turns to take. */
async function nextAssignee(ctx: Context, tx: Transaction, row: FormRow | undefined): Promise<UserId | undefined> {
  if (!row || row.assignees.length === 0) return undefined;
  for (let tries = 0; tries < row.assignees.length; tries++) {
    const [turn] = await tx
      .update(forms)
      .set({ nextAssignee: sql`(${forms.nextAssignee} + 1) % ${row.assignees.length}::int` })
      .where(and(eq(forms.workspaceId, ctx.workspaceId), eq(forms.id, row.id)))
      .returning({ next: forms.nextAssignee });
    const at = ((turn?.next ?? 0) + row.assignees.length - 1) % row.assignees.length;
    const person = await ctx.people.get(row.assignees[at] ?? '');
    if (person?.state === 'active') return person.userId;
  }
  return undefined;
}

/** The lead is gone at LinkedIn: it is marked, its activity says so; the person stays, whose data it is decides. */
export async function dropLead(ctx: Context, tx: Transaction, responseId: string, occurredAt: Date): Promise<boolean> {
  const [lead] = await tx
    .select()
    .from(leads)
    .where(and(eq(leads.workspaceId, ctx.workspaceId), eq(leads.responseId, responseId)))
    .for('update');
  if (!lead || lead.state === 'deleted') return false;
  // Told late: it was sent again meanwhile.
  if (lead.submittedAt > occurredAt) return false;
  await tx
    .update(leads)
    .set({ state: 'deleted', deletedAt: occurredAt, updatedAt: ctx.clock.now(), answers: [], hiddenFields: {} })
    .where(and(eq(leads.workspaceId, ctx.workspaceId), eq(leads.id, lead.id)));
  if (lead.activityId) {
    try {
      await ctx.crm.activities.update(lead.activityId, { status: 'cancelled', body: '', snippet: 'Withdrawn on LinkedIn' });
    } catch (error) {
      if (!(error instanceof PatchbayError) || error.code !== 'not_found') throw error;
    }
  }
  await ctx.events.publish({
    type: 'lead.deleted',
    subject: { type: 'lead', id: lead.id },
    data: { leadId: lead.id, formId: lead.formId, formName: lead.formName, contactId: lead.contactId, dealId: lead.dealId },
  });
  return true;
}
