import { join } from 'node:path';
import { type Integration, PatchbayError } from '#sdk';
import { hubCommands } from './commands/index.ts';
import { serveCommands } from './commands/socket.ts';
import type { Config } from './config.ts';
import { buildConsole, isConsoleStale } from './console-build.ts';
import { createDemo } from './demo/demo.ts';
import { buildApp } from './http/app.ts';
import type { Hub, HubRole } from './hub.ts';
import { openHub } from './open-hub.ts';
import { pointTwinsHere, startTwins, TWINS_URL } from './twins-process.ts';

export interface StartOptions {
  /** `all`, or a comma list of `api` and `worker`. */
  role: string;
  twins: boolean;
  /** With the twins: the workspace Demo begins as soon as somebody owns the hub. */
  demo: boolean;
  /** Folder of the checkout or package. */
  root: string;
  integrations: readonly Integration[];
}

export function parseRoles(text: string, hasDatabaseUrl: boolean): ReadonlySet<HubRole> {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('all')) return new Set(['api', 'worker']);
  const roles = names.filter((name): name is HubRole => name === 'api' || name === 'worker');
  if (roles.length === 0 || roles.length < names.length)
    throw new PatchbayError('configuration', { detail: `--role ${text} is not known.`, remedy: 'Use all, api, worker, or api,worker.' });
  if (roles.length < 2 && !hasDatabaseUrl) {
    throw new PatchbayError('configuration', {
      detail: 'Separate roles need a database that several processes can share.',
      remedy: 'Set DATABASE_URL to a PostgreSQL database, or start without --role.',
    });
  }
  return new Set(roles);
}

/** `patchbay start`: runs until it is told to stop, then finishes what is under way. */
export async function start(config: Config, options: StartOptions): Promise<void> {
  const roles = parseRoles(options.role, config.databaseUrl !== undefined);
  const twins = options.twins ? await startTwins(config) : undefined;
  const closers: (() => Promise<unknown> | unknown)[] = [() => twins?.kill('SIGTERM')];
  let stopping = false;
  let hub: Hub | undefined;
  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    // What does not end by itself in 20 seconds is handed back by its lease.
    setTimeout(() => process.exit(code || 1), 20_000).unref();
    for (const each of closers.reverse()) await Promise.resolve(each()).catch((error: unknown) => hub?.log.warn({ err: error }, 'while stopping'));
    process.exit(code);
  };
  try {
    hub = await openHub(config, { integrations: options.integrations });
    closers.push(hub.close);
    for (const warning of config.warnings) hub.log.warn({}, warning);
    if (roles.has('api') && isConsoleStale(options.root)) {
      hub.log.info({}, 'building the console; only the first start after a change does this');
      if (!(await buildConsole(options.root))) hub.log.warn({}, 'the console could not be built; the API works without it');
    }
    await hub.start(roles);
    if (!config.databaseUrl) {
      const server = await serveCommands(hub, join(config.dataDir, 'hub.sock'), hubCommands);
      closers.push(() => server.close());
    }
    if (roles.has('api')) {
      const app = await buildApp(hub);
      await listen(app, config);
      closers.push(() => app.close());
      if (twins) {
        await pointTwinsHere(options.integrations, config.publicUrl);
        const demo = createDemo({ hub, hubUrl: `http://127.0.0.1:${config.port}`, twinsUrl: TWINS_URL });
        hub.demo = demo;
        closers.push(demo.stop);
        if (options.demo) demo.beginWhenOwned();
        else await demo.goOn();
      }
    }
    const { setupUrl } = await hub.access.firstOwner.ensureFirstOwner({
      ...(config.admin.email ? { adminEmail: config.admin.email } : {}),
      ...(config.admin.password ? { adminPassword: config.admin.password } : {}),
      ...(config.admin.apiKey ? { apiKey: config.admin.apiKey } : {}),
    });
    console.log(greeting(config, roles, options, setupUrl));
  } catch (error) {
    for (const each of closers.reverse()) await Promise.resolve(each()).catch(() => {});
    throw error;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  const { log } = hub;
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise was forgotten'));
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'stopping after an error nobody handled');
    void stop(1);
  });
}

async function listen(app: Awaited<ReturnType<typeof buildApp>>, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    await app.close();
    if (code === 'EADDRINUSE')
      throw new PatchbayError('configuration', {
        detail: `Port ${port} is in use by another program.`,
        remedy: 'Stop that program, or set PORT to a free one.',
        cause: error,
      });
    if (code === 'EACCES')
      throw new PatchbayError('configuration', {
        detail: `This user may not listen on port ${port}.`,
        remedy: 'Set PORT to a number above 1024.',
        cause: error,
      });
    throw error;
  }
}

function greeting({ publicUrl }: Config, roles: ReadonlySet<HubRole>, { twins, demo }: StartOptions, setupUrl: string | undefined): string {
  const lines = ['', `  Patchbay is running${roles.has('api') ? ` at ${publicUrl}` : ` (${[...roles].join(', ')})`}`];
  if (twins) lines.push(`  The providers are twins on this machine: ${TWINS_URL}`);
  if (demo) lines.push('  The workspace Demo fills itself; leave it by one click in its banner.');
  if (setupUrl) lines.push('', '  Nobody owns it yet. Open this link once to make your account:', `  ${setupUrl}`);
  return `${lines.join('\n')}\n`;
}
