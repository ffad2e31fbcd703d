/** What a template may say of whom. The dictionary is the API's; custom fields are open. */
export interface MergeData {
  [key: string]: unknown;
  contact: Record<string, unknown> & { customFields: Readonly<Record<string, unknown>> };
  organization: Record<string, unknown> & { customFields: Readonly<Record<string, unknown>> };
  deal: Record<string, unknown> & { customFields: Readonly<Record<string, unknown>> };
  sender: Record<string, unknown>;
  unsubscribeUrl: string;
  preferencesUrl: string;
  bookingUrl: string;
}

export const MERGE_FIELDS = {
  contact: [
    'firstName',
    'lastName',
    'fullName',
    'email',
    'phone',
    'jobTitle',
    'lifecycleStage',
    'leadSource',
    'city',
    'state',
    'country',
    'website',
    'linkedinUrl',
    'locale',
    'timeZone',
  ],
  organization: ['name', 'industry', 'employeeCount', 'website', 'phone', 'city', 'state', 'country'],
  deal: ['name', 'amount', 'currency', 'stage', 'nextStep', 'expectedCloseDate', 'description'],
  sender: ['name', 'firstName', 'lastName', 'email'],
} as const;
export const MERGE_LINKS = ['unsubscribeUrl', 'preferencesUrl', 'bookingUrl'] as const;
type Group = keyof typeof MERGE_FIELDS;

/** True for what the dictionary knows; a whole group (`for field in contact.customFields`) is known too. */
export function isKnownField(path: string): boolean {
  const [root = '', name, ...rest] = path.split('.');
  if ((MERGE_LINKS as readonly string[]).includes(root)) return name === undefined;
  if (!(root in MERGE_FIELDS)) return false;
  if (name === undefined) return true;
  if (name === 'customFields' && root !== 'sender') return true;
  return (MERGE_FIELDS[root as Group] as readonly string[]).includes(name) && rest.length === 0;
}

/** Always there, so that it needs no fallback. */
export const isAlwaysThere = (path: string): boolean =>
  path === 'contact.email' ||
  path === 'unsubscribeUrl' ||
  path === 'preferencesUrl' ||
  path === 'sender.email' ||
  path === 'sender.name' ||
  path === 'deal.currency';

/** The field that was probably meant: the same letters without case, dashes and underscores. */
export function meantField(path: string): string | undefined {
  const bare = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '');
  const all = [...Object.entries(MERGE_FIELDS).flatMap(([group, names]) => names.map((name) => `${group}.${name}`)), ...MERGE_LINKS];
  const leaf = bare(path.split('.').at(-1) ?? '');
  return all.find((each) => bare(each) === bare(path)) ?? all.find((each) => bare(each.split('.').at(-1) ?? '') === leaf);
}

/** The worst contact there can be: nobody has said anything about them. */
export const emptyMergeData = (): MergeData => ({
  contact: { email: 'someone@example.com', customFields: {} },
  organization: { customFields: {} },
  deal: { customFields: {} },
  sender: { name: 'You', firstName: 'You', lastName: '', email: 'you@example.com' },
  unsubscribeUrl: 'https://example.com/u/preview',
  preferencesUrl: 'https://example.com/u/preview',
  bookingUrl: '',
});

/** Which of these fields somebody has not filled in. */
export function missingFields(data: MergeData, fields: readonly string[]): string[] {
  return fields.filter((path) => {
    const value = path
      .split('.')
      .reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined), data);
    return value === undefined || value === null || value === '';
  });
}
