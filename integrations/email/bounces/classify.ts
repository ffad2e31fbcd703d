import PostalMime, { type Email } from 'postal-mime';
import { autoReply, type Head } from './auto-reply.ts';
import { BOUNCE_SUBJECT, beforeCopy, DELAY_TEXT, isFromDaemon, textRecipients } from './human-text.ts';
import type { BounceKind, Reason } from './reasons.ts';
import { type Action, type Fields, feedback, headOf, reportedRecipients } from './report.ts';
import { returnDate } from './return-date.ts';
import { judge, type OwnRule, type Verdict } from './verdict.ts';

export interface ClassifiedRecipient {
  address: string;
  /** Whom we wrote to, where their server passed it on. */
  originalAddress: string | null;
  enhancedCode: string | null;
  action: Action;
  diagnostic: string;
  kind: BounceKind;
  reason: Reason;
}
export interface Classification {
  isBounce: boolean;
  kind: BounceKind;
  reason: Reason;
  evidence: {
    format: 'delivery-status' | 'text' | 'feedback-report' | 'headers' | 'none';
    rule: string;
    quote: string;
    code: string | null;
    blockList?: string;
  };
  recipients: ClassifiedRecipient[];
  /** Without brackets. */
  originalMessageId: string | null;
  /** YYYY-MM-DD, where an absence says it. */
  returnsOn: string | null;
  retryAfterSeconds: number | null;
}

/** A report inside a report inside a report; deeper ones are nobody's. */
const DEEPEST = 3;
/** Of a mail of many megabytes the beginning tells; what came back with it does not. */
const MOST_TEXT = 200_000;
/** No head is longer. */
const MOST_HEAD = 64_000;

const decoder = new TextDecoder();
const bytesOf = (content: ArrayBuffer | Uint8Array | string): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
const textOf = (content: ArrayBuffer | Uint8Array | string, most = MOST_TEXT): string =>
  typeof content === 'string' ? content.slice(0, most) : decoder.decode(bytesOf(content).subarray(0, most));

const LINE_END = 10;
const RETURN = 13;
/** As far as a head goes; what lies under it need not be read. */
function headText(content: ArrayBuffer | Uint8Array | string): string {
  if (typeof content === 'string') return content.slice(0, MOST_HEAD);
  const bytes = bytesOf(content).subarray(0, MOST_HEAD);
  // Blank lines before the first field are none of its end.
  let from = 0;
  while (bytes[from] === LINE_END || bytes[from] === RETURN) from++;
  for (let at = bytes.indexOf(LINE_END, from); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) {
    const next = bytes[at + 1] === RETURN ? at + 2 : at + 1;
    if (bytes[next] === LINE_END) return decoder.decode(bytes.subarray(from, at));
  }
  return decoder.decode(bytes.subarray(from));
}

const headFrom = ({ headers }: Email): Head => {
  const first = new Map<string, string>();
  for (const { key, value } of headers) if (!first.has(key)) first.set(key, value);
  return first;
};
const inner = (value: string | undefined): string | null =>
  value ? (/<([^<>\s]+)>/.exec(value)?.[1] ?? (/^\S+@\S+$/.test(value.trim()) ? value.trim() : null)) : null;
const addressIn = (value: string | undefined): string => (/<([^<>\s]+)>/.exec(value ?? '')?.[1] ?? value ?? '').trim().toLowerCase();

/** Worst first: what one recipient says for the whole mail. */
const worst: readonly BounceKind[] = ['hard', 'block', 'soft', 'none'];

export const parseMail = (raw: Uint8Array | string): Promise<Email> => PostalMime.parse(raw, { forceRfc822Attachments: true, maxNestingDepth: 50 });

const STATUS_TYPES = ['message/delivery-status', 'message/global-delivery-status'];
const COMPLAINT_TYPES = ['message/feedback-report'];
const RETURNED_TYPES = ['message/rfc822', 'message/global', 'text/rfc822-headers', 'message/global-headers', 'message/rfc822-headers'];

/** What a raw message says about mail of ours. Pure: the same bytes and rules give the same answer. */
export async function classify(raw: Uint8Array | string, own: readonly OwnRule[] = []): Promise<Classification> {
  return classifyParsed(await parseMail(raw), own);
}

