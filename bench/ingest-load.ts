import { randomBytes } from 'node:crypto';
import autocannon from 'autocannon';
import { bodyOf, PATH, signatureOf } from './ingest-webhook.ts';

/** The load generator, in a process of its own: signed bodies, every event id new. */
export interface LoadOrder {
  url: string;
  connections: number;
  seconds: number;
  /** Requests per second; absent = as many as possible. */
  rate?: number;
}
export interface LoadResult {
  accepted: number;
  others: number;
  perSecond: number;
  p50: number;
  p99: number;
}

async function load({ url, connections, seconds, rate }: LoadOrder): Promise<LoadResult> {
  const run = randomBytes(6).toString('hex');
  const timestamp = String(Math.floor(Date.now() / 1000));
  let count = 0;
  const result = await autocannon({
    url: `${url}${PATH}`,
    connections,
    duration: seconds,
    ...(rate ? { overallRate: rate } : {}),
    requests: [
      {
        method: 'POST',
        setupRequest(request) {
          const body = bodyOf(`${run}-${count++}`);
          return {
            ...request,
            body,
            headers: {
              ...request.headers,
              'content-type': 'application/json',
              'x-acme-timestamp': timestamp,
              'x-acme-signature': signatureOf(body, timestamp),
            },
          };
        },
      },
    ],
  });
  const accepted = result['2xx'];
  return {
    accepted,
    others: result.non2xx + result.errors + result.timeouts,
    perSecond: accepted / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

process.on('message', (order: LoadOrder) => {
  load(order).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
