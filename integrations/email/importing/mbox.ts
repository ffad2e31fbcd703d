/** One mail of an mbox file, and when it was delivered, where its separating line says so. */
export interface MboxMail {
  raw: Buffer;
  receivedAt: Date | undefined;
}
const MB = 1024 * 1024;
/** A longer one is cut: what cannot be taken in whole is still known by its beginning. */
const LONGEST = 64 * MB;
const NEWLINE = 0x0a;
const GREATER = 0x3e;
const FROM = Buffer.from('From ');
const isBlank = (line: Buffer): boolean => line.length === 0 || (line.length === 1 && (line[0] === NEWLINE || line[0] === 0x0d)) || line.equals(CRLF);
const CRLF = Buffer.from('\r\n');

/** `>From` becomes `From` again (mboxrd: one mark less at every depth). */
function unquoted(line: Buffer): Buffer {
  if (line[0] !== GREATER) return line;
  let depth = 1;
  while (line[depth] === GREATER) depth++;
  return line.subarray(depth, depth + FROM.length).equals(FROM) ? line.subarray(1) : line;
}
/** `From jane@x.example Mon Jan  5 10:00:00 2026`: what merely begins with “From ” is text, as not every program marks it. */
const SEPARATOR = /^From \S+ +(\w{3} \w{3} +\d{1,2} \d{2}:\d{2}(?::\d{2})?)(?: ([+-]\d{4}|[A-Z]{3,4}))? (\d{4})(?: ([+-]\d{4}))?/;
/** In UTC where no zone is named. */
function deliveredAt(line: Buffer): Date | undefined {
  const said = SEPARATOR.exec(line.toString('latin1'));
  const at = said ? Date.parse(`${said[1]} ${said[3]} ${said[4] ?? said[2] ?? 'UTC'}`) : Number.NaN;
  return Number.isNaN(at) ? undefined : new Date(at);
}

async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const part of source) {
    const chunk = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      const end = chunk.subarray(from, at + 1);
      yield rest.length > 0 ? Buffer.concat([...rest, end]) : end;
      rest = [];
      from = at + 1;
    }
    if (from < chunk.length) rest.push(Buffer.from(chunk.subarray(from)));
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

/** The mails of an mbox file (RFC 4155), one after the other, however large the file. A file that is none holds none. */
export async function* mailsOfMbox(source: AsyncIterable<Uint8Array>): AsyncGenerator<MboxMail> {
  let lines: Buffer[] | undefined;
  let size = 0;
  let receivedAt: Date | undefined;
  let afterBlank = true;
  const mail = (): MboxMail | undefined => (lines && lines.length > 0 ? { raw: Buffer.concat(lines), receivedAt } : undefined);
  for await (const line of linesOf(source)) {
    if (afterBlank && line.subarray(0, FROM.length).equals(FROM) && SEPARATOR.test(line.toString('latin1'))) {
      const done = mail();
      if (done) yield done;
      lines = [];
      size = 0;
      receivedAt = deliveredAt(line);
      afterBlank = false;
      continue;
    }
    afterBlank = isBlank(line);
    if (lines && size < LONGEST) {
      const kept = unquoted(line);
      lines.push(kept);
      size += kept.length;
    }
  }
  const last = mail();
  if (last) yield last;
}
