import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Builds what is published: JavaScript in `dist`, migrations, console. No TypeScript that runs: Node refuses it under node_modules. */
const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
execFileSync(process.execPath, [join(root, 'node_modules/typescript-7/bin/tsc'), '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
// The nearest package.json owns `#` imports, so the built tree carries its own.
const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { imports: Record<string, string> };
writeFileSync(
  join(dist, 'package.json'),
  JSON.stringify({ type: 'module', imports: Object.fromEntries(Object.entries(imports).map(([name, path]) => [name, path.replace(/\.ts$/, '.js')])) }, null, 2),
);
cpSync(join(root, 'server/migrations'), join(dist, 'server/migrations'), { recursive: true });
copyBeside(/\.(css|html|svg|client\.js)$/, 'twins');
if (!existsSync(join(root, 'console/dist/index.html')))
  execFileSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--config', 'console/vite.config.ts'], { cwd: root, stdio: 'inherit' });
cpSync(join(root, 'console/dist'), join(dist, 'console/dist'), { recursive: true });

/** Files that a room reads at run time. */
function copyBeside(pattern: RegExp, folder: string): void {
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !pattern.test(entry.name)) continue;
    const from = join(entry.parentPath, entry.name);
    const to = join(dist, from.slice(root.length));
    mkdirSync(join(to, '..'), { recursive: true });
    cpSync(from, to);
  }
}
