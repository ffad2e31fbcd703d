import { type Mail, understand } from './mail.ts';

export interface RawMail {
  raw: Uint8Array;
  receivedAt: Date;
}

/** Mails as they are understood, in their order; undefined where one cannot be read at all. */
export default async function understandEach(mails: readonly RawMail[]): Promise<(Mail | undefined)[]> {
  const understood: (Mail | undefined)[] = [];
  for (const { raw, receivedAt } of mails) understood.push(await understand(raw, receivedAt).catch(() => undefined));
  return understood;
}
