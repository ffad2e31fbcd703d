import { createHash } from 'node:crypto';

/** Our id of a call that began at the provider: the same for everybody who hears of it, before a row is there. */
export function callIdOf(connectionId: string, externalId: string): string {
  const bytes = createHash('sha256').update(`${connectionId}:${externalId}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
