import { type Random, seededRandom } from '../../random.ts';
import { csvFile, csvLine } from './csv.ts';
import { makePeople, type Person } from './people.ts';
import { writeZip } from './zip.ts';

export const ERAS = ['2020', '2022', '2023', '2025', '2026'] as const;
export type Era = (typeof ERAS)[number];

export interface ArchiveSpec {
  era: Era;
  connections: number;
  messages: number;
  invitations?: number;
  seed?: number;
  /** So many of the first connections have another employer; so many of the last are gone. */
  moved?: number;
  gone?: number;
  owner?: { first: string; last: string; slug: string };
  exportedOn?: Date;
  byteOrderMark?: boolean;
  newline?: '\n' | '\r\n';
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number) => String(n).padStart(2, '0');
const NOTE =
  'When exporting your connection data, you may notice that some of the email addresses are missing. You will only see email addresses for connections who have allowed their connections to see or download their email address using this setting https://www.linkedin.com/psettings/privacy/email. You can learn more here https://www.linkedin.com/help/linkedin/answer/261';

const connectedOn = (date: Date, era: Era): string => {
  const month = MONTHS[date.getUTCMonth()] ?? 'Jan';
  return era === '2022' ? `${date.getUTCDate()}-${month}-${two(date.getUTCFullYear() % 100)}` : `${two(date.getUTCDate())} ${month} ${date.getUTCFullYear()}`;
};
const stamp = (date: Date): string => `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
const invited = (date: Date): string => {
  const hours = date.getUTCHours();
  const clock = `${hours % 12 === 0 ? 12 : hours % 12}:${two(date.getUTCMinutes())} ${hours < 12 ? 'AM' : 'PM'}`;
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${two(date.getUTCFullYear() % 100)}, ${clock}`;
};
const urlOf = ({ slug }: { slug: string }): string => `https://www.linkedin.com/in/${encodeURIComponent(slug)}`;

function connectionsFile(people: readonly Person[], { era, newline = '\n' }: ArchiveSpec): string {
  const hasUrl = era >= '2023';
  const header = ['First Name', 'Last Name', ...(hasUrl ? ['URL'] : []), 'Email Address', 'Company', 'Position', 'Connected On'];
  const rows = people.map((person) => {
    const known = person.isHidden ? { first: '', last: '', url: '', email: '', company: '', position: '' } : { ...person, url: urlOf(person) };
    return [known.first, known.last, ...(hasUrl ? [known.url] : []), known.email, known.company, known.position, connectedOn(person.connectedOn, era)];
  });
  const preamble = era >= '2022' ? `${['Notes:', csvLine([NOTE], true), ''].join(newline)}${newline}` : '';
  // No newline at the end of the file.
  return preamble + csvFile(header, rows, { newline });
}

const SPONSORED = '<p class="spinmail-quill-editor__spin-break">Ahead of the market</p>';

function messagesFile(people: readonly Person[], spec: ArchiveSpec, random: Random, exportedOn: Date): string {
  const { era, newline = '\n', messages } = spec;
  const owner = spec.owner ?? OWNER;
  const ownerName = `${owner.first} ${owner.last}`;
  const hasUrls = era >= '2022';
  const header = [
    'CONVERSATION ID',
    'CONVERSATION TITLE',
    'FROM',
    ...(hasUrls ? ['SENDER PROFILE URL'] : []),
    'TO',
    ...(era >= '2023' ? ['RECIPIENT PROFILE URLS'] : []),
    'DATE',
    'SUBJECT',
    'CONTENT',
    'FOLDER',
    ...(era >= '2023' ? ['ATTACHMENTS'] : []),
    ...(era >= '2025' ? ['IS MESSAGE DRAFT'] : []),
    ...(era >= '2026' ? ['IS CONVERSATION DRAFT'] : []),
  ];
  const rows: string[][] = [];
  const perThread = 7;
  for (let n = 0; n < messages; n += 1) {
    const thread = Math.floor(n / perThread);
    const person = people[thread % Math.max(1, people.length)];
    if (!person) break;
    const isMine = n % perThread !== 0 && random() < 0.5;
    const isInmail = thread % 11 === 3;
    const isSponsored = thread % 17 === 9;
    const isGroup = thread % 23 === 5;
    const second = people[(thread + 1) % people.length] ?? person;
    const at = new Date(exportedOn.getTime() - (thread % 2900) * 86_400_000 - (perThread - (n % perThread)) * 3_600_000);
    const name = `${person.first} ${person.last}`;
    const from = isSponsored ? 'Acme Ads' : isMine ? ownerName : name;
    const to = isMine ? (isGroup ? `${name}, ${second.first} ${second.last}` : name) : isGroup ? `${ownerName}, ${second.first} ${second.last}` : ownerName;
    const toUrls = isMine ? (isGroup ? `${urlOf(person)},${urlOf(second)}` : urlOf(person)) : isGroup ? `${urlOf(owner)},${urlOf(second)}` : urlOf(owner);
    const content = isSponsored
      ? SPONSORED
      : n % 13 === 0
        ? `Line one of ${n}\nand "two", with a comma`
        : `Message ${n}: thanks, let’s talk about ${person.company} next week`;
    const isDraft = isMine && n % 97 === 1;
    rows.push([
      `2-${Buffer.from(`thread-${thread}`).toString('base64')}`,
      '',
      from,
      ...(hasUrls ? [isSponsored ? '' : isMine ? urlOf(owner) : urlOf(person)] : []),
      to,
      ...(era >= '2023' ? [toUrls] : []),
      stamp(at),
      isInmail && n % perThread === 0 ? `Opportunity at ${person.company}` : '',
      content,
      'INBOX',
      ...(era >= '2023' ? [''] : []),
      ...(era >= '2025' ? [isDraft ? 'Yes' : 'No'] : []),
      ...(era >= '2026' ? ['No'] : []),
    ]);
  }
  return csvFile(header, rows, { newline, quoteAll: era === '2026' });
}

