import { createSocket } from 'node:dgram';
import { afterFile } from '#platform/testing/after-file';

/** The name as DNS writes it (RFC 1035 §4.1.2), from `at` on. */
function nameAt(message: Buffer, at: number): { name: string; end: number } {
  const labels: string[] = [];
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}
/** A TXT record's data: pieces of at most 255 bytes (§3.3.14). */
const piecesOf = (text: string): Buffer =>
  Buffer.concat((text.match(/.{1,255}/gs) ?? ['']).map((piece) => Buffer.concat([Buffer.from([piece.length]), Buffer.from(piece, 'latin1')])));

/** A real name server on a loopback port: it answers for the TXT records it is given, and that all other names do not exist. */
export async function nameServer() {
  const records = new Map<string, string[]>();
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (question, { address, port }) => {
    const { name, end } = nameAt(question, 12);
    asked.push(name);
    const texts = records.get(name);
    const answers = (texts ?? []).map((text) => {
      const data = piecesOf(text);
      const head = Buffer.alloc(12);
      head.writeUInt16BE(0xc00c, 0); // the name of the question
      head.writeUInt16BE(16, 2); // TXT
      head.writeUInt16BE(1, 4); // IN
      head.writeUInt32BE(60, 6);
      head.writeUInt16BE(data.length, 10);
      return Buffer.concat([head, data]);
    });
    const head = Buffer.alloc(12);
    question.copy(head, 0, 0, 2);
    head.writeUInt16BE(texts ? 0x8580 : 0x8583, 2); // an answer with authority; 3 = no such name
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(answers.length, 6);
    socket.send(Buffer.concat([head, question.subarray(12, end + 4), ...answers]), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  afterFile(() => new Promise<void>((resolve) => socket.close(() => resolve())));
  return { address: `127.0.0.1:${socket.address().port}`, records, asked };
}
