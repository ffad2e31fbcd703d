/** What stands in the DNS about who may send in a domain's name, read as RFC 7208, 6376 and 7489 say. Pure functions. */

const tagsOf = (record: string): Map<string, string> =>
  new Map(
    record.split(';').flatMap((part) => {
      const at = part.indexOf('=');
      return at < 1 ? [] : [[part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()] as const];
    }),
  );

export type Verdict = { isFound: boolean; problem?: string };
const fine: Verdict = { isFound: true };
const not = (problem: string): Verdict => ({ isFound: false, problem });

/** RFC 7208: exactly one record, and one that does not let everybody. */
export function spfVerdict(texts: readonly string[]): Verdict {
  const records = texts.filter((text) => /^v=spf1(?: |$)/i.test(text));
  const [record] = records;
  if (record === undefined) return not('There is no SPF record.');
  if (records.length > 1) return not('There are several SPF records; receivers then take none of them.');
  const terms = record.toLowerCase().split(/\s+/).slice(1);
  if (terms.some((term) => term === 'all' || term === '+all')) return not('The SPF record lets everybody send in this name.');
  const lookUps = terms.filter((term) => /^[+?~-]?(?:include:|a(?:[:/]|$)|mx(?:[:/]|$)|ptr|exists:)|^redirect=/.test(term)).length;
  if (lookUps > 10) return not('The SPF record asks for more than ten look-ups; receivers then take it for broken.');
  return fine;
}

/** RFC 6376: the key that stands there is the one that we sign with. */
export function dkimVerdict(texts: readonly string[], publicKey: string): Verdict {
  const records = texts.filter((text) => tagsOf(text).has('p'));
  if (records.length === 0) return not('The key is not in the DNS.');
  const keys = records.map((text) => tagsOf(text).get('p')?.replaceAll(/\s+/g, '') ?? '');
  if (keys.includes(publicKey)) return fine;
  return not(keys.every((key) => key === '') ? 'The key in the DNS is withdrawn.' : 'Another key stands in the DNS than the one that mail is signed with.');
}

export interface Dmarc extends Verdict {
  policy: 'none' | 'quarantine' | 'reject' | null;
  /** `s`: the signature's domain has to be the sender's own, not one above or below it. */
  isStrict: boolean;
}
/** RFC 7489: one record with a policy. */
export function dmarcVerdict(texts: readonly string[]): Dmarc {
  const records = texts.filter((text) => /^v=DMARC1\s*(?:;|$)/i.test(text));
  const none = { policy: null, isStrict: false } as const;
  const [record] = records;
  if (record === undefined) return { ...not('There is no DMARC record; Gmail, Yahoo and Outlook ask bulk senders for one.'), ...none };
  if (records.length > 1) return { ...not('There are several DMARC records; receivers then take none of them.'), ...none };
  const tags = tagsOf(record);
  const policy = tags.get('p')?.toLowerCase();
  if (policy !== 'none' && policy !== 'quarantine' && policy !== 'reject') return { ...not('The DMARC record has no policy.'), ...none };
  return { isFound: true, policy, isStrict: tags.get('adkim')?.toLowerCase() === 's' };
}

/** Whether a signature of one domain speaks for a sender of the other (relaxed: one lies below the other). */
export function isAligned(signedBy: string, from: string, isStrict: boolean): boolean {
  if (signedBy === from) return true;
  return !isStrict && (from.endsWith(`.${signedBy}`) || signedBy.endsWith(`.${from}`));
}

/** The names at which a DMARC record may stand for a domain, its own first. */
export function dmarcNames(domain: string): string[] {
  const labels = domain.split('.');
  return labels.slice(0, Math.max(1, labels.length - 1)).map((_, at) => `_dmarc.${labels.slice(at).join('.')}`);
}
