import { type AddressInfo, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { afterFile } from '#platform/testing/after-file';

export interface SinkMail {
  from: string;
  to: string[];
  data: string;
}

/** Takes every mail, or refuses it while `refuse` is set. */
export async function smtpSink() {
  const sink = { port: 0, mails: [] as SinkMail[], refuse: false };
  const server = createServer((socket) => {
    let mail: SinkMail = { from: '', to: [], data: '' };
    let inData = false;
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 sink');
    createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
      if (inData) {
        if (line !== '.') {
          mail.data += `${line}\n`;
          return;
        }
        inData = false;
        sink.mails.push(mail);
        mail = { from: '', to: [], data: '' };
        return say('250 taken');
      }
      const word = line.slice(0, 4).toUpperCase();
      if (word === 'EHLO') return say('250 sink');
      if (word === 'MAIL') {
        mail.from = line.slice(10);
        return say(sink.refuse ? '451 not now' : '250 ok');
      }
      if (word === 'RCPT') {
        mail.to.push(/<(.*?)>/.exec(line)?.[1] ?? '');
        return say('250 ok');
      }
      if (word === 'DATA') {
        inData = true;
        return say('354 go on');
      }
      if (word === 'QUIT') return void socket.end('221 bye\r\n');
      say('250 ok');
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  sink.port = (server.address() as AddressInfo).port;
  afterFile(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return sink;
}
