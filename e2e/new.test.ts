import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const copy = mkdtempSync(join(tmpdir(), 'patchbay-new-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** A checkout as a stranger has it, without what git does not know. */
function checkOut() {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
  for (const file of files) if (existsSync(join(root, file))) cpSync(join(root, file), join(copy, file), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
}
const run = (...words: string[]) =>
  promisify(execFile)(process.execPath, words, { cwd: copy, env: { ...process.env, TEST_DATABASE_URL: '' } }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, said: stdout + stderr }),
  );

it('makes an integration whose tests pass, and makes it once', async () => {
  checkOut();
  const made = await run('bin/patchbay.js', 'new', 'acme');
  expect(made).toMatchObject({ code: 0, said: expect.stringContaining('Made integrations/acme') });

  const tested = await run('node_modules/vitest/vitest.mjs', 'run', 'integrations/acme');
  expect(tested.said).toMatch(/Tests .*passed/);
  expect(tested.code, tested.said).toBe(0);
  const drift = "import('./scripts/drift.ts').then(async ({ findDrift }) => console.log(JSON.stringify(await findDrift(process.cwd()))))";
  expect((await run('-e', drift)).said.trim()).toBe('[]');

  expect(await run('bin/patchbay.js', 'new', 'acme')).toMatchObject({ code: 1, said: expect.stringContaining('There is an integration named acme already.') });
  expect(await run('bin/patchbay.js', 'new', 'Not-a-name')).toMatchObject({ code: 1, said: expect.stringContaining('cannot be the name of an integration') });
}, 600_000);
