import { createHash } from 'node:crypto';
import { readDay, readInstant } from './dates.ts';

export type Kind = 'connections' | 'messages' | 'invitations' | 'profile';

/** A column by its name, whatever case and spaces an era writes it in. */
export const normal = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

interface Layout {
  kind: Kind;
  /** All of these make a record the header. */
  header: readonly string[];
  optional: readonly string[];
}
const LAYOUTS: readonly Layout[] = [
  { kind: 'connections', header: ['firstname', 'lastname', 'connectedon'], optional: ['url', 'emailaddress', 'company', 'position'] },
  { kind: 'messages', header: ['conversationid', 'from', 'date', 'content'], optional: ['senderprofileurl', 'recipientprofileurls', 'subject', 'folder'] },
  { kind: 'invitations', header: ['from', 'to', 'sentat', 'direction'], optional: ['message', 'inviterprofileurl', 'inviteeprofileurl'] },
  { kind: 'profile', header: ['firstname', 'lastname', 'headline'], optional: ['summary', 'industry', 'geolocation', 'zipcode', 'websites', 'twitterhandles'] },
];
/** Notes stand above the header in some eras; how many lines is never relied on. */
export const HEADER_WITHIN = 20;

export interface Header {
  kind: Kind;
  columns: ReadonlyMap<string, number>;
  missing: string[];
}
export function headerOf(record: readonly string[], only?: Kind): Header | undefined {
  const columns = new Map(record.map((name, index) => [normal(name), index]));
  const found = LAYOUTS.find(({ kind, header }) => (!only || kind === only) && header.every((name) => columns.has(name)));
  return found && { kind: found.kind, columns, missing: found.optional.filter((name) => !columns.has(name)) };
}

/** Which file of an archive it is by its name: folders, spaces, underscores and case differ. */
export function kindOfName(path: string): Kind | undefined {
  const base = normal((path.split('/').at(-1) ?? '').replace(/\.csv$/i, ''));
  return base === 'connections' || base === 'messages' || base === 'invitations' || base === 'profile' ? base : undefined;
}

export const cellOf = (columns: Header['columns'], record: readonly string[], name: string): string => {
  const at = columns.get(name);
  return at === undefined ? '' : (record[at] ?? '').trim();
};

