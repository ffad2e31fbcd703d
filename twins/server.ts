import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createVirtualClock, type VirtualClock } from './clock.ts';
import { controlRoutes } from './control/routes.ts';
import { refuseStrangeHost, refuseStrangePage } from './guard.ts';
import { problem, send } from './http/answer.ts';
import { BodyTooLarge, readRequest, type TwinRequest } from './http/request.ts';
import { createRouter } from './http/router.ts';
import { acceptSocket } from './http/web-socket.ts';
import { isLoopbackHost } from './loopback.ts';
import { registry } from './registry.ts';
import { createSavedState } from './saved-state.ts';
import { createStage, type Outcome, type Stage } from './stage.ts';
import { createTimers } from './timers.ts';
import type { TwinDefinition } from './twin.ts';

export interface TwinsOptions {
  /** 0 picks a free one. Default 8001. */
  port?: number;
  /** A loopback address. Default 127.0.0.1. */
  host?: string;
  twins?: readonly TwinDefinition[];
  /** Hosts beside this machine that webhooks may go to. */
  allowedHosts?: readonly string[];
  /** Where the twins keep what they remember. Absent: in memory only. */
  dataFolder?: string;
}

export interface RunningTwins {
  url: string;
  clock: VirtualClock;
  stages: ReadonlyMap<string, Stage>;
  stop(): Promise<void>;
}

export const startTwins = async ({
  port = 8001,
  host = '127.0.0.1',
  twins = registry,
  allowedHosts = [],
  dataFolder,
}: TwinsOptions = {}): Promise<RunningTwins> => {
  if (!isLoopbackHost(host)) throw new Error(`The twins bind to loopback only, not to ${host}.`);
  const clock = createVirtualClock();
  const timers = createTimers(clock);
  const stopping = new AbortController();
  const stages = new Map(twins.map((definition) => [definition.provider, createStage(definition, { clock, timers, allowedHosts, stopping: stopping.signal })]));
  const saved = new Map(dataFolder === undefined ? [] : [...stages.values()].map((stage) => [stage.provider, createSavedState(dataFolder, stage)]));
  for (const state of saved.values()) state.load();
  const control = createRouter(controlRoutes(clock, stages));

  const answer = async (request: TwinRequest): Promise<Outcome> => {
    const stage = stages.get(request.path.split('/')[1] ?? '');
    const outcome = refuseStrangeHost(request) ?? (stage ? await stage.serve(request) : (refuseStrangePage(request) ?? (await control(request))));
    // Before the answer leaves: what a provider has answered it does not forget.
    if (request.method !== 'GET') await Promise.all([...saved.values()].map((state) => state.save()));
    return outcome;
  };

  const onRequest = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const outcome = await answer(await readRequest(message));
      if (outcome === 'cut') message.socket.destroy();
      else send(response, outcome, message.method !== 'HEAD');
    } catch (error) {
      if (message.socket.destroyed) return;
      if (error instanceof BodyTooLarge)
        send(response, { ...problem(413, 'Too large', 'The body is larger than 40 MB.'), headers: { connection: 'close' } }, true);
      else {
        console.error('twins:', error);
        send(response, problem(500, 'The twin stumbled', error instanceof Error ? error.message : String(error)), true);
      }
    }
  };

  const server = createServer((message, response) => void onRequest(message, response));
  server.on('upgrade', (message, socket) => {
    const url = new URL(message.url ?? '/', 'http://twins');
    const twin = stages.get(url.pathname.split('/')[1] ?? '')?.twin;
    const line = twin?.socket ? acceptSocket(message, socket) : undefined;
    if (!line) socket.destroy();
    else if (!twin?.socket?.(url.pathname, url.searchParams, line)) line.close();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = server.address() as AddressInfo;
  return {
    url: `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`,
    clock,
    stages,
    stop: async () => {
      stopping.abort();
      timers.stop();
      for (const stage of stages.values()) stage.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
};
