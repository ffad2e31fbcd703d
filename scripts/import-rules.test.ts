import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { checkGlobals, checkImports } from './import-rules.ts';

function tree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'patchbay-rules-'));
  for (const [path, text] of Object.entries({ 'sdk/index.ts': 'export {};', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
const breaches = (files: Record<string, string>) => checkImports(tree(files)).breaches.map(({ file, imports }) => `${file} → ${imports}`);

it('lets each ring import what the table says', () => {
  const files = {
    'platform/x.ts': "import '#sdk'; import 'pg'; import './y.ts';",
    'platform/y.ts': '',
    'integrations/a/index.ts': "import '#sdk'; import 'zod'; import './client.ts'",
    'integrations/a/client.ts': '',
  };
  expect(breaches(files)).toEqual([]);
  expect(checkImports(tree(files)).read).toBe(5);
});

it.each([
  ['sdk/net.ts', "import 'node:net';"],
  ['platform/x.ts', "import { a } from '#integrations/a/index';"],
  ['integrations/a/index.ts', "import '../b/index.ts';"],
  ['integrations/a/index.ts', "const x = await import('../b/index.ts');"],
  ['integrations/a/index.ts', "export { x } from '../b/index.ts';"],
  ['integrations/a/index.ts', "type X = import('../b/index.ts').X;"],
  ['integrations/a/index.ts', "import 'node:fs/promises';"],
  ['integrations/a/index.ts', "import { fetch } from 'undici';"],
  ['twins/a/index.ts', "import '#sdk';"],
  ['console/main.tsx', "import '../sdk/index.ts';"],
  ['server/x.ts', "import '../twins/a.ts';"],
])('refuses in %s: %s', (file, text) => {
  expect(
    breaches({ 'integrations/b/index.ts': 'export const x = 1; export type X = 1;', 'integrations/a/index.ts': '', 'twins/a.ts': '', [file]: text }),
  ).toHaveLength(1);
});

it('names a file that is not there', () => {
  expect(breaches({ 'platform/x.ts': "import './gone.ts';" })).toEqual(['platform/x.ts → ./gone.ts']);
});

it('finds the environment and fetch where they do not belong, but not in comments', () => {
  const found = checkGlobals(
    tree({
      'platform/a.ts': 'process.env.X',
      'integrations/a/b.ts': 'await fetch("x")',
      'integrations/a/c.ts': 'ctx.http.fetch("x") // fetch("y")',
      'server/d.ts': 'process.env.Y',
    }),
  );
  expect(found.map((each) => each.file).sort()).toEqual(['integrations/a/b.ts', 'platform/a.ts']);
});
