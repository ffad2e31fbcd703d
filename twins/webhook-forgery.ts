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
}
/** A provider's own way to sign: the headers that go with a body. */
export type Signer = (message: Unsigned) => Record<string, string>;

const hourMs = 3_600_000;

/** A change a reader would fall for: still valid JSON, with one field more. */
const altered = (body: Buffer): Buffer => {
  const text = body.toString('utf8');
  return Buffer.from(text.endsWith('}') ? `${text.slice(0, -1)},"forged":true}` : `${text}&forged=true`);
};

export const signForged = (forgery: Forgery | undefined, message: Unsigned, sign: Signer): { headers: Record<string, string>; body: Buffer } => {
  const { body } = message;
  switch (forgery) {
    case undefined:
      return { headers: sign(message), body };
    case 'unsigned':
      return { headers: {}, body };
    case 'signature':
      return { headers: sign({ ...message, body: Buffer.concat([body, Buffer.from(' ')]) }), body };
    case 'body':
      return { headers: sign(message), body: altered(body) };
    case 'secret':
      return { headers: sign({ ...message, secret: `${message.secret}-of-somebody-else` }), body };
    case 'stale':
      return { headers: sign({ ...message, atMs: message.atMs - hourMs }), body };
    case 'future':
      return { headers: sign({ ...message, atMs: message.atMs + hourMs }), body };
  }
};
