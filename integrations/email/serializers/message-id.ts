import { createHash } from 'node:crypto';

/** Without brackets and blanks; undefined for what names nothing. */
export function normalMessageId(value: string | undefined): string | undefined {
  const inner = /<([^<>]+)>/.exec(value ?? '')?.[1] ?? value;
  const id = inner?.replaceAll(/\s+/g, '');
  return id && id.length <= 998 ? id : undefined;
}

/** All ids in a References or In-Reply-To header, in their order, each once; broken ones left out. At most the last 100. */
export function messageIdsIn(header: string | undefined): string[] {
  const found = header?.match(/<[^<>\s]+>/g) ?? header?.split(/[\s,]+/).filter((each) => each.includes('@')) ?? [];
  return [...new Set(found.flatMap((each) => normalMessageId(each) ?? []))].slice(-100);
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 32);
/** What a Message-ID is kept under: nobody reads an address out of it. The domain's case does not matter. */
export function keyOfMessageId(id: string): string {
  const at = id.lastIndexOf('@');
  return hash(at < 0 ? id : id.slice(0, at) + id.slice(at).toLowerCase());
}
/** The key of a mail without a Message-ID: what it says. */
export const keyOfContent = (...parts: readonly string[]): string => `c-${hash(parts.join('\0'))}`;

/** Ours, made of the key of the act: whoever takes it up after a crash makes the same. */
export const ownMessageId = (key: string, fromAddress: string): string => `${hash(`patchbay ${key}`)}@${fromAddress.slice(fromAddress.lastIndexOf('@') + 1)}`;

/** Of a campaign's mail: it names its row in the ledger. */
export const campaignMessageId = (recipientId: string, fromDomain: string): string => `${recipientId}.c@${fromDomain}`;
/** Most of what is told is about other mail: that is seen without asking the database. */
export const mayBeOfCampaign = (messageId: string): boolean => /^[0-9a-f]{8}-[0-9a-f-]{27}\.c@/i.test(messageId);
