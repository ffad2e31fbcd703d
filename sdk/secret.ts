import { inspect } from 'node:util';
import type { Branded } from './ids.ts';

/** Sealed text as stored: `v1.<keyId>.<nonce>.<ciphertext>`, base64url parts. Only the vault makes one. */
export type Ciphertext = Branded<string, 'Ciphertext'>;

/**
 * A value that must not be printed. Every way of turning it into text gives `***`; only `reveal()` opens it,
 * so `grep reveal` lists all places where a secret is used.
 * @example const key = new Secret('xoxb-…'); `${key}` === '***'
 */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return '***';
  }
  toJSON(): string {
    return '***';
  }
  [inspect.custom](): string {
    return 'Secret(***)';
  }
}

/** Accepts text or a Secret and gives a Secret; an empty text is no secret. */
export function secret(value: string | Secret | undefined): Secret | undefined {
  if (value === undefined || value === '') return undefined;
  return value instanceof Secret ? value : new Secret(value);
}
