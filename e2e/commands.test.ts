import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answers, freePort, Victim } from './processes.ts';

const root = join(import.meta.dirname, '..');
let folder: string;
let hub: Victim;
let environment: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-commands-'));
  const port = await freePort();
  environment = {
    PORT: String(port),
    PATCHBAY_DATA_DIR: join(folder, 'data'),
    PATCHBAY_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    PATCHBAY_ADMIN_EMAIL: 'grace@example.test',
    PATCHBAY_ADMIN_PASSWORD: 'a long enough password',
    LOG_LEVEL: 'error',
  };
  hub = new Victim('hub', ['bin/patchbay.js', 'start'], environment, answers(`http://127.0.0.1:${port}/readyz`));
});
afterAll(async () => {
  await hub.kill();
  await rm(folder, { recursive: true, force: true });
});

function patchbay(words: string, more: Record<string, string> = {}): Promise<{ code: number | null; said: string }> {
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(root, 'bin/patchbay.js'), ...words.split(' ')],
      { cwd: root, env: { PATH, HOME, ...environment, ...more }, timeout: 90_000 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, said: stdout + stderr }),
    );
  });
}

it('does its work through the running hub, and alone when none runs', async () => {
  await hub.start();
  const copy = join(folder, 'backup');
  for (const where of ['running', 'stopped']) {
    const backup = `${copy}-${where}`;
    expect(await patchbay('migrate'), where).toMatchObject({ code: 0, said: expect.stringContaining('The schema is up to date') });
    expect(await patchbay('keys rotate'), where).toMatchObject({ code: 0, said: expect.stringMatching(/\d+ workspaces have new keys/) });
    expect(await patchbay('audit verify'), where).toMatchObject({ code: 0, said: expect.stringContaining('✓') });
    expect(await patchbay('replay --since 2026-01-01'), where).toMatchObject({ code: 0, said: expect.stringContaining('No webhook failed since then') });
    expect(await patchbay('replay --since yesterday'), where).toMatchObject({ code: 1, said: expect.stringContaining('neither a day nor a time') });
    expect(await patchbay('replay'), where).toMatchObject({ code: 1, said: expect.stringContaining('Say which webhooks') });
    // An absolute folder stays what it is, whatever folder the command is given from.
    expect(await patchbay(`backup ${backup}`), where).toMatchObject({ code: 0, said: expect.stringContaining(`Backed up to ${backup}.`) });
    expect(existsSync(join(backup, 'keys.sealed')), where).toBe(true);
    expect(await patchbay('connect template nobody'), where).toMatchObject({
      code: 1,
      said: expect.stringContaining('provider: '),
    });
    if (where === 'running') expect(await hub.kill('SIGTERM')).toBe(0);
  }
  // Into an empty hub, with the same root key.
  const elsewhere = { PATCHBAY_DATA_DIR: join(folder, 'restored'), PATCHBAY_ADMIN_EMAIL: '', PATCHBAY_ADMIN_PASSWORD: '' };
  expect(await patchbay(`restore ${copy}-stopped`, elsewhere)).toMatchObject({ code: 0, said: expect.stringContaining('Restored from') });
  expect(await patchbay('audit verify', elsewhere)).toMatchObject({ code: 0 });
  expect((await patchbay(`restore ${copy}-stopped`, elsewhere)).code).toBe(1);
}, 600_000);

it('answers words it does not know with what there is', async () => {
  expect(await patchbay('bench nosuch')).toMatchObject({ code: 1, said: expect.stringMatching(/There is no bench named nosuch[\s\S]*ingest/) });
  expect((await patchbay('dance')).code).toBe(2);
  expect(await patchbay('features --json')).toMatchObject({ code: 0, said: expect.stringContaining('template.notes') });
  expect((await patchbay('check template')).code).toBe(0);
}, 120_000);
