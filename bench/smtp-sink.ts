import { createServer } from 'node:net';

/** A server that takes every mail and keeps none, in a process of its own: `node bench/smtp-sink.ts` says its port and serves until its input ends. */
const server = createServer((socket) => {
  let [isData, rest] = [false, ''];
  socket.on('error', () => {});
  socket.write('220 sink\r\n');
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1');
    for (;;) {
      const end = rest.indexOf(isData ? '\r\n.\r\n' : '\r\n');
      if (end < 0) {
        if (isData) rest = rest.slice(-4);
        return;
      }
      if (isData) {
        rest = rest.slice(end + 5);
        isData = false;
        socket.write('250 2.0.0 Ok: queued as Q1\r\n');
        continue;
      }
      const line = rest.slice(0, end).toUpperCase();
      rest = rest.slice(end + 2);
      if (line.startsWith('EHLO')) socket.write('250-sink\r\n250 8BITMIME\r\n');
      else if (line === 'DATA') {
        isData = true;
        socket.write('354 go\r\n');
      } else if (line === 'QUIT') {
        socket.end('221 bye\r\n');
        return;
      } else socket.write('250 2.1.0 Ok\r\n');
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') process.stdout.write(`${address.port}\n`);
});
process.stdin.resume().on('end', () => process.exit());