export async function classifyParsed(mail: Email, own: readonly OwnRule[] = [], depth = 0): Promise<Classification> {
  const part = (types: readonly string[]) => mail.attachments.find(({ mimeType }) => types.includes(mimeType));
  const status = part(STATUS_TYPES);
  const complaint = part(COMPLAINT_TYPES);
  const returned = part(RETURNED_TYPES);
  const original = returned ? headOf(headText(returned.content)) : undefined;
  const words = () => (mail.text ?? stripped(mail.html ?? '')).slice(0, MOST_TEXT);

  if (complaint) return complained(textOf(complaint.content), original);
  if (status) {
    const found = reported(textOf(status.content), words, own, original);
    if (found) return found;
  }
  const head = headFrom(mail);
  const from = head.get('from') ?? '';
  const subject = mail.subject ?? '';
  const text = words();
  const isDaemon = isFromDaemon(from) || head.get('return-path')?.trim() === '<>';
  const looksBounced = head.has('x-failed-recipients') || BOUNCE_SUBJECT.test(subject) || (isFromDaemon(from) && !/^(?:re|aw):/i.test(subject));
  if (isDaemon || head.has('x-failed-recipients')) {
    const rfc822 = mail.attachments.find(({ mimeType }) => mimeType === 'message/rfc822');
    const wrapped = !status && rfc822 ? textOf(rfc822.content) : '';
    // What was wrapped by a gateway: the report stands inside.
    const inside = wrapped ? plainReport(wrapped) : undefined;
    const found = inside && reported(inside.status, () => '', own, inside.original);
    if (found) return found;
    if (wrapped && rfc822 && depth < DEEPEST && mayReport(wrapped)) {
      const nested = await classifyParsed(await parseMail(bytesOf(rfc822.content)), own, depth + 1);
      if (nested.isBounce || nested.kind === 'complaint') return nested;
    }
    if (looksBounced) {
      const found = written(text, head, original, own, status !== undefined || (isFromDaemon(from) && BOUNCE_SUBJECT.test(subject)));
      if (found) return found;
    }
  }
  const answer = autoReply(head, subject, text);
  if (answer) {
    const at = new Date(mail.date ?? '');
    return {
      ...nothing(),
      kind: 'auto_reply',
      reason: answer.reason,
      evidence: { format: 'headers', rule: answer.rule, quote: answer.quote, code: null },
      originalMessageId: inner(head.get('in-reply-to')) ?? inner(head.get('references')?.split(/\s+/).at(-1)),
      returnsOn: answer.reason === 'out_of_office' && !Number.isNaN(at.getTime()) ? (returnDate(`${subject}\n${beforeCopy(text).words}`, at) ?? null) : null,
    };
  }
  return nothing();
}

const REPORT = /^content-type:[\t ]*message\/(?:global-)?delivery-status[^\n]*\n(?<head>(?:[^\r\n][^\n]*\n)*)\r?\n(?<body>[\s\S]*?)\r?\n--(?<rest>[\s\S]*)/im;
const RETURNED = /^content-type:[\t ]*(?:text\/rfc822-headers|message\/rfc822)[^\n]*\n(?:[^\r\n][^\n]*\n)*\r?\n/im;

/** A report deep inside, written plainly: it need not be taken apart level by level. */
function plainReport(text: string): { status: string; original: Fields | undefined } | undefined {
  const found = REPORT.exec(text)?.groups;
  if (!found || /base64/i.test(found.head ?? '')) return undefined;
  const at = RETURNED.exec(found.rest ?? '');
  return { status: found.body ?? '', original: at ? headOf((found.rest ?? '').slice(at.index + at[0].length)) : undefined };
}

/** Most of what comes back inside is the mail that we wrote: taking that apart costs as much as the mail around it. */
function mayReport(text: string): boolean {
  if (/delivery-status|feedback-report/i.test(text)) return true;
  const head = headOf(text.slice(0, MOST_HEAD));
  return (
    isFromDaemon(head.get('from') ?? '') ||
    head.has('x-failed-recipients') ||
    BOUNCE_SUBJECT.test(head.get('subject') ?? '') ||
    head.get('return-path')?.trim() === '<>'
  );
}

const nothing = (): Classification => ({
  isBounce: false,
  kind: 'none',
  reason: 'none',
  evidence: { format: 'none', rule: 'none', quote: '', code: null },
  recipients: [],
  originalMessageId: null,
  returnsOn: null,
  retryAfterSeconds: null,
});

function complained(report: string, original: Fields | undefined): Classification {
  const { type, recipients } = feedback(report);
  const named =
    recipients.length > 0
      ? recipients
      : [original?.get('x-hmxmroriginalrecipient'), original?.get('to')].flatMap((each) => (each ? [addressIn(each)] : [])).slice(0, 1);
  const isNot = type === 'not-spam';
  const [kind, reason] = isNot ? (['none', 'none'] as const) : (['complaint', 'complaint'] as const);
  return {
    ...nothing(),
    kind,
    reason,
    evidence: { format: 'feedback-report', rule: `feedback.${type}`, quote: `Feedback-Type: ${type}`, code: null },
    recipients: named.map((address) => ({
      address,
      originalAddress: null,
      enhancedCode: null,
      action: 'delivered',
      diagnostic: `Feedback-Type: ${type}`,
      kind,
      reason,
    })),
    originalMessageId: inner(original?.get('message-id')),
  };
}

const passed = (action: Action): Pick<Verdict, 'kind' | 'reason' | 'rule' | 'quote'> => ({
  kind: 'none',
  reason: action === 'delayed' ? 'delayed' : 'none',
  rule: `action.${action}`,
  quote: `Action: ${action}`,
});

