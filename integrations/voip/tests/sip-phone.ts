import { connect, createServer, type Socket } from 'node:net';
import { services } from '../../../server/testing/services.ts';

const [host, { port }] = ['127.0.0.1', services.sip];
export const hasServices = services.areStarted;
/** The real server of `scripts/services/kamailio.sh`, and the telephones that are registered at it. */
export const sip = {
  proxy: `sip:${host}:${port}`,
  rpcUrl: `http://${host}:${port + 1}/RPC`,
  webSocketUrl: `ws://${host}:${port + 2}`,
  /** What it checks browsers with. */
  browserSecret: 'a-secret-for-browsers',
  rep: port + 15,
  customer: port + 25,
};

/** Somewhere it is day whatever the time: a customer is called between eight and nine in the evening of their own clock. */
const CUSTOMERS: readonly [number: string, fromHourUtc: number, untilHourUtc: number][] = [
  ['+442079460958', 9, 18],
  ['+14155552671', 18, 24],
  ['+81312345678', 0, 9],
];
/** The customer who may be called now. */
export const customerNow = (): string => {
  const hour = new Date().getUTCHours();
  return CUSTOMERS.find(([, from, until]) => hour >= from && hour < until)?.[0] ?? '';
};

/** The server tells one hub, and its telephones are held by one hand: files that use it wait for each other. Gives the way to let go. */
export async function holdServer(): Promise<() => void> {
  for (;;) {
    // A port is had by one process, and is free when it ends, however it ends.
    const held = createServer();
    const isOurs = await new Promise<boolean>((resolve) => held.once('error', () => resolve(false)).listen(Number(port) + 9, host, () => resolve(true)));
    if (isOurs) return () => void held.close();
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Asks the server itself, without anything of ours. */
export async function rpc(method: string, params: readonly (string | number)[] = []): Promise<unknown> {
  const answer = await fetch(sip.rpcUrl, { method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', method, params, id: 1 }) });
  return ((await answer.json()) as { result?: unknown }).result;
}

/** A telephone as whoever holds it: it notes what happens to it, and does what it is told. baresip's ctrl_tcp, netstrings of JSON. */
export async function phone(at: number) {
  const happened: { type: string; peer: string }[] = [];
  const socket: Socket = connect(at, host);
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let read = '';
  socket.on('data', (bytes) => {
    read += bytes.toString('utf8');
    for (let match = /^(\d+):/.exec(read); match; match = /^(\d+):/.exec(read)) {
      const begin = match[0].length;
      const end = begin + Number(match[1]);
      if (read.length <= end) return;
      const said = JSON.parse(read.slice(begin, end)) as { event?: boolean; type?: string; peeruri?: string };
      if (said.event && said.type) happened.push({ type: said.type, peer: said.peeruri ?? '' });
      read = read.slice(end + 1);
    }
  });
  const say = (command: string, params?: string) => {
    const text = JSON.stringify({ command, ...(params ? { params } : {}) });
    socket.write(`${text.length}:${text},`);
  };
  return {
    happened,
    count: (type: string) => happened.filter((each) => each.type === type).length,
    accept: () => say('accept'),
    hangUp: () => say('hangup'),
    dial: (address: string) => say('dial', address),
    close: () => socket.destroy(),
  };
}
export type SipPhone = Awaited<ReturnType<typeof phone>>;
