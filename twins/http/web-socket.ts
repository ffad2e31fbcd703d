import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** One line to a hub, as the side that accepted it (RFC 6455): text frames of any length, pings answered, nothing else. */
export interface SocketLine {
  send(text: string): void;
  close(): void;
  onText(hear: (text: string) => void): void;
  onEnd(hear: () => void): void;
}
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const MOST_BYTES = 16 * 1024 * 1024;

/** Frames of the accepting side are not masked (§5.1). */
const encode = (opcode: number, content: Buffer): Buffer => {
  const { length } = content;
  const head = length < 126 ? Buffer.alloc(2) : length < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10);
  head[0] = 0x80 | opcode;
  if (length < 126) head[1] = length;
  else if (length < 65_536) {
    head[1] = 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, content]);
};

interface Decoded {
  opcode: number;
  isLast: boolean;
  content: Buffer;
  size: number;
}
/** The first whole frame of what has come so far; undefined: more has to come. @throws RangeError on what no client may send */
const decode = (bytes: Buffer): Decoded | undefined => {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  const short = second & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < 2 + lengthBytes) return undefined;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if ((second & 0x80) === 0 || length > MOST_BYTES) throw new RangeError('a frame that no client may send');
  const at = 2 + lengthBytes + 4;
  if (bytes.length < at + length) return undefined;
  const mask = bytes.subarray(at - 4, at);
  const content = Buffer.from(bytes.subarray(at, at + length));
  for (let index = 0; index < length; index++) content[index] = (content[index] ?? 0) ^ (mask[index % 4] ?? 0);
  return { opcode: first & 0x0f, isLast: (first & 0x80) !== 0, content, size: at + length };
};

/** Answers the handshake and gives the line; undefined (and the socket closed) where it is none. */
export const acceptSocket = (request: IncomingMessage, socket: Duplex): SocketLine | undefined => {
  const key = request.headers['sec-websocket-key'];
  if (request.headers.upgrade?.toLowerCase() !== 'websocket' || !key) {
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    return undefined;
  }
  const accept = createHash('sha1').update(`${key}${GUID}`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  const hearers: ((text: string) => void)[] = [];
  const enders: (() => void)[] = [];
  let bytes = Buffer.alloc(0);
  let parts: Buffer[] = [];
  const hear = ({ opcode, isLast, content }: Decoded) => {
    if (opcode === PING) socket.write(encode(PONG, content));
    else if (opcode === CLOSE) socket.end(encode(CLOSE, content.subarray(0, 2)));
    else if (opcode < CLOSE) {
      parts.push(content);
      if (!isLast) return;
      const text = Buffer.concat(parts).toString('utf8');
      parts = [];
      for (const each of hearers) each(text);
    }
  };
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    try {
      for (let frame = decode(bytes); frame; frame = decode(bytes)) {
        bytes = bytes.subarray(frame.size);
        hear(frame);
      }
    } catch {
      socket.destroy();
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    for (const each of enders) each();
  });
  return {
    send: (text) => {
      if (socket.writable) socket.write(encode(TEXT, Buffer.from(text)));
    },
    close: () => {
      if (socket.writable) socket.end(encode(CLOSE, Buffer.from([0x03, 0xe8])));
    },
    onText: (hearer) => void hearers.push(hearer),
    onEnd: (ender) => void enders.push(ender),
  };
};
