import { sql } from 'drizzle-orm';
import { type ConnectedContext, stream } from '#sdk';
import { CONNECTIONS_SCOPE, listConnectionUrns, lookUpPeople, type RemotePerson } from '../client/partner.ts';
import { hasScope } from '../leads/owners.ts';
import { matchPeople } from './match.ts';
import { NOBODY } from './owner.ts';
import { type Staging, stagePeople } from './stage.ts';

const DAY_MS = 86_400_000;

/** The first degree as a partner may read it, into the same private staging as a copy of one's data. */
export const partnerStream = stream<RemotePerson>({
  name: 'partner-connections',
  everyMs: DAY_MS,
  discover: async (ctx) => (ctx.connection.provider === 'linkedin' && hasScope(ctx, CONNECTIONS_SCOPE) ? ['partner-connections'] : []),
  async *read(ctx) {
    let open: RemotePerson[] = [];
    for await (const urns of listConnectionUrns(ctx)) {
      if (open.length > 0) yield { records: recordsOf(open), cursor: null, more: true };
      open = await lookUpPeople(ctx, urns);
    }
    yield { records: recordsOf(open), cursor: null, more: false };
  },
  async apply(ctx, tx, records) {
    const staging = stagingOf(ctx);
    const people = records.filter(({ value }) => value.vanityName);
    await stagePeople(
      tx,
      staging,
      people.map(({ value: { vanityName = '', localizedFirstName, localizedLastName } }) => {
        const slug = vanityName.toLowerCase();
        const names = { firstName: localizedFirstName.slice(0, 200), lastName: localizedLastName.slice(0, 200) };
        return { personKey: slug, nameKey: slug, slug, ...names, email: null, company: null, position: null, connectedOn: null };
      }),
    );
    const urns = people.map(({ value: { id, vanityName = '' } }) => ({ key: vanityName.toLowerCase(), urn: `urn:li:person:${id}` }));
    await tx.execute(sql`
      update linkedin_people p set member_urn = i.urn from jsonb_to_recordset(${JSON.stringify(urns)}::jsonb) as i(key text, urn text)
      where p.workspace_id = ${ctx.workspaceId} and p.owner_user_id = ${staging.ownerUserId} and p.person_key = i.key`);
    await matchPeople(tx, staging);
    return records.map(({ value }) => (value.vanityName ? ({ kept: true } as const) : ({ kept: false, reason: 'no_profile_address' } as const)));
  },
});

const recordsOf = (people: readonly RemotePerson[]) => people.map((value) => ({ externalId: value.id, value }));
const stagingOf = (ctx: ConnectedContext): Staging => {
  const now = ctx.clock.now();
  // What a partner reads has no companies: it adds people and addresses, and compares nothing.
  return {
    workspaceId: ctx.workspaceId,
    ownerUserId: ctx.connection.ownerUserId ?? NOBODY,
    importId: ctx.connection.id,
    exportedAt: now,
    previousAt: null,
    isOlder: true,
    now,
  };
};
