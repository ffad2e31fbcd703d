import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';

/**
 * The table of DESIGN §2 as code: who may import whom, with the reason in the message. `tsc` and the linter resolve
 * paths differently or not at all; this reads every file with a parser and counts what it read.
 */
interface Rule {
  /** Folders below the root whose files it binds. */
  in: RegExp;
  /** Project folders that may be imported, beside one's own. */
  folders: readonly RegExp[];
  /** Packages and `node:` modules that may not be imported. */
  forbidden?: RegExp;
  because: string;
}

const NETWORK = /^(node:)?(net|tls|dgram|http|https|http2|dns|child_process|worker_threads|cluster)(\/|$)|^undici$/;
const FILES = /^(node:)?fs(\/|$)/;

export const RULES: readonly Rule[] = [
  {
    in: /^sdk\//,
    folders: [],
    forbidden: /^(?!zod$|drizzle-orm(\/pg-core)?$|node:(util|stream)$)/,
    because: 'sdk holds types and schemas: stable, loadable anywhere',
  },
  { in: /^platform\/testing\//, folders: [/^sdk\//, /^platform\//, /^server\/schema/], because: 'test support builds the database of all rooms' },
  { in: /^platform\//, folders: [/^sdk\//, /^platform\//], because: 'platform knows no provider and no CRM noun: a grep for a provider’s name finds nothing' },
  { in: /^crm\//, folders: [/^sdk\//, /^platform\/database\//], because: 'the domain survives a change of engine' },
  {
    in: /^integrations\/_providers\//,
    folders: [/^sdk\//],
    forbidden: new RegExp(`${NETWORK.source}|${FILES.source}`),
    because: 'what several integrations know of one provider is wire facts: no tables, no decisions',
  },
  {
    in: /^integrations\/[^/]+\/(?!tests\/)/,
    folders: [/^sdk\//, /^crm\/models/, /^integrations\/_providers\//],
    forbidden: new RegExp(`${NETWORK.source}|${FILES.source}`),
    because: 'services come to an integration through its context; never another integration, a socket or a file',
  },
  {
    in: /^integrations\/[^/]+\/tests\//,
    folders: [/^sdk\//, /^platform\/testing\//, /^server\/testing\//, /^twins\//],
    because: 'tests of an integration run it against its twin',
  },
  { in: /^playbooks\//, folders: [/^sdk\//, /^crm\/models/], because: 'playbooks speak in actions and events only' },
  { in: /^console\//, folders: [/^clients\/typescript\//], because: 'the console talks HTTP like anybody else' },
  { in: /^twins\//, folders: [], because: 'a twin that shares code with what it tests shares its mistakes' },
  {
    in: /^server\/(?!testing\/|.*\.test\.ts)/,
    folders: [/^(sdk|platform|crm|integrations|playbooks|server)\//],
    because: 'the server starts twins as a child process and serves the built console',
  },
];

export interface Breach {
  file: string;
  imports: string;
  because: string;
}

const ALIAS: Readonly<Record<string, string>> = { '#sdk': 'sdk/index.ts' };
const SKIP = new Set(['node_modules', 'dist', 'data', '.git', '.cache', 'coverage']);

function sources(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIP.has(entry.name) ? [] : sources(root, path);
    return /\.(ts|tsx)$/.test(entry.name) && !/\.(d|gen)\.ts$/.test(entry.name) ? [path] : [];
  });
}

/** Every module a file names: static, dynamic with a plain text, re-exports and `import('…')` types. */
export function importsOf(path: string, text: string): string[] {
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const named = [
    ...module.staticImports.map((each) => each.moduleRequest.value),
    ...module.staticExports.flatMap((each) => each.entries.flatMap((entry) => (entry.moduleRequest ? [entry.moduleRequest.value] : []))),
    ...module.dynamicImports.flatMap((each) => /^['"`]([^'"`$]+)['"`]$/.exec(text.slice(each.moduleRequest.start, each.moduleRequest.end))?.[1] ?? []),
    ...[...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)].map((match) => match[1] as string),
  ];
  return [...new Set(named)];
}

function target(root: string, file: string, specifier: string): { project: string } | { package: string } {
  if (specifier.startsWith('#')) return { project: ALIAS[specifier] ?? `${specifier.slice(1)}.ts` };
  if (!specifier.startsWith('.')) return { package: specifier };
  return { project: relative(root, resolve(root, dirname(file), specifier)) };
}

/** All breaches, and how many files were read: the caller fails when that is fewer than there are. */
export function checkImports(root: string): { breaches: Breach[]; read: number } {
  const files = sources(root);
  const breaches: Breach[] = [];
  for (const file of files) {
    const rule = RULES.find((each) => each.in.test(file));
    if (!rule || (/\.test\.tsx?$/.test(file) && !file.startsWith('integrations/'))) continue;
    const own = file.startsWith('integrations/') ? file.split('/').slice(0, 2).join('/') : (file.split('/')[0] as string);
    for (const specifier of importsOf(file, readFileSync(join(root, file), 'utf8'))) {
      const to = target(root, file, specifier);
      const allowed =
        'package' in to ? !rule.forbidden?.test(to.package) : to.project.startsWith(`${own}/`) || rule.folders.some((folder) => folder.test(to.project));
      if (!allowed) breaches.push({ file, imports: specifier, because: rule.because });
      if ('project' in to && !existsSync(join(root, to.project)) && !to.project.endsWith('.gen.ts'))
        breaches.push({ file, imports: specifier, because: 'there is no such file' });
    }
  }
  return { breaches, read: files.length };
}

/** Global doors that a lint rule on imports does not see. */
export function checkGlobals(root: string): Breach[] {
  const doors: [RegExp, RegExp, string][] = [
    [/^(sdk|platform|crm|integrations|playbooks)\//, /\bprocess\.env\b/, 'the environment is read once, by server/config.ts'],
    [/^(sdk|crm|integrations|playbooks)\//, /(?<![.\w])fetch\(/, 'calls leave by ctx.http, the one audited path'],
  ];
  return sources(root)
    .filter((file) => !/\.test\.ts$|\/tests\/|^platform\/testing\//.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return doors.filter(([where, what]) => where.test(file) && what.test(text)).map(([, what, because]) => ({ file, imports: what.source, because }));
    });
}
