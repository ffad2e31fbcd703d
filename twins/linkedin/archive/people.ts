import type { Random } from '../../random.ts';

const FIRST = ['Jane', 'Omar', 'Lena', 'Kofi', 'Mei', 'Ravi', 'Zoë', 'Piotr', 'Sara', 'Tomás', 'نور', 'Åsa', 'Dmitri', 'Aiko', 'Lucía', 'Noah'];
const LAST = ['Doe', 'Haddad', 'Müller', 'Mensah', 'Chen', 'Patel', 'Larsson', 'Nowak', 'Cohen', 'García', 'O’Brien', 'van den Berg', 'Smith, Ph.D.', 'Kim'];
const COMPANIES = ['Globex', 'Initech', 'Umbrella', 'Hooli', 'Stark Industries', 'Wayne, Inc.', 'Soylent "Green" GmbH', 'Vandelay'];
const POSITIONS = ['Head of Sales', 'CTO', 'Buyer', 'VP, Operations', 'Founder', 'Consultant'];

export interface Person {
  first: string;
  last: string;
  slug: string;
  email: string;
  company: string;
  position: string;
  connectedOn: Date;
  /** Shows nothing of itself but the date. */
  isHidden: boolean;
}

const pick = <T>(all: readonly T[], at: number): T => all[Math.abs(at) % all.length] as T;

/** The same seed gives the same people in every era; `moved` have another employer than before. */
export function makePeople(count: number, random: Random, newest: Date, moved = 0): Person[] {
  return Array.from({ length: count }, (_, n): Person => {
    const first = pick(FIRST, Math.floor(random() * 97) + n);
    const last = pick(LAST, Math.floor(random() * 89) + n * 3);
    const ascii = `${first} ${last}`
      .normalize('NFD')
      .replace(/[^A-Za-z ]/g, '')
      .trim()
      .toLowerCase()
      .replace(/\s+/g, '-');
    const hasEmail = random() < 0.08;
    const company = pick(COMPANIES, Math.floor(random() * 83));
    // Drawn for everybody, so that whoever moves changes nothing about the others.
    const position = pick(POSITIONS, Math.floor(random() * 79));
    return {
      first,
      last,
      slug: `${ascii || 'member'}-${n.toString(36)}`,
      email: hasEmail ? `p${n}@${company.toLowerCase().replace(/[^a-z]/g, '')}.test` : '',
      company: n < moved ? 'Acme' : company,
      position: n < moved ? 'VP Growth' : position,
      connectedOn: new Date(newest.getTime() - Math.floor(random() * 4000) * 86_400_000 - 86_400_000),
      isHidden: n > 2 && random() < 0.004,
    };
  });
}
