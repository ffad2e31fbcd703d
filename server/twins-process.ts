import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Integration, PatchbayError } from '#sdk';
import { type Config, isLoopback, type RawEnvironment } from './config.ts';

export const TWINS_URL = 'http://127.0.0.1:8001';

/** What the environment becomes when the twins stand in: providers, clock, and the one private host they need. */
export const twinEnvironment = (integrations: readonly Integration[], url = TWINS_URL): RawEnvironment => ({
  ...Object.assign({}, ...integrations.map((integration) => integration.twin(url))),
  PATCHBAY_CLOCK_URL: `${url}/_twins/clock`,
  PATCHBAY_ALLOW_PRIVATE_HOSTS: new URL(url).hostname,
  // Nobody in the world knows the twins' domains: nobody answers here, at once.
  PATCHBAY_DNS_SERVERS: '127.0.0.1:9',
});

/** Starts the twins as a child and waits until they answer. They end with us: their standard input closes. Without a folder they remember nothing. */
export async function startTwins({ publicUrl, dataDir }: Pick<Config, 'publicUrl'> & Partial<Pick<Config, 'dataDir'>>): Promise<ChildProcess> {
  if (!isLoopback(publicUrl)) {
    throw new PatchbayError('configuration', {
      detail: `Twins stand in for real providers and refuse a hub that is open to the world (${publicUrl}).`,
      remedy: 'Remove --twins, or set PATCHBAY_URL to an address on this machine.',
    });
  }
  const main = new URL(import.meta.url.endsWith('.ts') ? '../twins/main.ts' : '../twins/main.js', import.meta.url);
  const data = dataDir === undefined ? [] : ['--data', join(dataDir, 'twins')];
  const child = spawn(process.execPath, [fileURLToPath(main), '--port', new URL(TWINS_URL).port, ...data], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new PatchbayError('configuration', { detail: `The twins did not start (${code}).`, remedy: `Is something else listening on ${TWINS_URL}?` })),
    );
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once('line', () => resolve());
  });
  return child;
}

/** Tells each twin where the hub listens, as a person would type it into the provider's settings. */
export async function pointTwinsHere(integrations: readonly Integration[], publicUrl: string, url = TWINS_URL): Promise<void> {
  for (const { name, webhooks } of integrations) {
    for (const { provider, topic } of webhooks) {
      const target = `${publicUrl}/integrations/${name}/webhooks/${provider}${topic ? `/${topic}` : ''}`;
      await fetch(`${url}/_twins/${provider}/webhook-target`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ url: target, ...(topic ? { topic } : {}) }),
      });
    }
  }
}
