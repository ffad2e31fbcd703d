import { PatchbayError } from '#sdk';
import { csvRecords } from './csv.ts';
import {
  cellOf,
  HEADER_WITHIN,
  type Header,
  headerOf,
  isSkip,
  type Kind,
  kindOfName,
  type MessageRow,
  normal,
  readInvitation,
  readMessage,
} from './layouts.ts';
import { looksZipped, readZip } from './zip.ts';

export interface ArchivePart {
  kind: Kind;
  name: string;
  /** Records below the header, with the number each has in the file. */
  rows: () => AsyncGenerator<{ line: number; record: string[] }>;
  header: Header;
}
export interface Archive {
  parts: ArchivePart[];
  isZip: boolean;
  warnings: string[];
}

const EXPECTED = 'Expected is a copy of your LinkedIn data: the zip as it comes, or Connections.csv, messages.csv or Invitations.csv out of it.';

/** What is in a file: a whole archive, or one file of it. @throws PatchbayError file_invalid */
export async function openArchive(bytes: Uint8Array, fileName: string): Promise<Archive> {
  if (bytes.length === 0) throw new PatchbayError('file_invalid', { detail: 'This file is empty.' });
  if (!looksZipped(bytes)) {
    const part = await partOf({ name: fileName, open: () => once(bytes) }, undefined);
    if (!part) throw new PatchbayError('file_invalid', { detail: `${fileName} has no columns that LinkedIn writes. ${EXPECTED}` });
    return { parts: [part], isZip: false, warnings: warningsOf(part) };
  }
  const files = await readZip(bytes);
  const parts: ArchivePart[] = [];
  const warnings: string[] = [];
  for (const file of files) {
    const kind = /\.csv$/i.test(file.name) ? kindOfName(file.name) : undefined;
    if (!kind || parts.some((each) => each.kind === kind)) continue;
    const part = await partOf(file, kind);
    if (part) {
      parts.push(part);
      warnings.push(...warningsOf(part));
    } else if (kind !== 'profile') {
      throw new PatchbayError('file_invalid', { detail: `${file.name} has none of the columns that LinkedIn writes, so it cannot be read.`, remedy: EXPECTED });
    }
  }
  if (!parts.some(({ kind }) => kind !== 'profile'))
    throw new PatchbayError('file_invalid', {
      detail: `This zip file holds no connections, messages or invitations (${files.length} other files).`,
      remedy: EXPECTED,
    });
  // Who the member is must be known before messages are read.
  const order: Kind[] = ['profile', 'connections', 'invitations', 'messages'];
  return { parts: parts.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)), isZip: true, warnings };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const step = 256 * 1024;
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

const NAMES: Readonly<Record<string, string>> = {
  emailaddress: 'Email Address',
  senderprofileurl: 'SENDER PROFILE URL',
  recipientprofileurls: 'RECIPIENT PROFILE URLS',
  url: 'URL',
};
const warningsOf = ({ name, header, kind }: ArchivePart): string[] => {
  const named = header.missing.filter((column) => column in NAMES);
  return named.length > 0 && kind !== 'profile'
    ? [`${name} is of an older layout without ${named.map((column) => NAMES[column]).join(', ')}: fewer people can be told for certain.`]
    : [];
};

/** Undefined: no header of ours within its first records. */
async function partOf(file: { name: string; open: () => AsyncIterable<Uint8Array> }, kind: Kind | undefined): Promise<ArchivePart | undefined> {
  let line = 0;
  let found: { header: Header; line: number } | undefined;
  for await (const record of csvRecords(file.open())) {
    line++;
    const header = headerOf(record, kind);
    if (header) {
      found = { header, line };
      break;
    }
    if (line >= HEADER_WITHIN) break;
  }
  if (!found) return undefined;
  const { header, line: headerLine } = found;
  return {
    kind: header.kind,
    name: file.name,
    header,
    async *rows() {
      let at = 0;
      for await (const record of csvRecords(file.open())) {
        at++;
        if (at <= headerLine || record.every((cell) => cell.trim() === '')) continue;
        yield { line: at, record };
      }
    },
  };
}

export interface Member {
  name: string | null;
  slug: string | null;
  profile: Record<string, string>;
}
const LOOK_AT = 4_000;

/** Whose archive it is: the profile's name, and the address that only the member can have. */
export async function memberOf({ parts }: Archive, known: string | undefined): Promise<Member> {
  const member: Member = { name: null, slug: null, profile: {} };
  const profile = parts.find(({ kind }) => kind === 'profile');
  if (profile)
    for await (const { record } of profile.rows()) {
      const of = (name: string) => cellOf(profile.header.columns, record, name);
      member.name = `${of('firstname')} ${of('lastname')}`.trim() || member.name;
      for (const field of ['headline', 'summary', 'industry', 'geolocation']) if (of(field)) member.profile[field] = of(field).slice(0, 2_000);
      break;
    }
  member.slug = (await slugByInvitations(parts)) ?? null;
  const messages = parts.find(({ kind }) => kind === 'messages');
  if (messages && (!member.slug || !member.name)) await byMessages(messages, member, known);
  member.name ??= known ?? null;
  return member;
}

async function slugByInvitations(parts: readonly ArchivePart[]): Promise<string | undefined> {
  const invitations = parts.find(({ kind }) => kind === 'invitations');
  if (!invitations) return undefined;
  let looked = 0;
  for await (const { record } of invitations.rows()) {
    const row = readInvitation(invitations.header.columns, record);
    if (!isSkip(row) && row.ownSlug) return row.ownSlug;
    if (++looked > LOOK_AT) break;
  }
  return undefined;
}

/** The messages of an archive that its member is looked for in. */
async function byMessages(part: ArchivePart, member: Member, known: string | undefined): Promise<void> {
  const found: MessageRow[] = [];
  let looked = 0;
  for await (const { record } of part.rows()) {
    const row = readMessage(part.header.columns, record);
    if (++looked > LOOK_AT) break;
    if (!isSkip(row)) found.push({ ...row, content: '' });
  }
  memberByConversations(found, member, known);
}

/** Whoever is in the most conversations is the member; what is known of them already stays. */
export function memberByConversations(rows: readonly MessageRow[], member: Member, known: string | undefined): void {
  const conversations = new Map<string, Set<string>>();
  const names = new Map<string, string>();
  for (const row of rows) {
    const note = (who: string) => conversations.set(who, (conversations.get(who) ?? new Set()).add(row.conversationId));
    if (row.fromSlug) {
      note(row.fromSlug);
      names.set(row.fromSlug, row.fromName);
    } else note(`name:${row.fromName}`);
    for (const slug of row.toSlugs) note(slug);
  }
  const [first, second] = [...conversations].sort(([, a], [, b]) => b.size - a.size);
  if (!first) return;
  // Two in equally many: only a name that is known decides.
  const isClear = !second || first[1].size > second[1].size;
  const hint = member.name ?? known;
  const named = hint === undefined ? undefined : [...names].find(([, name]) => normal(name) === normal(hint))?.[0];
  const who = named ?? (isClear ? first[0] : undefined);
  if (who === undefined) return;
  if (who.startsWith('name:')) member.name ??= who.slice('name:'.length);
  else {
    member.slug ??= who;
    member.name ??= names.get(who) ?? null;
  }
}
