import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../integrations/registry.ts';
import { checkGlobals, checkImports } from './import-rules.ts';

/** `npm run check`: everything a machine can say about the code without running it. All steps run; all findings are shown. */
const root = join(import.meta.dirname, '..');

async function command(program: string, args: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return code === 0 ? [] : [Buffer.concat(chunks).toString('utf8').trim() || `${program} ended with ${code}`];
}

async function imports(): Promise<string[]> {
  const { breaches, read } = checkImports(root);
  if (read < 50) return [`only ${read} files were read: the check itself is broken`];
  return [...breaches, ...checkGlobals(root)].map(({ file, imports, because }) => `${file} may not use ${imports}: ${because}`);
}

async function proofs(): Promise<string[]> {
  return registry.flatMap((integration) =>
    integration.features.flatMap((feature) => {
      const folder = ['', '_'].map((prefix) => join(root, 'integrations', prefix + integration.name)).find(existsSync);
      return folder && existsSync(join(folder, feature.proof)) ? [] : [`${feature.id}: its proof ${feature.proof} is missing`];
    }),
  );
}

const steps: Readonly<Record<string, () => Promise<string[]>>> = {
  types: () => command('typescript-7/bin/tsc', ['-p', '.']),
  'types of the console': () => command('typescript-7/bin/tsc', ['-p', 'console']),
  lint: () => command('@biomejs/biome/bin/biome', ['check', '.']),
  'import rules': imports,
  'dead code': () => command('knip/bin/knip.js', []),
  'features without proof': proofs,
  'drift of generated files': async () => (await import('./drift.ts')).findDrift(root),
};

let failed = 0;
for (const [name, run] of Object.entries(steps)) {
  const findings = await run().catch((error: unknown) => [error instanceof Error ? (error.stack ?? error.message) : String(error)]);
  console.log(`${findings.length === 0 ? '✓' : '✗'} ${name}`);
  for (const finding of findings) console.log(`  ${finding.replaceAll('\n', '\n  ')}`);
  failed += findings.length > 0 ? 1 : 0;
}
process.exit(failed > 0 ? 1 : 0);
