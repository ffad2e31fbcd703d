import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import pg from 'pg';
import { dropDatabase } from '#platform/testing/drop-database';
import { prepareTemplate } from '#platform/testing/template';
import type { BenchResult } from './bench.ts';
import type { AckOrder, AckResult } from './slack-ack-worker.ts';

const start = () => fork(new URL('./slack-ack-worker.ts', import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
async function answerOf<T>(child: ChildProcess, order: AckOrder): Promise<T> {
  child.send(order);
  const [answer] = await once(child, 'message');
  return answer as T;
}
const round = (value: number) => Math.round(value * 10) / 10;

/** Signed commands and events, half and half: acknowledged after commit. Then three times more than fits. */
export async function slackAck({ seconds = 20, overloadSeconds = 60 }: { seconds?: number; overloadSeconds?: number } = {}): Promise<BenchResult> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return { name: 'slack-ack', rows: [{ case: 'skipped: TEST_DATABASE_URL is not set', value: 0, unit: '', pass: false }] };
  const { name: template } = await prepareTemplate();
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query('select pg_advisory_lock(727304, 3)');
  await admin.query(`create database ${name} template ${template}`);
  await admin.query('select pg_advisory_unlock(727304, 3)');
  const url = new URL(server);
  url.pathname = `/${name}`;
  const [hub, sender] = [start(), start()];
  try {
    const { url: address } = await answerOf<{ url: string }>(hub, { serve: url.href });
    const send = (more: { connections: number; seconds: number; rate?: number }) => answerOf<AckResult>(sender, { load: address, ...more });
    await send({ connections: 64, seconds: 2 });
    const steady = await send({ connections: 64, seconds, rate: 500 });
    const full = await send({ connections: 64, seconds });
    const over = await send({ connections: 512, seconds: overloadSeconds, rate: Math.ceil(full.perSecond * 3) });
    const kept = over.perSecond / full.perSecond;
    return {
      name: 'slack-ack',
      rows: [
        { case: '500/s, 64 connections: p99', value: round(steady.p99), unit: 'ms', bar: '< 100 ms', pass: steady.p99 < 100 },
        {
          case: '500/s, 64 connections: not acknowledged',
          value: steady.busy + steady.others,
          unit: 'requests',
          bar: '0',
          pass: steady.busy + steady.others === 0,
        },
        { case: 'capacity, 64 connections', value: round(full.perSecond), unit: 'req/s' },
        { case: 'three times the capacity: still acknowledged', value: round(kept * 100), unit: '% of capacity', bar: '≥ 80 %', pass: kept >= 0.8 },
        { case: 'three times the capacity: slowest answer', value: round(over.max), unit: 'ms', bar: '< 3,000 ms', pass: over.max < 3_000 },
        {
          case: 'three times the capacity: neither acknowledged nor told to come again',
          value: over.others,
          unit: 'requests',
          bar: '0',
          pass: over.others === 0,
        },
      ],
    };
  } finally {
    for (const child of [hub, sender]) child.kill('SIGKILL');
    await dropDatabase(admin, name);
    await admin.end();
  }
}
