/** What asked for a pixel or a link, and how soon. */
export interface Look {
  kind: 'open' | 'click';
  userAgent: string | undefined;
  /** Since the mail was handed over; null when that is not known. */
  sinceSentMs: number | null;
  /** Other links of the same mail that were followed in the last moments. */
  otherLinksJustNow: number;
}
export interface Verdict {
  verdict: 'human' | 'machine' | 'unsure';
  reasons: string[];
}

/** Sent by Apple's Mail Privacy Protection, which loads every image of every mail. */
const APPLE = 'Mozilla/5.0';
/** Gmail loads images ahead while its page is open, under this old name. */
const GMAIL_AHEAD = /Chrome\/42\.0\.2311\.135 Safari\/537\.36 Edge\/12\.246 Mozilla\/5\.0$/;
/** They load when somebody looks: who and where is hidden, that it happened is not. */
const PROXIES: readonly (readonly [RegExp, string])[] = [
  [/GoogleImageProxy|ggpht\.com/, 'gmail_proxy'],
  [/YahooMailProxy/, 'yahoo_proxy'],
];
const SCANNERS =
  /safelinks|barracuda|proofpoint|mimecast|trend ?micro|ironport|cisco|symantec|forcepoint|fireeye|sophos|fortinet|virustotal|urlscan|bot\b|crawler|spider|slurp|preview|facebookexternalhit|linkexpanding|headless|phantom|python|curl\/|wget|go-http|java\/|okhttp|libwww|axios|node-fetch|undici|^ms-?office|microsoft office/i;
/** Nobody reads and clicks as quickly; gateways do, before the mail is delivered. */
const TOO_FAST_MS = { open: 2_000, click: 5_000 } as const;
export const BURST_MS = 3_000;

/** Whether a person looked. Both numbers are shown, and only people move a campaign. */
export function judge({ kind, userAgent = '', sinceSentMs, otherLinksJustNow }: Look): Verdict {
  const agent = userAgent.trim();
  const reasons: string[] = [];
  if (agent === '') reasons.push('no_browser');
  else if (agent === APPLE) reasons.push('apple_privacy');
  else if (GMAIL_AHEAD.test(agent)) reasons.push('gmail_ahead');
  else if (SCANNERS.test(agent) && !PROXIES.some(([proxy]) => proxy.test(agent))) reasons.push('scanner');
  if (sinceSentMs !== null && sinceSentMs < TOO_FAST_MS[kind]) reasons.push('too_fast');
  if (kind === 'click' && otherLinksJustNow > 0) reasons.push('many_links_at_once');
  if (reasons.length > 0) return { verdict: 'machine', reasons };
  const proxy = PROXIES.find(([pattern]) => pattern.test(agent));
  if (proxy) return { verdict: 'human', reasons: [proxy[1]] };
  // An open without a known browser says little; a click needs somebody.
  if (kind === 'open' && !/Mozilla|Outlook|Thunderbird|AppleMail|Mail\//.test(agent)) return { verdict: 'unsure', reasons: ['unknown_program'] };
  return { verdict: 'human', reasons: [] };
}

/** Where, never who: the last part of an IPv4 address, the last 80 bits of an IPv6 one are not kept. */
export function networkOf(address: string): string | null {
  const plain = address.replace(/^::ffff:/, '');
  if (/^\d+\.\d+\.\d+\.\d+$/.test(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  if (!plain.includes(':')) return null;
  const head = plain.split('::')[0]?.split(':').filter(Boolean).slice(0, 3) ?? [];
  return `${head.join(':') || ''}::/48`;
}
