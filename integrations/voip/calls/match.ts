import { sql } from 'drizzle-orm';
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

interface Found {
  value: string;
  contactId: string;
  firstName: string;
  lastName: string;
  ownerId: string | null;
  organizationId: string | null;
}
export interface Caller {
  e164: string | null;
  isWithheld: boolean;
}

/** Who is known by these numbers: one look-up by an index. A number that several use is a choice, never a guess. In the order given. */
export async function matchNumbers(tx: Transaction, workspaceId: string, callers: readonly Caller[]): Promise<Match[]> {
  const look = async (numbers: readonly string[], isShared: boolean): Promise<Map<string, Found[]>> => {
    if (numbers.length === 0) return new Map();
    const list = sql.join(
      numbers.map((number) => sql`${number}`),
      sql`, `,
    );
    // Each half has an index of its own, which the planner takes only when it is told which half.
    const { rows } = (await tx.execute(sql`
      select v.value, c.* from unnest(array[${list}]::text[]) as v(value) cross join lateral (
        select p.id as "contactId", p.first_name as "firstName", p.last_name as "lastName", p.owner_id as "ownerId", p.organization_id as "organizationId"
        from contact_identities i join contacts p on p.workspace_id = i.workspace_id and p.id = i.contact_id
        where i.workspace_id = ${workspaceId} and i.kind = 'phone' and i.value = v.value and ${isShared ? sql`i.is_shared` : sql`not i.is_shared`}
          and p.record_state = 'live' limit ${MOST}) c`)) as unknown as { rows: Found[] };
    return Map.groupBy(rows, ({ value }) => value);
  };
  const numbers = [...new Set(callers.flatMap(({ e164, isWithheld }) => (e164 && !isWithheld ? [e164] : [])))];
  const own = await look(numbers, false);
  const shared = await look(
    numbers.filter((number) => !own.has(number)),
    true,
  );
  return callers.map(({ e164, isWithheld }): Match => {
    if (isWithheld) return { rule: 'withheld', field: null, value: null, candidates: [] };
    if (!e164) return { rule: 'none', field: null, value: null, candidates: [] };
    const found = own.get(e164) ?? shared.get(e164) ?? [];
    const candidates = found.map(({ value: _, firstName, lastName, ...row }) => ({ ...row, name: `${firstName ?? ''} ${lastName ?? ''}`.trim() }));
    const rule = candidates.length === 1 ? 'exact' : candidates.length > 1 ? 'shared' : 'none';
    return { rule, field: candidates.length > 0 ? 'phone' : null, value: e164, candidates };
  });
}

export async function matchNumber(tx: Transaction, workspaceId: string, e164: string | null, isWithheld: boolean): Promise<Match> {
  const [match] = await matchNumbers(tx, workspaceId, [{ e164, isWithheld }]);
  return match ?? { rule: 'none', field: null, value: null, candidates: [] };
}
