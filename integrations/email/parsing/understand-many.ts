import { extname } from 'node:path';
import { Piscina } from 'piscina';
import type { Mail } from './mail.ts';
import understandEach, { type RawMail } from './mail-worker.ts';

type Understood = (Mail | undefined)[];
const MB = 1024 * 1024;
/** A few mails are understood sooner here than a thread begins. */
const FEW = 20;
const SMALL = 1 * MB;
/** Mails of one message to the thread: enough that sending them costs little, few enough to be understood while more are fetched. */
const AT_ONCE = 50;
const MOST_AT_ONCE = 4 * MB;
/** What may wait for the thread; whoever brings more waits too. */
const MOST_WAITING = 16 * MB;
const IDLE_MS = 20_000;
/** A mail that takes more to be understood cannot be read. */
const MOST_MEMORY_MB = 256;

// Once compiled, this file and its neighbour are JavaScript.
const worker = new URL(`./mail-worker${extname(import.meta.filename)}`, import.meta.url);

/** Beside everything else: while a whole mailbox is read, others go on being answered. The thread begins with the first and ends when idle. */
function mailThread(mostMemoryMb: number): (mails: RawMail[]) => Promise<Understood> {
  let threads: Piscina<RawMail[], Understood> | undefined;
  return (mails) => {
    threads ??= new Piscina({
      filename: worker.href,
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: IDLE_MS,
      resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
    });
    return threads.run(mails);
  };
}

/** Takes mails as they come and understands them while more are coming; `all` answers in the order they came in. */
function readerOver(background: (mails: RawMail[]) => Promise<Understood>) {
  /** Of mails that brought the thread down, one is the reason: the others are understood. */
  const oneByOne = async (mails: readonly RawMail[]): Promise<Understood> => {
    const understood: Understood = [];
    for (const mail of mails) understood.push(...(await background([mail]).catch(() => [undefined])));
    return understood;
  };
  const answers: Promise<Understood>[] = [];
  let gathered: RawMail[] = [];
  let gatheredBytes = 0;
  let waitingBytes = 0;
  const send = () => {
    const [mails, bytes] = [gathered, gatheredBytes];
    [gathered, gatheredBytes] = [[], 0];
    waitingBytes += bytes;
    const isLittle = answers.length === 0 && mails.length <= FEW && bytes <= SMALL;
    const answer = (isLittle ? understandEach(mails) : background(mails).catch(() => oneByOne(mails))).finally(() => {
      waitingBytes -= bytes;
    });
    // Whoever awaits it is told.
    answer.catch(() => {});
    answers.push(answer);
  };
  return {
    async add(mail: RawMail): Promise<void> {
      gathered.push(mail);
      gatheredBytes += mail.raw.byteLength;
      if (gathered.length >= AT_ONCE || gatheredBytes >= MOST_AT_ONCE) send();
      if (waitingBytes > MOST_WAITING) await answers.at(-1);
    },
    async all(): Promise<Understood> {
      if (gathered.length > 0) send();
      return (await Promise.all(answers)).flat();
    },
  };
}

/** Readers that share one thread. */
export function createMailReaders({ mostMemoryMb = MOST_MEMORY_MB } = {}): () => ReturnType<typeof readerOver> {
  const background = mailThread(mostMemoryMb);
  return () => readerOver(background);
}
export const mailReader = createMailReaders();
