import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { generateClient, readmeWithFeatures } from './generate-client.ts';

/** Generated files that are not what generating them now would give: migrations, client, the README's table. */
export async function findDrift(root: string): Promise<string[]> {
  const found: string[] = [];
  const journal = JSON.parse(await readFile(join(root, 'server/migrations/meta/_journal.json'), 'utf8')) as { entries: { idx: number; tag: string }[] };
  const last = journal.entries.at(-1);
  const snapshot = JSON.parse(await readFile(join(root, `server/migrations/meta/${String(last?.idx).padStart(4, '0')}_snapshot.json`), 'utf8')) as Parameters<
    typeof generateMigration
  >[0];
  const schema = (await import('../server/schema.ts')) as Record<string, unknown>;
  const missing = await generateMigration(snapshot, generateDrizzleJson(schema, snapshot.id, ['public', 'auth']));
  if (missing.length > 0) found.push(`server/migrations lacks ${missing.length} statements (npm run migrations):\n${missing.slice(0, 5).join('\n')}`);
  for (const [path, text] of Object.entries(await generateClient())) {
    if ((await readFile(join(root, path), 'utf8').catch(() => '')) !== text) found.push(`${path} is not what npm run generate writes`);
  }
  if ((await readFile(join(root, 'README.md'), 'utf8')) !== (await readmeWithFeatures(root)))
    found.push('the feature table of README.md is old (npm run generate)');
  return found;
}
