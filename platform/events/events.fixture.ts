import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Database } from '#platform/database/database';
import { afterFile } from '#platform/testing/after-file';
import type { Ciphertext, Clock, EventType, Log, NewEvent } from '#sdk';
import { Secret } from '#sdk';
import { createEvents, type EventsDeps } from './events.ts';
import { readHorizon } from './read-events.ts';
import type { SealRef, SecretBox } from './webhook-endpoints.ts';
import type { SendHttp } from './webhook-send.ts';

/** Test support of this room and of `incidents`: real sockets on 127.0.0.1, a clock that is moved by hand. */
export const testClock = (start = new Date('2026-03-02T09:00:00Z')): Clock & { advance(ms: number): void } => {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    advance(ms) {
      now += ms;
    },
  };
};

export const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Binds text to its place like the vault does, without its keys. */
export const testVault: SecretBox = {
  async forWorkspace(workspaceId) {
    const bind = (ref: SealRef) => `${workspaceId} ${ref.table} ${ref.column} ${ref.id} `;
    return {
      seal: (ref, text) => Buffer.from(bind(ref) + text).toString('base64') as Ciphertext,
      open(ref, sealed) {
        const text = Buffer.from(sealed, 'base64').toString();
        if (!text.startsWith(bind(ref))) throw new Error('sealed for another place');
        return new Secret(text.slice(bind(ref).length));
      },
    };
  },
};

export const thingTypes: readonly EventType[] = ['thing.created', 'thing.changed', 'other.created'].map((type) => ({
  type,
  title: type,
  schema: z.looseObject({ n: z.number() }),
  example: { n: 1 },
}));

export const thing = (n: number, id = 'one', type = 'thing.changed'): NewEvent => ({ type, subject: { type: 'thing', id }, data: { n } });

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}
export interface Receiver {
  url: string;
  requests: Received[];
  /** The next answers; status 200 when there is none. */
  answer: (request: Received, index: number) => { status: number; headers?: Record<string, string>; body?: string };
}

export async function receiver(): Promise<Receiver> {
  const it: Receiver = { url: '', requests: [], answer: () => ({ status: 200, body: 'thanks' }) };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const got = { headers: request.headers, body: Buffer.concat(chunks).toString() };
      it.requests.push(got);
      const { status, headers, body } = it.answer(got, it.requests.length - 1);
      response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  it.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  afterFile(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return it;
}

/** The outbound port without quota, audit and guard. */
export const plainHttp: SendHttp = {
  async request<T>({ method, url, headers, body, timeoutMs = 5_000, redirect }: Parameters<SendHttp['request']>[0]) {
    const response = await fetch(url, {
      method,
      headers: { ...headers },
      body: body as string,
      redirect: redirect ?? 'follow',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: (await response.text()) as T, apiCallId: '' };
  },
};

export const testEvents = (database: Database, clock: Clock, more: Partial<EventsDeps> = {}) =>
  createEvents({ database, clock, log: quietLog, eventTypes: thingTypes, vault: testVault, httpFor: () => plainHttp, random: () => 0, ...more });

export const someone = { kind: 'system', reason: 'test' } as const;

/** Waits for a condition, bounded. */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('the condition did not come true');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/**
 * Drains once everything committed lies behind the horizon. PostgreSQL's horizon spans all databases of the server, so an
 * open transaction of somebody else's test holds ours up for a moment.
 */
export async function settle(database: Database, events: { drain(): Promise<void> }): Promise<void> {
  await until(async () => !(await readHorizon(database)).pending);
  await events.drain();
}