/** By the machine-readable part. Where it says nothing exact, the sentences beside it do. */
function reported(statusText: string, words: () => string, own: readonly OwnRule[], original: Fields | undefined): Classification | undefined {
  const rows = reportedRecipients(statusText);
  if (rows.length === 0) return undefined;
  // Searching the part for people costs more than all else here, and is seldom needed.
  const human = rows.length === 1 && !rows[0]?.diagnostic ? beforeCopy(words()).words : '';
  const judgedRows = rows.map((row) => {
    const said = row.diagnostic || (rows.length === 1 ? human : '');
    let verdict = judge({ text: said, status: row.status }, own);
    // "5.0.0" and no sentence: the part for people may know more, if it is about this one alone.
    if (verdict.rule === 'none' && rows.length === 1 && row.diagnostic) {
      const more = judge({ text: beforeCopy(words()).words, status: row.status }, own);
      if (more.rule !== 'none') verdict = more;
    }
    return { row, verdict: row.action === 'failed' ? verdict : { ...verdict, ...passed(row.action) } };
  });
  return summed(
    'delivery-status',
    judgedRows.map(({ row, verdict }) => ({ ...row, verdict })),
    original,
  );
}

/** By the sentences alone. */
function written(text: string, head: Head, original: Fields | undefined, own: readonly OwnRule[], isReport: boolean): Classification | undefined {
  const { words, copy } = beforeCopy(text);
  const returned =
    original ??
    (copy
      ? headOf(copy.slice(copy.search(/^(?:return-path|received|from|message-id|date|to|subject):/im)).replaceAll(/^[\t >]+(?=[\w-]+:)/gm, ''))
      : undefined);
  const named = (head.get('x-failed-recipients') ?? '').split(',').flatMap((each) => (each.includes('@') ? [each.trim()] : []));
  const mine = [returned?.get('from'), head.get('to'), head.get('from')].flatMap((each) => (each ? [addressIn(each)] : []));
  const fallback = returned?.get('to');
  const found = textRecipients(words, named.length > 0 ? named : [], mine);
  const rows = found.length > 0 ? found : fallback ? [{ address: addressIn(fallback), diagnostic: words.replaceAll(/\s+/g, ' ').trim().slice(0, 1500) }] : [];
  const whole = judge({ text: words }, own);
  if (rows.length === 0 && whole.rule === 'none' && !isReport) return undefined;
  const isLate = DELAY_TEXT.test(words) && whole.kind !== 'hard';
  const action: Action = isLate ? 'delayed' : 'failed';
  const judgedRows = rows.map(({ address, diagnostic }) => {
    const apart = rows.length === 1 ? undefined : judge({ text: diagnostic }, own);
    const verdict = !apart || apart.rule === 'none' ? whole : apart;
    return {
      address,
      originalAddress: null,
      action,
      status: verdict.enhancedCode ?? undefined,
      diagnostic: diagnostic.slice(0, 500),
      verdict: isLate ? { ...verdict, ...passed('delayed') } : verdict,
    };
  });
  if (judgedRows.length > 0) return summed('text', judgedRows, returned);
  const result = summed(
    'text',
    [{ address: '', originalAddress: null, action, status: undefined, diagnostic: '', verdict: isLate ? { ...whole, ...passed('delayed') } : whole }],
    returned,
  );
  return { ...result, recipients: [] };
}

function summed(
  format: 'delivery-status' | 'text',
  rows: readonly { address: string; originalAddress: string | null; action: Action; diagnostic: string; status: string | undefined; verdict: Verdict }[],
  original: Fields | undefined,
): Classification {
  const [top] = rows.toSorted((a, b) => worst.indexOf(a.verdict.kind) - worst.indexOf(b.verdict.kind));
  if (!top) return nothing();
  const { verdict } = top;
  return {
    isBounce: verdict.kind === 'hard' || verdict.kind === 'soft' || verdict.kind === 'block',
    kind: verdict.kind,
    reason: verdict.reason,
    evidence: {
      format,
      rule: verdict.rule,
      quote: verdict.quote,
      code: verdict.enhancedCode ?? verdict.replyCode,
      ...(verdict.blockList ? { blockList: verdict.blockList } : {}),
    },
    recipients: rows.map(({ address, originalAddress, action, diagnostic, status, verdict: own }) => ({
      address: address.toLowerCase(),
      originalAddress: originalAddress?.toLowerCase() ?? null,
      enhancedCode: own.enhancedCode ?? status ?? null,
      action,
      diagnostic: diagnostic.replaceAll(/\s+/g, ' ').slice(0, 500),
      kind: own.kind,
      reason: own.reason,
    })),
    originalMessageId: inner(original?.get('message-id')),
    returnsOn: null,
    retryAfterSeconds: verdict.retryAfterSeconds ?? null,
  };
}

const stripped = (html: string): string =>
  html
    .replaceAll(/<(?:style|script)[\s\S]*?<\/(?:style|script)>/gi, ' ')
    .replaceAll(/<br\s*\/?>|<\/(?:p|div|tr|li|h\d)>/gi, '\n')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&nbsp;/g, ' ')
    .replaceAll(/&lt;/g, '<')
    .replaceAll(/&gt;/g, '>')
    .replaceAll(/&amp;/g, '&');
