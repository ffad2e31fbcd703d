import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import { createLog } from '#platform/telemetry/log';
import { loadRootKeys } from '#platform/vault/root-keys';
import { createVault } from '#platform/vault/vault';
import { type Integration, PatchbayError, Secret, systemClock } from '#sdk';
import { type Config, isLoopback } from '../config.ts';
import { connectDatabase, isFolderHeld, isSchemaCurrent, waitForDatabase } from '../open-database.ts';
import type { Outcome } from './command.ts';
import { selfTestSignatures } from './signature-self-test.ts';

type Grade = 'ok' | 'warning' | 'failure';
interface Finding {
  grade: Grade;
  what: string;
  sentence: string;
  remedy?: string;
}
const SIGNS: Record<Grade, string> = { ok: '✓', warning: '!', failure: '✗' };

/** `patchbay doctor`: looks at everything a hub needs and says what to do. Exit 1 on a failure, not on a warning. */
export async function doctor(config: Config, integrations: readonly Integration[]): Promise<Outcome> {
  const findings: Finding[] = [];
  const say = (grade: Grade, what: string, sentence: string, remedy?: string) => findings.push({ grade, what, sentence, ...(remedy ? { remedy } : {}) });
  const attempt = async (what: string, look: () => Promise<void>) => {
    try {
      await look();
    } catch (error) {
      const known = error instanceof PatchbayError ? error : undefined;
      say('failure', what, error instanceof Error ? error.message : String(error), known?.details.remedy ?? known?.row.remedy);
    }
  };

  for (const warning of config.warnings) say('warning', 'settings', warning);
  publicAddress(config, say);
  await attempt('data folder', async () => dataFolder(config, say));
  files(config, say);
  await attempt('clock', async () => clock(config, say));
  await attempt('database', async () => database(config, say));
  providers(config, integrations, say);
  for (const { name, ok, sentence, remedy } of await selfTestSignatures(config, integrations)) say(ok ? 'ok' : 'failure', `webhook ${name}`, sentence, remedy);

  const text = findings
    .map(({ grade, what, sentence, remedy }) => `${SIGNS[grade]} ${what}: ${sentence}${remedy && grade !== 'ok' ? `\n    → ${remedy}` : ''}`)
    .join('\n');
  return { ok: findings.every(({ grade }) => grade !== 'failure'), text, data: findings };
}

type Say = (grade: Grade, what: string, sentence: string, remedy?: string) => void;

function publicAddress({ publicUrl }: Config, say: Say): void {
  if (isLoopback(publicUrl)) {
    say(
      'warning',
      'public address',
      `${publicUrl} can only be reached from this machine.`,
      'Providers cannot deliver webhooks here; set PATCHBAY_URL to the address the world sees.',
    );
  } else if (!publicUrl.startsWith('https://')) {
    say('warning', 'public address', `${publicUrl} is not encrypted.`, 'Put a proxy with a certificate in front and set PATCHBAY_URL to its https address.');
  } else say('ok', 'public address', publicUrl);
}

async function dataFolder(config: Config, say: Say): Promise<void> {
  const folder = existsSync(config.dataDir) ? config.dataDir : dirname(config.dataDir);
  const { bavail, bsize } = statfsSync(folder);
  const freeGb = (bavail * bsize) / 1024 ** 3;
  say(freeGb < 1 ? 'warning' : 'ok', 'data folder', `${config.dataDir}, ${freeGb.toFixed(1)} GB free`, 'Free some space, or move the folder.');
  if (!config.secretKey && existsSync(config.keyFile) && dirname(config.keyFile) === dirname(config.dataDir)) {
    say(
      'warning',
      'key file',
      `${config.keyFile} lies beside the data it opens.`,
      'Whoever copies both can read every credential. Move it and set PATCHBAY_SECRET_KEY_FILE.',
    );
  }
}

/** Who runs api and worker on machines of their own keeps files where both see them: an import waits for its file otherwise. */
function files(config: Config, say: Say): void {
  if (config.s3) say('ok', 'files', `in the bucket ${config.s3.bucket}`);
  else if (config.databaseUrl)
    say('ok', 'files', 'in the data folder, which all processes of this hub must share; with folders of their own set S3_ENDPOINT, S3_BUCKET and their keys');
}

/** Signatures and tokens carry times: a clock that is off refuses good webhooks. */
async function clock(config: Config, say: Say): Promise<void> {
  const response = await fetch(`${config.publicUrl}/healthz`, { method: 'HEAD', signal: AbortSignal.timeout(3000) }).catch(() => undefined);
  const date = response?.headers.get('date');
  if (!date) return say('warning', 'clock', 'could not be compared: the hub does not answer at its public address.', 'Start the hub and run doctor again.');
  const offSeconds = Math.round((Date.parse(date) - Date.now()) / 1000);
  say(Math.abs(offSeconds) > 60 ? 'failure' : 'ok', 'clock', `${Math.abs(offSeconds)} s apart from the public address`, 'Set this machine’s clock by NTP.');
}

async function database(config: Config, say: Say): Promise<void> {
  if (isFolderHeld(config)) return say('ok', 'database', 'embedded, in use by the running hub');
  const log = createLog('silent');
  const opened = await connectDatabase(config, log);
  try {
    await waitForDatabase(opened.database, log, 0);
    if (!(await isSchemaCurrent(opened.database))) return say('failure', 'database', 'the schema is not up to date.', 'Run: patchbay migrate');
    const [login] = await opened.database.owner((tx) =>
      rowsOf<{ bypasses: boolean; version: string }>(
        tx,
        sql`select rolsuper or rolbypassrls as bypasses, current_setting('server_version') as version from pg_roles where rolname = session_user`,
      ),
    );
    if (login?.bypasses && opened.database.engine === 'postgres')
      say(
        'warning',
        'database login',
        'is a superuser or may bypass row-level security.',
        'Give the hub a login of its own: CREATE ROLE patchbay LOGIN CREATEROLE;',
      );
    await opened.database.rolesReady();
    const rootKeys = await loadRootKeys({ secret: config.secretKey, keyFile: config.keyFile, embedded: !config.databaseUrl });
    await createVault({ database: opened.database, rootKeys, clock: systemClock }).check();
    say('ok', 'database', `${opened.database.engine === 'embedded' ? 'embedded' : 'PostgreSQL'} ${login?.version ?? ''}, schema up to date, the key opens it`);
  } finally {
    await opened.close();
  }
}

function providers(config: Config, integrations: readonly Integration[], say: Say): void {
  for (const integration of integrations) {
    const env = config.integrations[integration.name] ?? {};
    for (const [name, provider] of Object.entries(integration.providers(env))) {
      const missing = provider.requires.filter((key) => !hasValue(env[key]));
      if (missing.length > 0)
        say(
          'warning',
          `${integration.name}/${name}`,
          `needs ${missing.join(', ')}.`,
          `Set them; integrations/${integration.name}/README.md says where to get them.`,
        );
      else say('ok', `${integration.name}/${name}`, 'is configured');
    }
  }
}
const hasValue = (value: string | Secret | undefined) => (value instanceof Secret ? value.reveal() !== '' : Boolean(value));
