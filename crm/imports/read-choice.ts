import { fold } from '../search/words.ts';

const key = (text: string): string => fold(text).replaceAll(/[^\p{L}\p{N}]/gu, '');
/** How others call what we call so; by our word. */
const SAME: Readonly<Record<string, string>> = {
  marketingqualifiedlead: 'marketing_qualified',
  mql: 'marketing_qualified',
  salesqualifiedlead: 'sales_qualified',
  sql: 'sales_qualified',
  qualifiedlead: 'qualified',
  prospect: 'lead',
  web: 'website',
  webform: 'website',
  organicsearch: 'website',
  directtraffic: 'website',
  employeereferral: 'referral',
  externalreferral: 'referral',
  socialmedia: 'linkedin',
  emailmarketing: 'email_campaign',
  email: 'email_campaign',
  tradeshow: 'event',
  conference: 'event',
  coldcall: 'cold_outreach',
  coldemail: 'cold_outreach',
  phoneinquiry: 'inbound',
  partnerreferral: 'partner',
  it: 'technology',
  software: 'technology',
  computersoftware: 'technology',
  informationtechnologyandservices: 'technology',
  banking: 'finance',
  financialservices: 'finance',
  insurance: 'finance',
  health: 'healthcare',
  hospitalhealthcare: 'healthcare',
  lostonprice: 'price',
  nodecisionnonresponsive: 'no_decision',
  losttocompetitor: 'competitor',
  nobudget: 'budget',
  lostnobudget: 'budget',
};
/** Of activities. */
const SAME_KIND: Readonly<Record<string, string>> = {
  phonecall: 'call',
  anruf: 'call',
  mail: 'email',
  emailmessage: 'email',
  sms: 'message',
  event: 'meeting',
  appointment: 'meeting',
  termin: 'meeting',
  todo: 'task',
  notiz: 'note',
  incoming: 'inbound',
  received: 'inbound',
  outgoing: 'outbound',
  sent: 'outbound',
};

/** One of the choices, however it is written; what is none of them is `other` where there is such a choice. */
export function readChoice(text: string, choices: readonly string[]): string | undefined {
  const said = key(text);
  const own = choices.find((choice) => key(choice) === said);
  if (own) return own;
  const same = [SAME[said], SAME_KIND[said]].find((each) => each !== undefined && choices.includes(each));
  return same ?? (choices.includes('other') ? 'other' : undefined);
}

/** `57` or `51-200 employees` as one of the ranges there are. */
export function readEmployees(text: string, ranges: readonly string[]): string | undefined {
  const numbers = text.replaceAll(/(?<=\d)[.,\s](?=\d{3})/g, '').match(/\d+/g);
  const [first, second] = numbers ?? [];
  if (!first) return undefined;
  const count = Number(second ?? (/\+|more|over|>/.test(text) ? Number(first) + 1 : first));
  return ranges.find((range) => {
    const [from = 0, to] = range.split(/[-+]/).map((each) => (each === '' ? Number.POSITIVE_INFINITY : Number(each)));
    return count >= from && count <= (to ?? Number.POSITIVE_INFINITY);
  });
}

const YES = new Set(['true', 'yes', 'y', '1', 'x', 'ja', 'oui', 'si', 'on', 'wahr']);
const NO = new Set(['false', 'no', 'n', '0', 'nein', 'non', 'off', 'falsch']);
export function readFlag(text: string): boolean | undefined {
  const said = fold(text.trim());
  return YES.has(said) ? true : NO.has(said) ? false : undefined;
}
