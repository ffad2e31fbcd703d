import { and, eq, sql } from 'drizzle-orm';
import { contacts, identities } from '#crm/models';
import type { Transaction } from '#sdk';

export interface Candidate {
  contactId: string;
  name: string;
  ownerId: string | null;
  organizationId: string | null;
}
/** Why this person, and who else it could be. */
export interface Match {
  rule: 'exact' | 'shared' | 'chosen' | 'named' | 'none' | 'withheld';
  field: 'phone' | null;
  value: string | null;
  candidates: Candidate[];
}
const MOST = 5;

/** Who is known by this number: one look-up by an index. A number that several use is a choice, never a guess. */
export async function matchNumber(tx: Transaction, workspaceId: string, e164: string | null, isWithheld: boolean): Promise<Match> {
  if (isWithheld) return { rule: 'withheld', field: null, value: null, candidates: [] };
  if (!e164) return { rule: 'none', field: null, value: null, candidates: [] };
  const look = (isShared: boolean) =>
    tx
      .select({
        contactId: contacts.id,
        firstName: contacts.firstName,
        lastName: contacts.lastName,
        ownerId: contacts.ownerId,
        organizationId: contacts.organizationId,
      })
      .from(identities)
      .innerJoin(contacts, and(eq(contacts.workspaceId, identities.workspaceId), eq(contacts.id, identities.contactId)))
      .where(
        and(
          eq(identities.workspaceId, workspaceId),
          eq(identities.kind, 'phone'),
          eq(identities.value, e164),
          // Each half has an index of its own, which the planner takes only when it is told which half.
          isShared ? sql`${identities.isShared}` : sql`not ${identities.isShared}`,
          eq(contacts.recordState, 'live'),
        ),
      )
      .limit(MOST);
  const own = await look(false);
  const found = own.length > 0 ? own : await look(true);
  const candidates = found.map(({ firstName, lastName, ...row }) => ({ ...row, name: `${firstName} ${lastName}`.trim() }));
  const rule = candidates.length === 1 ? 'exact' : candidates.length > 1 ? 'shared' : 'none';
  return { rule, field: candidates.length > 0 ? 'phone' : null, value: e164, candidates };
}
