import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '#platform/database/database';
import { openEmbedded } from '#platform/database/embedded';
import { answers, freePort, Victim } from './processes.ts';

const root = join(import.meta.dirname, '..');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-start-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  said: string;
}
function patchbay(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['bin/patchbay.js', ...args],
      { cwd: root, env: { PATH, HOME, LOG_LEVEL: 'error', PATCHBAY_DATA_DIR: join(folder, 'data'), ...environment }, timeout: 90_000 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, said: stdout + stderr }),
    );
  });
}

describe('a start that cannot go on says why and what to do', () => {
  it('for mistakes in the settings, all of them', async () => {
    const { code, said } = await patchbay(['start'], { PORT: 'eighty', PATCHBAY_URL: 'nowhere' });
    expect(code).toBe(1);
    expect(said).toMatch(/PORT[\s\S]*PATCHBAY_URL[\s\S]*\.env[\s\S]*configuration/);
  });

  it('for a key that is none, and never prints it', async () => {
    const { code, said } = await patchbay(['start'], { PATCHBAY_SECRET_KEY: 'hunter2' });
    expect(code).toBe(1);
    expect(said).toContain('openssl rand -base64 32');
    expect(said).not.toContain('hunter2');
  });

  it('for DATABASE_URL without a key', async () => {
    const { code, said } = await patchbay(['start'], { DATABASE_URL: 'postgres://127.0.0.1:1/none' });
    expect(code).toBe(1);
    expect(said).toContain('PATCHBAY_SECRET_KEY');
  });

  it('for a role that is none, and for roles without a database to share', async () => {
    expect((await patchbay(['start', '--role', 'king'])).said).toMatch(/--role king/);
    expect((await patchbay(['start', '--role', 'worker'])).said).toMatch(/DATABASE_URL/);
  });

  it('for a data folder that cannot be written', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const { code, said } = await patchbay(['start'], { PATCHBAY_DATA_DIR: join(file, 'data') });
    expect(code).toBe(1);
    expect(said).toMatch(/cannot be written[\s\S]*PATCHBAY_DATA_DIR/);
  });

  it.each(['--twins', '--demo'])('for %s beside a public address', async (option) => {
    const { code, said } = await patchbay(['start', option], { PATCHBAY_URL: 'https://crm.example.com' });
    expect(code).toBe(1);
    expect(said).toMatch(/twins/i);
  });

  it('with exit 2 for words it does not know', async () => {
    expect((await patchbay(['dance'])).code).toBe(2);
    expect((await patchbay(['--help'])).code).toBe(0);
  });
});

describe('on a folder that holds a hub', () => {
  it('refuses a second start, another key, and a newer schema; gives commands to the one that runs; stops in order', async () => {
    const port = await freePort();
    const environment = {
      PORT: String(port),
      PATCHBAY_DATA_DIR: join(folder, 'data'),
      PATCHBAY_SECRET_KEY: randomBytes(32).toString('base64'),
      LOG_LEVEL: 'error',
      PATCHBAY_API_KEY: `pb_${randomBytes(24).toString('base64url')}`,
    };
    const hub = new Victim('hub', ['bin/patchbay.js', 'start'], environment, answers(`http://127.0.0.1:${port}/readyz`));
    await hub.start();

    const second = await patchbay(['start'], environment);
    expect([second.code, second.said]).toEqual([1, expect.stringMatching(/Another Patchbay \(process \d+\)/)]);
    const verified = await patchbay(['audit', 'verify', '--json'], environment);
    expect(verified.code, verified.said).toBe(0);
    expect((await patchbay(['connect', 'template', 'jotter'], environment)).said).toMatch(/provider_not_configured/);

    const other = await patchbay(['start'], { ...environment, PATCHBAY_DATA_DIR: join(folder, 'elsewhere') });
    expect([other.code, other.said]).toEqual([1, expect.stringMatching(new RegExp(`Port ${port} is in use`))]);

    expect(await hub.kill('SIGTERM')).toBe(0);
    const wrongKey = await patchbay(['start'], { ...environment, PATCHBAY_SECRET_KEY: randomBytes(32).toString('base64') });
    expect([wrongKey.code, wrongKey.said]).toEqual([1, expect.stringMatching(/PATCHBAY_SECRET_KEY|key/)]);

    const database = createDatabase(await openEmbedded(join(folder, 'data/database')));
    await database.owner((tx) => tx.execute(sql`insert into schema_migrations (tag, hash) values ('9999_from_the_future', '')`));
    await database.close();
    const newer = await patchbay(['start'], environment);
    expect([newer.code, newer.said]).toEqual([1, expect.stringMatching(/newer version/)]);
  }, 420_000);
});

it('waits for a database that is away, and says so', async () => {
  const port = await freePort();
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['bin/patchbay.js', 'start'], {
    cwd: root,
    env: {
      PATH,
      HOME,
      LOG_LEVEL: 'warn',
      PATCHBAY_DATA_DIR: join(folder, 'waiting'),
      DATABASE_URL: `postgres://127.0.0.1:${port}/none`,
      PATCHBAY_SECRET_KEY: randomBytes(32).toString('base64'),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = await new Promise<string>((resolve) => child.stderr.once('data', (chunk: Buffer) => resolve(chunk.toString())));
  expect(said).toContain('the database does not answer yet; waiting');
  child.kill('SIGKILL');
});
