import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { matchPeople } from '../integrations/linkedin/network/match.ts';
import type { BenchResult } from './bench.ts';
import { benchDatabase } from './linkedin-database.ts';

const CONTACTS = Number(process.env.LINKEDIN_CONTACTS ?? 1_000_000);
const PEOPLE = Number(process.env.LINKEDIN_PEOPLE ?? 30_000);
const BAR = 2_000;

/** A whole network is found among a million contacts: people per second. */
export async function linkedinMatch(): Promise<BenchResult> {
  const bench = await benchDatabase();
  if (!bench) return { name: 'linkedin-match', rows: [{ case: 'PostgreSQL skipped: TEST_DATABASE_URL is not set', value: 0, unit: '', pass: false }] };
  const { database, workspaceId, close } = bench;
  try {
    const owner = uuidv7();
    const importId = uuidv7();
    await bench.fillContacts(CONTACTS);
    await database.workspace(workspaceId, (tx) =>
      tx.execute(sql`insert into linkedin_people (workspace_id, id, owner_user_id, person_key, slug, first_name, last_name, email, company, position, state, first_import_id, last_import_id)
        select ${workspaceId}::uuid, md5(n::text || 'person')::uuid, ${owner}::uuid, 'person-' || n, case when n % 3 = 0 then 'first-last-' || n * 7 else 'person-' || n end, 'First' || n, 'Last' || n,
          case when n % 10 = 1 then 'p' || n || '@house' || n % 997 || '.example' end, 'House ' || n % 997, 'Buyer', 'connected', ${importId}::uuid, ${importId}::uuid
        from generate_series(1, ${sql.raw(String(PEOPLE))}) n`),
    );
    await bench.analyze(['linkedin_people']);
    const from = performance.now();
    await database.workspace(workspaceId, (tx) => matchPeople(tx, { workspaceId, ownerUserId: owner, now: new Date() }));
    const seconds = (performance.now() - from) / 1000;
    const [found] = await database.workspace(workspaceId, async (tx) => {
      const result = (await tx.execute(sql`select count(*) filter (where match in ('slug', 'email'))::int as n from linkedin_people`)) as unknown as {
        rows: { n: number }[];
      };
      return result.rows;
    });
    const perSecond = Math.round(PEOPLE / seconds);
    return {
      name: 'linkedin-match',
      rows: [
        {
          case: `${PEOPLE.toLocaleString('en')} people among ${CONTACTS.toLocaleString('en')} contacts`,
          value: perSecond,
          unit: '/s',
          bar: `≥ ${BAR}/s`,
          pass: perSecond >= BAR,
        },
        { case: 'of them certain', value: found?.n ?? 0, unit: 'people' },
      ],
    };
  } finally {
    await close();
  }
}
