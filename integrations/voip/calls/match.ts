import { type SQL, sql } from 'drizzle-orm';
import { prepared, type Transaction, type Value } from '#sdk';

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

/** Who is known by which of these numbers. Each half has an index of its own, which the planner takes only when it is told which half. */
const knownBy = (name: string, half: SQL) =>
  prepared(name, (tx, value: Value<{ workspaceId: string; numbers: string }>) =>
    tx
      .select({
        value: sql<string>`v.value`,
        contactId: sql<string>`c.id`,
        firstName: sql<string>`c.first_name`,
        lastName: sql<string>`c.last_name`,
        ownerId: sql<string | null>`c.owner_id`,
        organizationId: sql<string | null>`c.organization_id`,
      })
      .from(
        sql`unnest(${value('numbers')}::text::text[]) as v(value) cross join lateral (
          select p.id, p.first_name, p.last_name, p.owner_id, p.organization_id
          from contact_identities i join contacts p on p.workspace_id = i.workspace_id and p.id = i.contact_id
          where i.workspace_id = ${value('workspaceId')} and i.kind = 'phone' and i.value = v.value and ${half} and p.record_state = 'live'
          limit ${sql.raw(String(MOST))}) c`,
      ),
  );
const ownersOf = { own: knownBy('voip_callers_own', sql`not i.is_shared`), shared: knownBy('voip_callers_shared', sql`i.is_shared`) };

/** Who is known by these numbers: one look-up by an index. A number that several use is a choice, never a guess. In the order given. */
export async function matchNumbers(tx: Transaction, workspaceId: string, callers: readonly Caller[]): Promise<Match[]> {
  const look = async (half: keyof typeof ownersOf, numbers: readonly string[]): Promise<Map<string, Found[]>> => {
    if (numbers.length === 0) return new Map();
    return Map.groupBy(await ownersOf[half](tx, { workspaceId, numbers: `{${numbers.join(',')}}` }), ({ value }) => value);
  };
  const numbers = [...new Set(callers.flatMap(({ e164, isWithheld }) => (e164 && !isWithheld ? [e164] : [])))];
  const own = await look('own', numbers);
  const shared = await look(
    'shared',
    numbers.filter((number) => !own.has(number)),
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
