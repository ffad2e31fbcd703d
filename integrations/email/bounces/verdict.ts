import { type BounceKind, REASONS, type Reason } from './reasons.ts';
import { codeRules, replyRules } from './rules/codes.ts';
import { textRules } from './rules/index.ts';
import { blockLists } from './rules/standing.ts';
import { searchFor } from './word-search.ts';

/** What a server said about one recipient. */
export interface Reply {
  /** All of its text, codes in it. */
  text: string;
  /** `Status` of a report, or what a provider calls the enhanced code. */
  status?: string | undefined;
  /** Three digits, where they stand apart from the text. */
  code?: string | undefined;
}

/** Said by a person of the workspace: what is written so means this. Before all rules of ours. */
export interface OwnRule {
  id: string;
  contains: string;
  reason: Reason;
}

export interface Verdict {
  kind: BounceKind;
  reason: Reason;
  /** Which rule decided. */
  rule: string;
  /** The words or the code that it went by. */
  quote: string;
  enhancedCode: string | null;
  replyCode: string | null;
  /** Which block list, where it is named. */
  blockList?: string;
  /** As the server asked. */
  retryAfterSeconds?: number;
}

const ENHANCED = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/;
const REPLY = /(?<![\d.])([45]\d\d)(?=[ \-#;:]|$)/;
const WAIT = /(?:try again|retry|come back)[^\d]{0,20}(?:in|after)[^\d]{0,10}(\d+)\s*(second|minute|hour)/;
const SECONDS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600 };
const GENERIC = /^[45]\.0\.0$/;

/** The code inside the diagnostic is exact; `Status` beside it is often a general one. */
export function codesOf({ text, status, code }: Reply): { enhanced: string | null; reply: string | null } {
  const inText = ENHANCED.exec(text)?.[1];
  const beside = status ? (ENHANCED.exec(status)?.[1] ?? null) : null;
  const enhanced = inText && !GENERIC.test(inText) ? inText : (beside ?? inText ?? null);
  return { enhanced, reply: code ?? REPLY.exec(text)?.[1] ?? null };
}

/** The words of all rules are looked for in one pass; where words stand apart, a rule has an expression as well. */
const compiled = textRules.map(({ id, reason, says }) => {
  const sources = says.flatMap((each) => (typeof each === 'string' ? [] : [each.source]));
  return { id, reason, expression: sources.length > 0 ? new RegExp(sources.join('|')) : undefined };
});
const wordsIn = searchFor(textRules.map(({ says }) => says.filter((each) => typeof each === 'string')));

/** Words of the text around what was found, as they were written. `text` is the same in small letters. */
const quoted = (original: string, text: string, found: string): string => {
  const at = text.indexOf(found);
  if (at < 0) return found;
  const from = Math.max(original.lastIndexOf('\n', at) + 1, at - 120);
  const end = original.indexOf('\n', at);
  return original
    .slice(from, Math.min(end < 0 ? original.length : end, at + found.length + 160))
    .trim()
    .slice(0, 300);
};

/** A permanent reason in a temporary answer is temporary: what is full, away or down may be well tomorrow. */
const softened = (reason: Reason, isTemporary: boolean): BounceKind => {
  const { kind } = REASONS[reason];
  return isTemporary && kind === 'hard' ? 'soft' : kind;
};

/** Codes are three digits: there are not many of them. */
const repeats = new Map<string, RegExp>();
function repeatsOf(code: string): RegExp {
  const known = repeats.get(code);
  if (known) return known;
  const made = new RegExp(`(?<=\\s)${code}[ -](?:[245]\\.\\d{1,3}\\.\\d{1,3} )?`, 'g');
  repeats.set(code, made);
  return made;
}

/** `550-5.2.1 a rate 550-5.2.1 that`: a reply of several lines repeats its codes inside the sentence. */
function withoutRepeats(text: string): string {
  const first = /[45]\d\d[ -](?:[245]\.\d{1,3}\.\d{1,3} )?/.exec(text);
  if (!first) return text;
  const end = first.index + first[0].length;
  const code = first[0].slice(0, 3);
  return text.slice(0, end) + text.slice(end).replaceAll(repeatsOf(code), '');
}

/** One verdict with its evidence: a person's own rule, then sentences, then the enhanced code, then the reply code. Pure. */
export function judge(reply: Reply, own: readonly OwnRule[] = []): Verdict {
  const original = withoutRepeats(reply.text.replaceAll(/[\t\r ]+/g, ' ').trim());
  const text = original.toLowerCase();
  const { enhanced, reply: replyCode } = codesOf({ ...reply, text: original });
  const digit = enhanced?.[0] ?? replyCode?.[0];
  const isTemporary = digit === '4';
  const codes = { enhancedCode: enhanced, replyCode };
  const verdict = (reason: Reason, rule: string, quote: string): Verdict => {
    const blockList = reason === 'blocklist' ? blockLists.find((name) => text.includes(name)) : undefined;
    const wait = WAIT.exec(text);
    const seconds = wait ? Number(wait[1]) * (SECONDS[wait[2] ?? ''] ?? 1) : undefined;
    return {
      kind: softened(reason, isTemporary),
      reason,
      rule,
      quote,
      ...codes,
      ...(blockList ? { blockList } : {}),
      ...(seconds ? { retryAfterSeconds: seconds } : {}),
    };
  };

  for (const { id, contains, reason } of own)
    if (contains && text.includes(contains.toLowerCase())) return verdict(reason, `workspace:${id}`, quoted(original, text, contains.toLowerCase()));
  const met = wordsIn(text);
  for (let index = 0; index < compiled.length; index++) {
    const rule = compiled[index] as (typeof compiled)[number];
    const word = met[index];
    if (!word && !rule.expression) continue;
    const apart = rule.expression?.exec(text);
    const found = apart && (!word || apart.index < word.at) ? apart[0] : word?.word;
    if (found !== undefined) return verdict(refined(rule.reason, enhanced, isTemporary), rule.id, quoted(original, text, found));
  }
  const byCode = enhanced && codeRules.find(({ code }) => code.test(enhanced));
  if (byCode) return verdict(byCode.reason, byCode.id, enhanced);
  const byReply = replyCode && replyRules[replyCode];
  if (byReply) return verdict(byReply, `reply.${replyCode}`, quoted(original, text, replyCode));
  return verdict('undetermined', 'none', original.slice(0, 300));
}

/** "Policy" beside an exact code is the code's; a rule about quota in a 5.7 code is about us. */
function refined(reason: Reason, enhanced: string | null, isTemporary: boolean): Reason {
  if (reason === 'policy' && enhanced) {
    const exact = codeRules.find(({ code }) => code.test(enhanced));
    if (exact && exact.id !== 'code.policy' && exact.reason !== 'network') return exact.reason;
  }
  // "Temporarily" says nothing in a permanent refusal of an unknown mailbox; alone it makes any answer a soft one.
  if (reason === 'system' && enhanced && !isTemporary && /^5\.1\.[016]$/.test(enhanced)) return 'mailbox_unknown';
  return reason;
}