/** The slug of `/in/<slug>`: decoded, small, without query, slash or country. */
export function slugOf(url: string): string | null {
  const found = /linkedin\.com\/(?:mwlite\/)?in\/([^/?#\s]+)/i.exec(url.trim())?.[1];
  if (!found) return null;
  let text = found;
  try {
    text = decodeURIComponent(found);
  } catch {
    // As it stands.
  }
  const slug = text.normalize('NFC').toLowerCase();
  return /^[\p{L}\p{M}\p{N}\p{So}_'’.-]{3,100}$/u.test(slug) ? slug : null;
}

export type Skip = { skip: 'hidden_member' | 'no_name' | 'no_date' | 'draft' | 'sponsored' | 'no_text' | 'direction_unknown'; record: readonly string[] };

export interface ConnectionRow {
  personKey: string;
  /** How the same person is named by an export without addresses. */
  nameKey: string;
  slug: string | null;
  firstName: string;
  lastName: string;
  email: string | null;
  company: string | null;
  position: string | null;
  connectedOn: string | null;
}
const some = (text: string, most = 300): string | null => text.slice(0, most).toWellFormed() || null;

export function readConnection(columns: Header['columns'], record: readonly string[]): ConnectionRow | Skip {
  const of = (name: string) => cellOf(columns, record, name);
  const firstName = of('firstname').slice(0, 200).toWellFormed();
  const lastName = of('lastname').slice(0, 200).toWellFormed();
  const connectedOn = readDay(of('connectedon')) ?? null;
  // Who hides from others leaves nothing but the date.
  if (!firstName && !lastName && !of('url')) return { skip: 'hidden_member', record };
  if (!firstName && !lastName) return { skip: 'no_name', record };
  const slug = slugOf(of('url'));
  const nameKey = `name:${normal(firstName)}|${normal(lastName)}|${connectedOn ?? ''}`;
  return {
    personKey: slug ?? nameKey,
    nameKey,
    slug,
    firstName,
    lastName,
    email: some(of('emailaddress').toLowerCase(), 254),
    company: some(of('company')),
    position: some(of('position')),
    connectedOn,
  };
}

export interface MessageRow {
  messageKey: string;
  conversationId: string;
  title: string;
  fromName: string;
  fromSlug: string | null;
  toNames: string;
  toSlugs: string[];
  sentAt: Date;
  subject: string | null;
  content: string;
  isInmail: boolean;
}
const SPONSORED = 'spinmail-quill-editor__spin-break';
const plain = (html: string): string =>
  html
    .replace(/<br\s*\/?>|<\/p>/gi, '\n')
    .replace(/<[^<>]{1,500}>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim();

export function readMessage(columns: Header['columns'], record: readonly string[]): MessageRow | Skip {
  const of = (name: string) => cellOf(columns, record, name);
  if (/^yes$/i.test(of('ismessagedraft')) || /^yes$/i.test(of('isconversationdraft'))) return { skip: 'draft', record };
  const raw = of('content');
  if (raw.includes(SPONSORED) && !of('senderprofileurl')) return { skip: 'sponsored', record };
  const sentAt = readInstant(of('date'));
  if (!sentAt) return { skip: 'no_date', record };
  const content = plain(raw).slice(0, 100_000).toWellFormed();
  if (!content && !of('subject')) return { skip: 'no_text', record };
  const fromName = of('from').slice(0, 300).toWellFormed();
  const fromSlug = slugOf(of('senderprofileurl'));
  const conversationId = of('conversationid').slice(0, 300);
  return {
    // Exports give messages no id.
    messageKey: createHash('sha256')
      .update([conversationId, sentAt.toISOString(), fromSlug ?? fromName, content].join('\0'))
      .digest('base64url'),
    conversationId,
    title: of('conversationtitle').slice(0, 300),
    fromName,
    fromSlug,
    toNames: of('to').slice(0, 1_000),
    // Names hold commas themselves; addresses do not.
    toSlugs: of('recipientprofileurls')
      .split(',')
      .flatMap((url) => slugOf(url) ?? []),
    sentAt,
    subject: some(of('subject')),
    content,
    isInmail: of('subject') !== '',
  };
}

export interface InvitationRow {
  invitationKey: string;
  direction: 'outgoing' | 'incoming';
  name: string;
  slug: string | null;
  ownName: string;
  ownSlug: string | null;
  sentAt: Date;
  message: string | null;
}
export function readInvitation(columns: Header['columns'], record: readonly string[]): InvitationRow | Skip {
  const of = (name: string) => cellOf(columns, record, name);
  const said = of('direction').toUpperCase();
  if (said !== 'OUTGOING' && said !== 'INCOMING') return { skip: 'direction_unknown', record };
  const sentAt = readInstant(of('sentat'));
  if (!sentAt) return { skip: 'no_date', record };
  const isOut = said === 'OUTGOING';
  const inviter = slugOf(of('inviterprofileurl'));
  const invitee = slugOf(of('inviteeprofileurl'));
  const name = (isOut ? of('to') : of('from')).slice(0, 300).toWellFormed();
  const slug = isOut ? invitee : inviter;
  return {
    invitationKey: `${said}:${slug ?? normal(name)}:${sentAt.toISOString()}`,
    direction: isOut ? 'outgoing' : 'incoming',
    name,
    slug,
    ownName: isOut ? of('from') : of('to'),
    ownSlug: isOut ? inviter : invitee,
    sentAt,
    message: some(of('message'), 1_000),
  };
}
export const isSkip = (row: object): row is Skip => 'skip' in row;
