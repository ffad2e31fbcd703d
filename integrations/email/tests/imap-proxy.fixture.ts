import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import { afterFile } from '#platform/testing/after-file';
import { dovecot } from './dovecot.fixture.ts';

/** What stands between the hub and a real server: abilities taken away, a line that breaks, folders that seem empty. */
export interface Between {
  /** Words that disappear from what the server says it can. */
  without: string[];
  /** The line breaks after so many mails. */
  breakAfterMails: number | undefined;
  /** How many lines were broken. */
  broken: number;
  /** What the client said, a command a line. */
  said: string[];
}

/** A line to Dovecot that can be made worse. Text passes a line at a time, literals as they are. */
export async function imapProxy(given: Partial<Between> = {}) {
  const between: Between = { without: [], breakAfterMails: undefined, broken: 0, said: [], ...given };
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = dial(dovecot.port, dovecot.host);
    open.add(client).add(upstream);
    let mails = 0;
    const end = () => {
      client.destroy();
      upstream.destroy();
      open.delete(client);
      open.delete(upstream);
    };
    for (const side of [client, upstream]) side.on('error', end).on('close', end);
    client.on('data', (chunk: Buffer) => {
      between.said.push(...chunk.toString('latin1').split('\r\n').filter(Boolean));
      upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      let text = chunk.toString('latin1');
      if (between.breakAfterMails !== undefined) {
        mails += text.match(/^\* \d+ FETCH \(.*BODY\[/gm)?.length ?? 0;
        if (mails > between.breakAfterMails) {
          between.broken++;
          end();
          return;
        }
      }
      if (between.without.length > 0) {
        const words = new RegExp(` (?:${between.without.join('|')})(?=[ \\]\\r])`, 'g');
        text = text.replaceAll(/^.*CAPABILITY .*$/gm, (line) => line.replaceAll(words, ''));
        if (between.without.includes('CONDSTORE')) text = text.replaceAll(/^\* OK \[HIGHESTMODSEQ \d+\].*\r\n/gm, '');
      }
      client.write(Buffer.from(text, 'latin1'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterFile(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, between };
}
