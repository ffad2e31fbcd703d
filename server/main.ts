import { join, resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { registry } from '../integrations/registry.ts';
import { type Outcome, runCommand } from './commands/command.ts';
import { callHub } from './commands/socket.ts';
import { print, printError, progressLine } from './commands/terminal.ts';
import { type Config, parseConfig, readEnvironment } from './config.ts';

/** The command line. Rooms are imported by the command that needs them, so that `--help` answers at once. */
const root = join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '..' : '../..');
const program = new Command('patchbay')
  .description('A self-hosted integrations hub for CRMs')
  .option('--json', 'machine-readable output')
  .exitOverride()
  .showHelpAfterError();
const isJson = () => program.opts<{ json?: boolean }>().json === true;

const config = (extra: Readonly<Record<string, string | undefined>> = {}): Config =>
  parseConfig({ ...extra, ...readEnvironment(process.env, process.cwd()) }, registry);

function finish(outcome: Outcome): void {
  print(outcome, isJson());
  process.exitCode = outcome.ok ? 0 : 1;
}

/** Runs a hub command here, or, when a running hub holds the embedded folder, there. */
async function onHub(name: string, args: unknown): Promise<void> {
  const [{ hubCommands }, { openHub, isFolderHeld }] = await Promise.all([import('./commands/index.ts'), import('./open-hub.ts')]);
  const settings = config();
  if (isFolderHeld(settings)) return finish(await callHub(join(settings.dataDir, 'hub.sock'), name, args, progressLine()));
  const command = hubCommands.find((each) => each.name === name);
  if (!command) throw new CommanderError(2, 'command', `There is no command “${name}”.`);
  const hub = await openHub(settings, { integrations: registry, quiet: true });
  try {
    finish(await runCommand(command, hub, args, progressLine()));
  } finally {
    await hub.close();
  }
}

const collect = (value: string, all: string[]) => [...all, value];

program
  .command('start')
  .description('runs the hub')
  .addOption(new Option('--role <roles>', 'all, or a comma list of api and worker').default('all'))
  .option('--twins', 'also starts the provider twins and points the providers at them')
  .option('--demo', 'with the twins: also a workspace named Demo that is connected to all of them and alive')
  .action(async (options: { role: string; twins?: boolean; demo?: boolean }) => {
    const { start } = await import('./start.ts');
    const withTwins = options.twins === true || options.demo === true;
    const twins = withTwins ? (await import('./twins-process.ts')).twinEnvironment(registry) : {};
    await start(config(twins), { role: options.role, twins: withTwins, demo: options.demo === true, root, integrations: registry });
  });

program
  .command('migrate')
  .description('brings the schema up to date and creates the roles, or prints their statements')
  .action(async () => {
    const settings = config();
    // A hub that runs on the folder brought the schema up to date when it started.
    if ((await import('./open-hub.ts')).isFolderHeld(settings)) return onHub('migrate', {});
    finish(await (await import('./commands/migrate.ts')).migrateCommand(settings));
  });

program
  .command('doctor')
  .description('looks at everything a hub needs and says what to do')
  .action(async () => finish(await (await import('./commands/doctor.ts')).doctor(config(), registry)));

program
  .command('new <name>')
  .description('makes an integration from the template')
  .action(async (name: string) => finish(await (await import('./commands/scaffold.ts')).scaffold(root, name)));

program
  .command('check <name>')
  .description('says what an integration lacks')
  .action(async (name: string) => finish(await (await import('./commands/check-integration.ts')).checkIntegration(root, registry, name)));

program
  .command('features')
  .description('feature → status → proof')
  .action(async () => finish((await import('./commands/features.ts')).features(registry)));

program
  .command('connect <integration> <provider>')
  .description('adds a connection')
  .option('--set <k=v>', 'one credential; repeat it', collect, [])
  .option('--label <label>')
  .option('--workspace <id>', 'which workspace; not needed when there is one')
  .action((integration: string, provider: string, options: { set: string[]; label?: string; workspace?: string }) =>
    onHub('connect', {
      integration,
      provider,
      ...(options.label ? { label: options.label } : {}),
      ...(options.workspace ? { workspace: options.workspace } : {}),
      credentials: Object.fromEntries(options.set.map(pair)),
    }),
  );

program
  .command('import <kind> <file>')
  .description('brings a file in: linkedin-archive (the zip LinkedIn gives, or one CSV of it), mbox (old mail of a connected mailbox)')
  .option('--apply <choice>', 'none (review in the console), matched or all', 'none')
  .option('--user <id>', 'whose network it is')
  .option('--mailbox <address>', 'whose old mail it is; not needed when one mailbox is connected')
  .option('--workspace <id>', 'which workspace; not needed when there is one')
  .action((kind: string, file: string, options: { apply: string; user?: string; mailbox?: string; workspace?: string }) =>
    onHub(`import ${kind}`, { file: resolve(file), ...options }),
  );

program
  .command('replay [ids...]')
  .description('handles stored webhooks again')
  .option('--since <time>', 'all that failed since this day or time (2026-03-01, 2026-03-01T09:00:00Z)')
  .action((ids: string[], options: { since?: string }) => onHub('replay', { ids, ...options }));

const keys = program.command('keys').description('encryption keys');
keys
  .command('rotate')
  .description('new data keys, everything sealed again, while the hub runs')
  .action(() => onHub('keys rotate', {}));

const audit = program.command('audit').description('the audit log');
audit
  .command('verify')
  .description('names a changed, removed or inserted row')
  .action(() => onHub('audit verify', {}));

program
  .command('backup <dir>')
  .description('writes sealed streams per workspace, keys apart')
  .action((dir: string) => onHub('backup', { dir: resolve(dir) }));
program
  .command('restore <dir>')
  .description('reads a backup into an empty hub')
  .action((dir: string) => onHub('restore', { dir: resolve(dir) }));

program
  .command('bench [names...]')
  .description('speed and memory as ratios measured in one run')
  .action(async (names: string[]) => {
    // Not part of the published package; named as text so that the build leaves it out.
    const { runBenches } = (await import(join(root, 'bench/run.ts'))) as { runBenches(names: string[], json: boolean): Promise<boolean> };
    process.exitCode = (await runBenches(names, isJson())) ? 0 : 1;
  });

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new CommanderError(2, 'set', `--set needs key=value, not ${text}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    printError(error, isJson());
    process.exitCode = 1;
  }
}
