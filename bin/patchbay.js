#!/usr/bin/env -S MALLOC_ARENA_MAX=2 MALLOC_TRIM_THRESHOLD_=131072 node --max-semi-space-size=8 --heap-growing-percent=20
// The flags: V8 lets the young generation grow before it sweeps it, ~100 MB more for a hub that idles, and the old one to
// several times what lives before it looks for garbage, ~240 MB more while a calendar is read (bench/calendar-sync.ts) and
// ~25 MB between 30 and 20 percent while a campaign is sent (bench/campaign.ts). The two
// values: each of Node's threads would keep what it once needed, ~75 MB after a start (mallopt(3)).
// Plain ES2020 with no import from the project: whatever Node starts this, it hands over to the one the project brings.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const wanted = 24;
const major = Number(process.versions.node.split('.')[0]);

if (major < wanted) {
  if (process.env.PATCHBAY_REEXECUTED) {
    console.error(`Patchbay needs Node ${wanted}; this is ${process.version}. Run "npm ci" again without --ignore-scripts, or install Node ${wanted}.`);
    process.exit(1);
  }
  let node;
  try {
    node = createRequire(import.meta.url).resolve('node/bin/node');
  } catch {
    console.error(`Patchbay needs Node ${wanted}; this is ${process.version} and the bundled one is missing. Run "npm ci" without --ignore-scripts.`);
    process.exit(1);
  }
  const child = spawn(node, ['--max-semi-space-size=8', '--heap-growing-percent=20', fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072', ...process.env, PATCHBAY_REEXECUTED: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exit(code ?? 1);
  });
} else {
  // A name of a package or of a ring (`#sdk`) means the same in all of our files: it is looked up once. Node reads and parses
  // the package's own package.json for each file that names it, drizzle's 180 kB more than four hundred times.
  const root = new URL('..', import.meta.url).href;
  const foreign = `${root}node_modules/`;
  const known = new Map();
  module.registerHooks?.({
    resolve(specifier, context, next) {
      const { parentURL = '', conditions = [] } = context;
      const isOurs = parentURL.startsWith(root) && !parentURL.startsWith(foreign) && conditions.includes('import');
      if (specifier.startsWith('.') || !isOurs) return next(specifier, context);
      if (!known.has(specifier)) known.set(specifier, next(specifier, context));
      return { ...known.get(specifier), shortCircuit: true };
    },
  });
  // Only modules imported after this call are cached, so the rest comes by a dynamic import.
  module.enableCompileCache?.();
  const source = new URL('../server/main.ts', import.meta.url);
  const built = new URL('../dist/server/main.js', import.meta.url);
  const commands = import((existsSync(source) ? source : built).href);
  // Kept as soon as it is all loaded: whoever is killed later has spared the next start the work.
  for (const ms of [5_000, 30_000]) setTimeout(() => module.flushCompileCache?.(), ms).unref();
  await commands;
}
