import { z } from 'zod';

/** Ways in which an attacker, or a broken sender, gets a webhook wrong. */
export const forgeries = ['unsigned', 'signature', 'body', 'secret', 'stale', 'future'] as const;
export type Forgery = (typeof forgeries)[number];
/** `true` stands for a wrong signature. */
export const forgeOption = z
  .union([z.boolean(), z.enum(forgeries)])
  .transform((value): Forgery | undefined => (value === true ? 'signature' : value || undefined));

export interface Unsigned {
  body: Buffer;
  secret: string;
  atMs: number;
  url: string;
  /** 0 for the first try: some providers say in a header which retry it is. */
  attempt: number;
  /** How far a forged time is off; for those who sign a time that the body already holds. */
  shiftMs?: number;
  /** How the try before this one ended; null: without an answer. */
  lastStatus?: number | null;
}
/** A provider's own way to sign: the headers that go with a body. */
export type Signer = (message: Unsigned) => Record<string, string>;
/** Of providers whose signature stands inside the body. */
export type BodySigner = (message: Unsigned) => Buffer;

const hourMs = 3_600_000;

/** A change a reader would fall for: still valid JSON, with one field more. */
const altered = (body: Buffer): Buffer => {
  const text = body.toString('utf8');
  return Buffer.from(text.endsWith('}') ? `${text.slice(0, -1)},"forged":true}` : `${text}&forged=true`);
};

export const signForged = (
  forgery: Forgery | undefined,
  message: Unsigned,
  sign: Signer,
  signBody: BodySigner = ({ body }) => body,
): { headers: Record<string, string>; body: Buffer } => {
  const signed = (as: Unsigned, sent?: Buffer) => {
    const body = signBody(as);
    return { headers: sign({ ...as, body }), body: sent ?? body };
  };
  const shifted = (shiftMs: number) => signed({ ...message, atMs: message.atMs + shiftMs, shiftMs });
  switch (forgery) {
    case undefined:
      return signed(message);
    case 'unsigned':
      return { headers: {}, body: message.body };
    case 'signature': {
      const { body } = signed({ ...message, secret: `${message.secret} ` });
      return { headers: sign({ ...message, body: Buffer.concat([body, Buffer.from(' ')]) }), body };
    }
    case 'body':
      return signed(message, altered(signBody(message)));
    case 'secret':
      return signed({ ...message, secret: `${message.secret}-of-somebody-else` });
    case 'stale':
      return shifted(-hourMs);
    case 'future':
      return shifted(hourMs);
  }
};
