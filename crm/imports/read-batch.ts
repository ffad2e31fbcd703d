import type { Transaction } from '#sdk';
import { defaultCountry } from '../default-country.ts';
import { identityKey } from '../identities/identity-value.ts';
import type { CrmScope } from '../scope.ts';
import { fold } from '../search/words.ts';
import { type ContactWish, contactWish, nameKey } from './contact-wish.ts';
import { isRefused } from './outcome.ts';
import { type Draft, type Refused, readDraft } from './read-draft.ts';
import type { FileRow } from './read-rows.ts';
import { customTargets, type ImportRow, loadSurroundings, mappedColumns } from './surroundings.ts';

/** Rows as they were understood, before anything of the record is looked at. */
export interface ReadBatch {
  refused: readonly Refused[];
  drafts: readonly Draft[];
  /** Of people: what each draft says of somebody; undefined where there is nobody in it. Of everything else nothing. */
  wishes: readonly (ContactWish | undefined)[] | undefined;
  lastLine: number;
}

export async function readBatch(tx: Transaction, scope: CrmScope, row: ImportRow, rows: readonly FileRow[]): Promise<ReadBatch> {
  const country = await defaultCountry(tx, scope);
  const mapped = mappedColumns(row, await customTargets(tx, scope, row.kind), country);
  const around = await loadSurroundings(tx, scope);
  const read = rows.map((each) => readDraft(each, mapped, around));
  const drafts = read.flatMap((each) => (isRefused(each) ? [] : [each]));
  const isOfPeople = row.kind === 'contacts' || row.kind === 'leads';
  return {
    refused: read.filter(isRefused),
    drafts,
    wishes: isOfPeople ? drafts.map((draft) => contactWish(draft, row.kind, country)) : undefined,
    lastLine: rows.at(-1)?.line ?? 0,
  };
}

/** By what the people of a batch and their houses are found; undefined for kinds whose rows follow each other. */
export interface Named {
  people: ReadonlySet<string>;
  houses: ReadonlySet<string>;
}

export function namedIn({ wishes }: ReadBatch): Named | undefined {
  if (!wishes) return undefined;
  const [people, houses] = [new Set<string>(), new Set<string>()];
  for (const wish of wishes) {
    if (!wish) continue;
    for (const each of wish.identities) people.add(identityKey(each));
    const name = nameKey(wish);
    if (name) people.add(`${name.first}|${name.last}|${name.domain}`);
    const { domain, mailDomain, name: house } = wish.organization ?? {};
    for (const each of [domain, mailDomain, house && fold(house)]) if (each) houses.add(each);
  }
  return { people, houses };
}

const KNOWN_HOUSES = 20_000;

/**
 * Whether two batches of one file may be written at the same time: when they have nobody in common, and no house that
 * might be new to both. Rows then come out as if each was applied after the other.
 */
export function createNeighbours() {
  const known = new Set<string>();
  return {
    mayOverlap(first: Named | undefined, second: Named | undefined): boolean {
      if (!first || !second) return false;
      for (const person of first.people) if (second.people.has(person)) return false;
      for (const house of first.houses) if (second.houses.has(house) && !known.has(house)) return false;
      return true;
    },
    /** A batch is written: its houses are there. */
    written(batch: Named | undefined): void {
      for (const house of batch?.houses ?? []) if (known.size < KNOWN_HOUSES) known.add(house);
    },
  };
}
