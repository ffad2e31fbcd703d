import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { Secret } from '#sdk';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { inSpan, startTracing } from './tracing.ts';

it('logs no secret, neither by type nor by name', () => {
  const lines: string[] = [];
  const log = createLog('info', (line) => lines.push(line));
  log.info({ key: new Secret('s3cret'), headers: { authorization: 'Bearer s3cret' }, connection: { credentials: { refreshToken: 's3cret' } } }, 'hello');
  log.child({ requestId: 'r1' }).warn({ password: 's3cret' }, 'again');
  expect(lines.join('')).not.toContain('s3cret');
  expect(lines[1]).toContain('"requestId":"r1"');
});

it('serves metrics in the Prometheus text format', async () => {
  const metrics = createMetrics();
  metrics.webhooks.inc({ integration: 'x', provider: 'y', result: 'accepted' });
  expect(await metrics.registry.metrics()).toMatch(/patchbay_webhooks_total\{integration="x",provider="y",result="accepted"\} 1/);
});

it('sends spans to the configured endpoint', async () => {
  const arrived = Promise.withResolvers<string>();
  const server = createServer((request, response) => {
    arrived.resolve(request.url ?? '');
    response.end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const stop = await startTracing(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'patchbay-test');
  await inSpan('work', { n: 1 }, async () => 1);
  await stop();
  expect(await arrived.promise).toBe('/v1/traces');
  server.close();
});
