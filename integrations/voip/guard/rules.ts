import type { ReadNumber } from '../phone/number.ts';

export type GuardRule =
  | 'invalid_number'
  | 'emergency'
  | 'country'
  | 'premium'
  | 'do_not_call'
  | 'do_not_contact'
  | 'quiet_hours'
  | 'attempts'
  | 'spend'
  | 'own_number'
  | 'no_number'
  | 'no_phone';

export interface GuardVerdict {
  allowed: boolean;
  rule?: GuardRule;
  sentence?: string;
  /** When it would be allowed by itself. */
  nextAllowedAt?: string;
  /** What was looked at, so that it can be explained later. */
  facts: Readonly<Record<string, unknown>>;
}

export interface GuardLimits {
  /** ISO countries that may be called; empty: all. */
  countries: readonly string[];
  /** Calls to one number within 24 hours. */
  attemptsPerDay: number;
  /** In the account's currency. */
  spendPerDay: number;
  spendPerPersonPerDay: number;
}

export interface GuardFacts {
  number: ReadNumber;
  ownNumbers: readonly string[];
  isOnList: boolean;
  listReason?: string | undefined;
  /** What the record says of this person and this hour. */
  contact?: { allowed: boolean; reasons: readonly { code: string; sentence: string; until?: Date | undefined }[]; timeZone: string } | undefined;
  attempts: number;
  oldestAttemptAt?: Date | undefined;
  spentToday: number;
  spentByPersonToday: number;
  now: Date;
}

/** Emergency numbers of the world's regions; a hub must never stand between somebody and help. */
const EMERGENCY = new Set([
  '112',
  '911',
  '999',
  '110',
  '119',
  '000',
  '111',
  '113',
  '115',
  '117',
  '118',
  '122',
  '133',
  '144',
  '155',
  '190',
  '192',
  '193',
  '15',
  '17',
  '18',
  '988',
  '933',
]);
const PREMIUM_TYPES = ['PREMIUM_RATE', 'SHARED_COST', 'UAN'];
/** Known for fraud by paid return calls, or satellite networks: dearer by a hundred times. */
const PREMIUM_PREFIXES = [
  '+1900',
  '+1976',
  '+1268',
  '+1284',
  '+1473',
  '+1649',
  '+1664',
  '+1721',
  '+1758',
  '+1767',
  '+1784',
  '+1809',
  '+1829',
  '+1849',
  '+1868',
  '+1869',
  '+1876',
  '+870',
  '+881',
  '+882',
  '+883',
  '+979',
];

const refuse = (rule: GuardRule, sentence: string, facts: Record<string, unknown>, nextAllowedAt?: Date): GuardVerdict => ({
  allowed: false,
  rule,
  sentence,
  facts,
  ...(nextAllowedAt ? { nextAllowedAt: nextAllowedAt.toISOString() } : {}),
});

/** May this number be called now? Decides and explains; asked before anything leaves. The first reason that holds is said. */
export function judge(given: GuardFacts, limits: GuardLimits): GuardVerdict {
  const { number, now } = given;
  const digits = number.raw.replace(/[^\d]/g, '');
  const facts = {
    number: number.e164 ?? null,
    country: number.country ?? null,
    type: number.type ?? null,
    attempts: given.attempts,
    spentToday: given.spentToday,
    spentByPersonToday: given.spentByPersonToday,
    timeZone: given.contact?.timeZone ?? null,
    at: now.toISOString(),
  };
  if (number.kind === 'short' && EMERGENCY.has(digits))
    return refuse(
      'emergency',
      `Patchbay cannot place emergency calls: they need to know where you are. Dial ${digits} on your mobile or desk phone now.`,
      facts,
    );
  if (number.isWithheld) return refuse('invalid_number', 'This caller hid their number; there is nothing to call back.', facts);
  if (!number.e164)
    return refuse('invalid_number', 'That is no number that can be called from here. Write it with its country code, such as +44 20 7183 8750.', facts);
  if (given.ownNumbers.includes(number.e164)) return refuse('own_number', 'That is one of your own numbers: the call would come back to you.', facts);
  if (PREMIUM_PREFIXES.some((prefix) => number.e164?.startsWith(prefix)) || PREMIUM_TYPES.includes(number.type ?? ''))
    return refuse('premium', 'This is a premium-rate number. Calls to it are blocked because a minute can cost more than an hour elsewhere.', facts);
  // Never dialled because of doubt about a number plan: what is possible may be called, what is not is no number.
  if (!number.isValid) return refuse('invalid_number', 'This number is not in use in its country. Check it for a missing or wrong digit.', facts);
  if (limits.countries.length > 0 && !limits.countries.includes(number.country ?? ''))
    return refuse('country', `Calls to ${number.country ?? 'this country'} are not among the countries that your workspace allows.`, facts);
  if (given.isOnList) return refuse('do_not_call', `This number is on your do-not-call list${given.listReason ? `: ${given.listReason}` : '.'}`, facts);
  const hard = given.contact?.reasons.find(({ code }) => code !== 'quiet_hours');
  if (hard) return refuse('do_not_contact', hard.sentence, { ...facts, reason: hard.code });
  const quiet = given.contact?.reasons.find(({ code }) => code === 'quiet_hours');
  if (quiet) return refuse('quiet_hours', quiet.sentence, facts, quiet.until);
  if (given.attempts >= limits.attemptsPerDay)
    return refuse(
      'attempts',
      `This number was called ${given.attempts} times within a day; ${limits.attemptsPerDay} is the most.`,
      facts,
      given.oldestAttemptAt && new Date(given.oldestAttemptAt.getTime() + 86_400_000),
    );
  if (given.spentToday >= limits.spendPerDay) return refuse('spend', 'The workspace has reached what it may spend on calls today.', facts, endOfDay(now));
  if (given.spentByPersonToday >= limits.spendPerPersonPerDay)
    return refuse('spend', 'You have reached what one person may spend on calls today.', facts, endOfDay(now));
  return { allowed: true, facts };
}

const endOfDay = (now: Date): Date => new Date(Math.floor(now.getTime() / 86_400_000 + 1) * 86_400_000);
