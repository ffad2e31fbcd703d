import type { TextRule } from './text-rule.ts';

/** How we stand with them: lists, waiting rooms, and what proves our domain. */
export const standing: readonly TextRule[] = [
  {
    id: 'blocklist',
    says: ['blocked using', 'spamhaus', 'barracuda', 'spamcop', 'sorbs', 'invaluement', /\blisted (in|at|by|on)\b/, 'block list', 'blocklist', 'blacklist'],
    reason: 'blocklist',
  },
  {
    id: 'greylist',
    says: ['greylist', 'graylist', 'grey-list', 'gray-list', 'grey listed', /please try again in \d+ (second|minute)/, /try again in \d+ (second|minute)/],
    reason: 'greylisted',
  },
  {
    id: 'dmarc',
    says: ['dmarc', /\bspf\b.{0,60}(fail|reject|denied|not|required)/, /\bdkim\b.{0,60}(fail|reject|required|not)/, 'fails sender policy', 'openspf'],
    reason: 'authentication',
  },
  {
    id: 'reverse-dns',
    says: ['reverse dns', 'ptr record', 'cannot find your hostname', 'cannot find your reverse hostname', 'client host rejected: cannot find'],
    reason: 'authentication',
  },
];

/** Whose list it is, where it is named. */
export const blockLists: readonly string[] = [
  'spamhaus',
  'barracuda',
  'spamcop',
  'sorbs',
  'invaluement',
  'uceprotect',
  'proofpoint',
  'cloudmark',
  'abusix',
  'mailspike',
];
