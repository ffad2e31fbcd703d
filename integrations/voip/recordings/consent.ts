import { readNumber } from '../phone/number.ts';
import type { VoiceSettings } from '../settings.ts';

/**
 * Where the law asks everybody on the call. Data, not advice: lists differ between sources (DE, MI, CT and NV are argued
 * about), and an area code does not say where somebody stands. Reviewed 2026-09; when in doubt, announce always.
 */
export const ALL_PARTY = {
  reviewedAt: '2026-09-15',
  countries: [
    'AT',
    'BE',
    'BG',
    'CH',
    'CY',
    'CZ',
    'DE',
    'DK',
    'EE',
    'ES',
    'FI',
    'FR',
    'GB',
    'GR',
    'HR',
    'HU',
    'IE',
    'IT',
    'LT',
    'LU',
    'LV',
    'MT',
    'NL',
    'NO',
    'PL',
    'PT',
    'RO',
    'SE',
    'SI',
    'SK',
  ],
  areaCodes: {
    CA: '209 213 279 310 323 341 350 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 747 760 805 818 820 831 840 858 909 916 925 949 951',
    CT: '203 475 860 959',
    DE: '302',
    FL: '239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 954',
    IL: '217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 861 872',
    MD: '227 240 301 410 443 667',
    MA: '339 351 413 508 617 774 781 857 978',
    MI: '231 248 269 313 517 586 616 679 734 810 906 947 989',
    MT: '406',
    NV: '702 725 775',
    NH: '603',
    PA: '215 223 267 272 412 445 484 570 582 610 717 724 814 835 878',
    WA: '206 253 360 425 509 564',
  },
} as const;

export interface RecordingRule {
  announces: boolean;
  /** What the rule took the number for: `US-CA`, `DE`, or unknown. */
  jurisdiction: string;
}

/** Whether the announcement is played before this number is recorded. Not knowing counts as asking everybody. */
export function recordingRule({ announce }: Pick<VoiceSettings, 'announce'>, number: string): RecordingRule {
  const { e164, country } = readNumber(number);
  const area = e164?.startsWith('+1') ? e164.slice(2, 5) : undefined;
  const state = area && Object.entries(ALL_PARTY.areaCodes).find(([, codes]) => codes.split(' ').includes(area))?.[0];
  const jurisdiction = state ? `US-${state}` : (country ?? 'unknown');
  if (announce !== 'all_party_states') return { announces: announce === 'always', jurisdiction };
  const isAllParty = state !== undefined || country === undefined || (ALL_PARTY.countries as readonly string[]).includes(country);
  return { announces: isAllParty, jurisdiction };
}
