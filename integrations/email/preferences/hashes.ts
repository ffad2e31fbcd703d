import { createHash } from 'node:crypto';

/** What is kept of an address that asked to be forgotten: enough to know it again, not to know it. */
export const addressHash = (salt: string, address: string): string =>
  createHash('sha256').update(`${salt}\n${address.trim().toLowerCase()}`).digest('base64url');
