import { and, desc, eq, lt, or, type SQL, sql } from 'drizzle-orm';
import { type Context, PatchbayError, type Transaction } from '#sdk';
import type { LeadRow } from '../leads/place-lead.ts';
import { linkedinLeadForms as forms, linkedinLeads as leads } from '../models/index.ts';

export interface LeadQuery {
  limit: number;
  cursor?: string | undefined;
  formId?: string | undefined;
  contactId?: string | undefined;
  state?: string | undefined;
  test?: boolean | undefined;
}

const encode = ({ submittedAt, id }: LeadRow): string => Buffer.from(JSON.stringify([submittedAt.toISOString(), id])).toString('base64url');
function decode(cursor: string): [string, string] {
  try {
    const read = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
    if (Array.isArray(read) && typeof read[0] === 'string' && typeof read[1] === 'string') return [read[0], read[1]];
  } catch {
    // Not one of ours.
  }
  throw new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'is not one of ours' }] });
}

/** A salesperson sees the leads of whoever they reach: their own and those that are nobody's. */
async function reach(ctx: Context): Promise<SQL | undefined> {
  const { actor } = ctx;
  const role = actor.kind === 'person' || actor.kind === 'key' ? actor.role : 'owner';
  if (role !== 'salesperson') return undefined;
  const userId = actor.kind === 'person' ? actor.userId : actor.kind === 'key' ? actor.actAs : undefined;
  return userId ? sql`(${leads.assigneeId} is null or ${leads.assigneeId} = ${userId})` : sql`${leads.assigneeId} is null`;
}

/** Newest first. */
export async function listLeadRows(ctx: Context, tx: Transaction, { limit, cursor, formId, contactId, state, test }: LeadQuery) {
  const [at, id] = cursor ? decode(cursor) : [];
  const rows = await tx
    .select()
    .from(leads)
    .where(
      and(
        eq(leads.workspaceId, ctx.workspaceId),
        await reach(ctx),
        formId ? eq(leads.formId, formId) : undefined,
        contactId ? eq(leads.contactId, contactId) : undefined,
        state ? eq(leads.state, state) : undefined,
        test === undefined ? undefined : eq(leads.isTest, test),
        at && id ? or(lt(leads.submittedAt, new Date(at)), and(eq(leads.submittedAt, new Date(at)), lt(leads.id, id))) : undefined,
      ),
    )
    .orderBy(desc(leads.submittedAt), desc(leads.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last ? encode(last) : null };
}

type FormRow = typeof forms.$inferSelect;
type FormChange = {
  mapping?: Record<string, string> | undefined;
  assignees?: string[] | undefined;
  createDeal?: boolean | undefined;
  pipelineId?: string | null | undefined;
};
export async function changeForm(tx: Transaction, form: FormRow, { mapping, assignees, createDeal, pipelineId }: FormChange, now: Date): Promise<FormRow> {
  const [changed] = await tx
    .update(forms)
    .set({
      ...(mapping ? { mapping: { ...form.mapping, ...mapping } } : {}),
      ...(assignees ? { assignees, nextAssignee: 0 } : {}),
      ...(createDeal === undefined ? {} : { createDeal }),
      ...(pipelineId === undefined ? {} : { pipelineId }),
      updatedAt: now,
    })
    .where(and(eq(forms.workspaceId, form.workspaceId), eq(forms.id, form.id)))
    .returning();
  if (!changed) throw new PatchbayError('not_found');
  return changed;
}
