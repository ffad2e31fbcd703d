import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { openapiDocument } from '../server/http/openapi-document.ts';

/** Writes `openapi.json` and the types of the client; `npm run check` compares them with what is committed. */
export const GENERATED = ['clients/typescript/openapi.json', 'clients/typescript/schema.gen.ts'] as const;

export async function generateClient(): Promise<Record<(typeof GENERATED)[number], string>> {
  const document = await openapiDocument();
  const types = astToString(await openapiTS(document as never));
  return {
    'clients/typescript/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
    'clients/typescript/schema.gen.ts': `/** Generated from openapi.json by \`npm run generate\`. Do not edit. */\n${types}`,
  };
}

/** The README's table of features, between its two marks. */
export async function readmeWithFeatures(root: string): Promise<string> {
  const [{ featureTable }, { registry }, text] = await Promise.all([
    import('../server/commands/features.ts'),
    import('../integrations/registry.ts'),
    readFile(join(root, 'README.md'), 'utf8'),
  ]);
  return text.replace(
    /(<!-- features:begin -->\n)[\s\S]*(<!-- features:end -->)/,
    (_all, begin: string, end: string) => `${begin}${featureTable(registry)}\n${end}`,
  );
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  for (const [path, text] of Object.entries(await generateClient())) await writeFile(join(root, path), text);
  await writeFile(join(root, 'README.md'), await readmeWithFeatures(root));
}
