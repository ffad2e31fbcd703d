import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { importNow } from '../integrations/linkedin/network/import-now.ts';
import { registry } from '../integrations/registry.ts';
import { parseConfig } from '../server/config.ts';
import { openHub } from '../server/open-hub.ts';
import { makePeople } from '../twins/linkedin/archive/people.ts';
import { seededRandom } from '../twins/random.ts';
import type { BenchResult } from './bench.ts';
import { benchDatabase } from './linkedin-database.ts';

const CONNECTIONS = Number(process.env.ARCHIVE_CONNECTIONS ?? 30_000);
const MESSAGES = Number(process.env.ARCHIVE_MESSAGES ?? 200_000);
const CONTACTS = Number(process.env.ARCHIVE_CONTACTS ?? 100_000);
/** Of the connections so many are contacts already; their threads reach timelines. */
const KNOWN = Number(process.env.ARCHIVE_KNOWN ?? 300);
const BAR_SECONDS = 60;
const BAR_MB = 400;

/** A member's archive from the file to the timelines: read twice, staged, matched, and what is known brought in. */
export async function archive(): Promise<BenchResult> {
  const bench = await benchDatabase();
  if (!bench) return { name: 'archive', rows: [{ case: 'PostgreSQL skipped: TEST_DATABASE_URL is not set', value: 0, unit: '', pass: false }] };
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-archive-'));
  const file = join(dataDir, 'Complete_LinkedInDataExport_06-12-2026.zip');
  execFileSync(process.execPath, [join(import.meta.dirname, 'archive-file.ts'), file, String(CONNECTIONS), String(MESSAGES)]);
  await bench.fillContacts(CONTACTS);
  const people = makePeople(CONNECTIONS, seededRandom(1), new Date('2020-01-01T00:00:00Z')).slice(0, KNOWN);
  await bench.database.workspace(bench.workspaceId, (tx) =>
    tx.execute(sql`update contact_identities i set value = p.slug from (select row_number() over () - 1 as n, slug from jsonb_array_elements_text(${JSON.stringify(people.map(({ slug }) => slug))}::jsonb) as slug) p
      where i.workspace_id = ${bench.workspaceId} and i.kind = 'linkedin' and i.value = 'first-last-' || p.n`),
  );
  const config = parseConfig(
    { DATABASE_URL: bench.url, PATCHBAY_DATA_DIR: dataDir, PATCHBAY_SECRET_KEY: randomBytes(32).toString('base64'), LOG_LEVEL: 'silent' },
    registry,
  );
  const hub = await openHub(config, { integrations: registry, quiet: true });
  let peak = 0;
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 100);
  try {
    const ctx = await hub.contextFor({ workspaceId: bench.workspaceId, actor: { kind: 'system', reason: 'bench' }, integration: 'linkedin' });
    const from = performance.now();
    const stored = await ctx.files.put(createReadStream(file), { contentType: 'application/zip', name: 'archive.zip' });
    const done = await importNow(ctx, {
      fileId: stored.id,
      fileName: 'Complete_LinkedInDataExport_06-12-2026.zip',
      user: undefined,
      apply: 'matched',
      report: () => {},
    });
    const seconds = (performance.now() - from) / 1000;
    const megabytes = Math.round(peak / 1_048_576);
    return {
      name: 'archive',
      rows: [
        {
          case: `${CONNECTIONS.toLocaleString('en')} connections, ${MESSAGES.toLocaleString('en')} messages, ${CONTACTS.toLocaleString('en')} contacts: end to end`,
          value: Math.round(seconds * 10) / 10,
          unit: 's',
          bar: `< ${BAR_SECONDS} s`,
          pass: done.state === 'done' && seconds < BAR_SECONDS,
        },
        { case: 'resident memory at most', value: megabytes, unit: 'MB', bar: `< ${BAR_MB} MB`, pass: megabytes < BAR_MB },
        { case: 'connections and messages read', value: (done.counts.connections ?? 0) + (done.counts.messages ?? 0), unit: 'rows' },
        { case: 'messages laid on timelines', value: done.applied.messages ?? 0, unit: 'messages' },
      ],
    };
  } finally {
    clearInterval(sampler);
    await hub.close();
    await bench.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}
