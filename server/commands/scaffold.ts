import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PatchbayError } from '#sdk';
import type { Outcome } from './command.ts';

/** The template's own name in every form it takes: names, tables, paths, environment, types. */
export function renamed(text: string, name: string): string {
  const title = name[0]?.toUpperCase() + name.slice(1);
  return text
    .replaceAll('TEMPLATE_', `${name.toUpperCase()}_`)
    .replaceAll(/Template(?=[A-Z'])/g, title)
    .replaceAll('Team notes', title)
    .replaceAll('_template/', `${name}/`)
    .replaceAll(' (the template)', '')
    .replaceAll(' `patchbay new <name>` copies this folder.', '')
    .replaceAll('The integration that `patchbay new` copies: team', 'Team')
    .replaceAll(' The example that every new integration starts from.', '')
    .replaceAll(/\btemplate(?=[A-Z]|[._][a-z])|(?<=['"/`])template(?=['"/`:-])/g, name);
}

/** `patchbay new <name>`: a copy of the template under a new name, registered, with its tables' migration. */
export async function scaffold(root: string, name: string): Promise<Outcome> {
  if (!/^[a-z][a-z0-9]{1,30}$/.test(name))
    throw new PatchbayError('invalid_input', {
      detail: `"${name}" cannot be the name of an integration.`,
      remedy: 'Use two to thirty lower-case letters and digits, beginning with a letter.',
    });
  const folder = join(root, 'integrations', name);
  if (name === 'template' || existsSync(folder))
    throw new PatchbayError('already_exists', { detail: `There is an integration named ${name} already.`, remedy: 'Choose another name.' });
  if (!existsSync(join(root, 'integrations/_template/index.ts')))
    throw new PatchbayError('configuration', {
      detail: 'An integration is made in a checkout of Patchbay.',
      remedy: 'Clone the repository and run the command there.',
    });

  // Built beside its place and moved when complete: a killed command leaves nothing half-done.
  const building = join(root, 'integrations', `.${name}.new`);
  await cp(join(root, 'integrations/_template'), building, { recursive: true, force: true });
  for (const file of await readdir(building, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    await writeFile(path, renamed(await readFile(path, 'utf8'), name));
  }
  await rename(building, folder);
  try {
    await register(root, name);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    ok: true,
    text: `Made integrations/${name}. Its tests pass as they are:\n\n  npx vitest run integrations/${name}\n\nNow make it speak to its provider: CONTRIBUTING.md, step 2.`,
    data: { folder: `integrations/${name}` },
  };
}

/** One line in the registry, one in the schema, and the migration of its tables; put back when the migration cannot be made. */
async function register(root: string, name: string): Promise<void> {
  const lines: readonly [string, (text: string) => string][] = [
    [
      'integrations/registry.ts',
      (text) =>
        text
          .replace(/(import template from[^\n]*\n)/, `$1import ${name} from './${name}/index.ts';\n`)
          .replace(/(readonly Integration\[\] = \[[^\]]*)\]/, `$1, ${name}]`),
    ],
    ['server/schema.ts', (text) => `${text.trimEnd()}\nexport * from '../integrations/${name}/models.ts';\n`],
  ];
  const before = await Promise.all(lines.map(([path]) => readFile(join(root, path), 'utf8')));
  try {
    for (const [index, [path, change]] of lines.entries()) await writeFile(join(root, path), change(before[index] ?? ''));
    const run = async (...script: string[]) => (await promisify(execFile)(process.execPath, script, { cwd: root })).stdout;
    const said = await run('node_modules/drizzle-kit/bin.cjs', 'generate', '--name', name);
    // It ends well without a word when two tables are exported under one name and one hides the other.
    if (!said.includes(`_${name}.sql`)) throw new PatchbayError('internal', { detail: `No migration came of the tables of ${name}.`, facts: { said } });
    // The typed client and the README's feature table know of it too.
    await run('scripts/generate-client.ts');
  } catch (error) {
    for (const [index, [path]] of lines.entries()) await writeFile(join(root, path), before[index] ?? '');
    throw error;
  }
}
