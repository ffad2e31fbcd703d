import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallEnd, CallStart } from '#platform/audit/call-record';
import type { TestDatabase } from '#platform/testing/database';
import { classifyHttp, type Log, systemClock, type WorkspaceId } from '#sdk';
import { createOutbound } from './outbound.ts';
import type { OutboundDeps, OutboundScope } from './ports.ts';

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export async function listen(handler: RequestListener): Promise<{ url: string; host: string; server: Server; close(): Promise<void> }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    server,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** An outbound whose audit rows are kept in a list; waits between tries are as short as chance allows. */
export function outboundFor(database: TestDatabase, more: Partial<OutboundDeps> = {}) {
  const rows: (CallStart & { end?: CallEnd })[] = [];
  const outbound = createOutbound({
    database,
    clock: systemClock,
    log: silentLog,
    random: () => 0.01,
    audit: {
      apiCall(start) {
        const row: CallStart & { end?: CallEnd } = { ...start };
        rows.push(row);
        return (end) => {
          row.end = end;
        };
      },
    },
    ...more,
  });
  return { outbound, rows };
}

export const scopeOf = (workspaceId: WorkspaceId, baseUrl: string | undefined, more: Partial<OutboundScope> = {}): OutboundScope => ({
  workspaceId,
  integration: 'acme',
  provider: 'acme',
  actor: { kind: 'system', reason: 'test' },
  ...more,
  providerSpec: { quotas: [], classify: classifyHttp, ...(baseUrl ? { baseUrl } : {}), ...more.providerSpec },
});