function invitationsFile(people: readonly Person[], spec: ArchiveSpec, exportedOn: Date): string {
  const { era, newline = '\n', invitations = 0 } = spec;
  const owner = spec.owner ?? OWNER;
  const ownerName = `${owner.first} ${owner.last}`;
  const hasUrls = era >= '2025';
  const header = ['From', 'To', 'Sent At', 'Message', 'Direction', ...(hasUrls ? ['inviterProfileUrl', 'inviteeProfileUrl'] : [])];
  const rows = Array.from({ length: invitations }, (_, n) => {
    const stranger: Person | undefined = n % 2 === 0 ? people[n % Math.max(1, people.length)] : undefined;
    const name = stranger ? `${stranger.first} ${stranger.last}` : `Stranger ${n}`;
    const slug = stranger?.slug ?? `stranger-${n}`;
    const isOut = n % 3 !== 2;
    const at = new Date(exportedOn.getTime() - n * 36_000_000 - 3_600_000);
    return [
      isOut ? ownerName : name,
      isOut ? name : ownerName,
      invited(at),
      n % 4 === 0 ? 'Hi, let us connect' : '',
      isOut ? 'OUTGOING' : 'INCOMING',
      ...(hasUrls ? [urlOf(isOut ? owner : { slug }), urlOf(isOut ? { slug } : owner)] : []),
    ];
  });
  return csvFile(header, rows, { newline });
}

const OWNER = { first: 'Ada', last: 'Byron', slug: 'ada-byron' };
const EXPORTED: Record<Era, string> = { '2020': '2020-11-20', '2022': '2022-03-14', '2023': '2023-09-02', '2025': '2025-05-30', '2026': '2026-06-12' };
export const exportedOnOf = ({ era, exportedOn }: Pick<ArchiveSpec, 'era' | 'exportedOn'>): Date => exportedOn ?? new Date(`${EXPORTED[era]}T12:00:00Z`);

export const archiveName = (spec: Pick<ArchiveSpec, 'era' | 'exportedOn'>): string => {
  const at = exportedOnOf(spec);
  return `Basic_LinkedInDataExport_${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}-${at.getUTCFullYear()}.zip`;
};

/** The files of a member's archive as they came in that era. */
export function archiveFiles(spec: ArchiveSpec): { name: string; content: string }[] {
  const { era, connections, seed = 1, moved = 0, gone = 0, invitations = 0, byteOrderMark = false, newline = '\n' } = spec;
  const exportedOn = exportedOnOf(spec);
  // People are the same in every era: dates count back from one day.
  const everyone = makePeople(connections, seededRandom(seed), new Date('2020-01-01T00:00:00Z'), moved);
  const people = everyone.slice(0, connections - gone);
  const owner = spec.owner ?? OWNER;
  const mark = byteOrderMark ? '﻿' : '';
  const profile = [
    'First Name',
    'Last Name',
    'Maiden Name',
    'Address',
    'Birth Date',
    'Headline',
    'Summary',
    'Industry',
    'Zip Code',
    'Geo Location',
    'Twitter Handles',
    'Websites',
    'Instant Messengers',
  ];
  const folder = era === '2023' ? 'Basic/' : '';
  return [
    {
      name: `${folder}Profile.csv`,
      content:
        mark +
        csvFile(profile, [[owner.first, owner.last, '', '', '', 'Head of Sales at Acme', '', 'Software', '', 'Berlin, Germany', '', '', '']], { newline }),
    },
    { name: `${folder}${era === '2020' ? 'connections.csv' : 'Connections.csv'}`, content: mark + connectionsFile(people, spec) },
    { name: `${folder}messages.csv`, content: mark + messagesFile(people, spec, seededRandom(seed + 1), exportedOn) },
    ...(invitations > 0 ? [{ name: `${folder}Invitations.csv`, content: mark + invitationsFile(people, spec, exportedOn) }] : []),
    {
      name: `${folder}Positions.csv`,
      content: csvFile(
        ['Company Name', 'Title', 'Description', 'Location', 'Started On', 'Finished On'],
        [['Acme', 'Head of Sales', '', 'Berlin', 'Jan 2024', '']],
        { newline },
      ),
    },
    { name: `${folder}Jobs/Job Applications.csv`, content: csvFile(['Application Date', 'Company Name'], [['1/2/20, 3:04 PM', 'Initech']], { newline }) },
  ];
}

export const makeArchive = (spec: ArchiveSpec): Buffer => writeZip(archiveFiles(spec));
