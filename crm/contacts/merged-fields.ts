import { ADDRESS_COLUMNS } from './address.ts';
import type { ContactRow } from './shape.ts';

/** What a person may choose the source of when contacts become one. */
export const MERGE_FIELDS = [
  'firstName',
  'lastName',
  'jobTitle',
  'organizationId',
  'lifecycleStage',
  'leadSource',
  'ownerId',
  'linkedinUrl',
  'twitterHandle',
  'website',
  'address',
  'description',
  'isActive',
  'timeZone',
  'locale',
  'primaryEmail',
  'primaryPhone',
] as const;
type MergeField = (typeof MERGE_FIELDS)[number];
/** By field the id of the contact whose value stays; `customFields.<key>` too. */
export type Choices = Readonly<Record<string, string>>;

const CUSTOM = 'customFields.';
export const isMergeField = (field: string): boolean => (MERGE_FIELDS as readonly string[]).includes(field) || field.startsWith(CUSTOM);

type Chosen = (field: string) => 'winner' | 'loser' | 'unsaid';
const FILLED = ['jobTitle', 'organizationId', 'leadSource', 'ownerId', 'linkedinUrl', 'twitterHandle', 'website', 'description', 'timeZone', 'locale'] as const;
const isEmpty = (value: unknown) => value === null || value === undefined || value === '';

/**
 * The columns of the winner that become others. What nobody chose stays as it is with the winner, and is filled from the
 * loser where the winner has nothing. Whoever asked not to be contacted is not forgotten, whichever of the two it was.
 */
export function mergedColumns(winner: ContactRow, loser: ContactRow, choices: Choices): Partial<ContactRow> {
  const chosen: Chosen = (field) => (choices[field] === undefined ? 'unsaid' : choices[field] === loser.id ? 'loser' : 'winner');
  const take = (fields: readonly (keyof ContactRow)[]): Partial<ContactRow> => Object.fromEntries(fields.map((field) => [field, loser[field]]));
  const fill = (field: (typeof FILLED)[number]) => chosen(field) === 'loser' || (chosen(field) === 'unsaid' && isEmpty(winner[field]));
  const address = chosen('address') === 'loser' || (chosen('address') === 'unsaid' && ADDRESS_COLUMNS.every((column) => isEmpty(winner[column])));
  return {
    ...take(FILLED.filter(fill)),
    ...take((['lifecycleStage', 'isActive'] as const).filter((field) => chosen(field) === 'loser')),
    ...mergedName(winner, loser, chosen),
    ...(address ? take(ADDRESS_COLUMNS) : {}),
    noEmail: winner.noEmail || loser.noEmail,
    noCall: winner.noCall || loser.noCall,
    noSms: winner.noSms || loser.noSms,
    noLinkedin: winner.noLinkedin || loser.noLinkedin,
    lastContactedAt: later(winner.lastContactedAt, loser.lastContactedAt),
    lastEmailedAt: later(winner.lastEmailedAt, loser.lastEmailedAt),
    customFields: mergedCustomFields(winner.customFields, loser.customFields, chosen),
  };
}

/** Half a name is filled only from somebody of the same other half: John Smith does not make Doe a John Doe. */
function mergedName(winner: ContactRow, loser: ContactRow, chosen: Chosen): Partial<ContactRow> {
  const agrees = (part: 'firstName' | 'lastName') => winner[part] === '' || winner[part].toLowerCase() === loser[part].toLowerCase();
  const fits = agrees('firstName') && agrees('lastName');
  const part = (field: 'firstName' | 'lastName') => {
    const fill = chosen(field) === 'loser' || (chosen(field) === 'unsaid' && fits && winner[field] === '');
    return fill ? loser[field] : winner[field];
  };
  return { firstName: part('firstName'), lastName: part('lastName') };
}

const later = (one: Date | null, other: Date | null): Date | null => (one && other ? (one > other ? one : other) : (one ?? other));

function mergedCustomFields(winner: Record<string, unknown>, loser: Record<string, unknown>, chosen: Chosen): Record<string, unknown> {
  const merged = { ...winner };
  for (const key of new Set([...Object.keys(winner), ...Object.keys(loser)])) {
    if (!takesCustom(key, winner, chosen)) continue;
    if (isEmpty(loser[key])) delete merged[key];
    else merged[key] = loser[key];
  }
  return merged;
}
const takesCustom = (key: string, winner: Record<string, unknown>, chosen: Chosen): boolean => {
  const choice = chosen(`${CUSTOM}${key}`);
  return choice === 'loser' || (choice === 'unsaid' && isEmpty(winner[key]));
};

export const takesPrimary = (field: Extract<MergeField, 'primaryEmail' | 'primaryPhone'>, choices: Choices, loserId: string): boolean =>
  choices[field] === loserId;
