import type { VirtualClock } from '../clock.ts';
import { type Answer, json } from '../http/answer.ts';
import { mailgunError } from './errors.ts';
import { type EventData, noteEvent } from './events.ts';
import type { Domain, Mail, MailgunData, SuppressionKind } from './store.ts';

const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/;
const OPTIONS_BYTES = 16 * 1024;
const MESSAGE_BYTES = 25 * 1024 * 1024;
const SUPPRESSED: Readonly<Record<SuppressionKind, { code: number; reason: string }>> = {
  bounces: { code: 605, reason: 'suppress-bounce' },
  unsubscribes: { code: 606, reason: 'suppress-unsubscribe' },
  complaints: { code: 607, reason: 'suppress-complaint' },
};

/** `Ann <ann@acme.test>, bob@acme.test`: quoted commas stay with their name. */
const listed = (values: readonly string[]): string[] =>
  values.flatMap((value) => value.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? []).flatMap((each) => (each.trim() ? [each.trim()] : []));
export const bare = (address: string): string => /<([^<>]+)>\s*$/.exec(address)?.[1] ?? address;

export interface Sent {
  answer: Answer;
  mails: Mail[];
  events: [Mail, EventData][];
}
const refused = (answer: Answer): Sent => ({ answer, mails: [], events: [] });

/** One call to `/messages`: queued whole or refused whole; what is on a list fails a moment later. */
export const sendMail = (data: MailgunData, clock: VirtualClock, domain: Domain, form: FormData): Sent => {
  const texts = (name: string) => form.getAll(name).filter((value): value is string => typeof value === 'string');
  const text = (name: string) => texts(name)[0] ?? '';
  const files = [...form.getAll('attachment'), ...form.getAll('inline')].filter((value): value is File => typeof value !== 'string');
  const recipients = [...listed(texts('to')), ...listed(texts('cc')), ...listed(texts('bcc'))];
  if (domain.state !== 'active') return refused(mailgunError(400, `The domain ${domain.name} is unverified and requires DNS configuration.`));
  if (!text('from')) return refused(mailgunError(400, 'from parameter is missing'));
  if (!ADDRESS.test(bare(text('from')))) return refused(mailgunError(400, "'from' parameter is not a valid address. please check documentation"));
  if (recipients.length === 0) return refused(mailgunError(400, 'to parameter is missing'));
  if (recipients.some((each) => !ADDRESS.test(bare(each))))
    return refused(mailgunError(400, "'to' parameter is not a valid address. please check documentation"));
  if (recipients.length > 1000) return refused(mailgunError(400, 'Number of recipients exceeds the limit of 1000'));
  if (recipients.length > data.batchLimit) return refused(mailgunError(403, `Domain ${domain.name} is not allowed to send large batches yet`));
  const isMime = form.has('message');
  if (!isMime && !text('text') && !text('html') && !text('template'))
    return refused(mailgunError(400, "Need at least one of 'text', 'html', 'amp-html' or 'template' parameters specified"));
  const options = [...form.entries()].filter(([name]) => /^[ohv]:/.test(name));
  if (options.reduce((sum, [name, value]) => sum + name.length + (typeof value === 'string' ? Buffer.byteLength(value) : 0), 0) > OPTIONS_BYTES)
    return refused(mailgunError(400, 'Send options (parameters starting with o:, h:, or v:) are limited to 16KB total'));
  if (texts('o:tag').length > 3) return refused(mailgunError(400, 'too many tags'));
  if (files.reduce((sum, { size }) => sum + size, 0) > MESSAGE_BYTES) return refused(mailgunError(413, 'Request Entity Too Large'));
  const variables = variablesOf(text('recipient-variables'));
  if (!variables) return refused(mailgunError(400, 'recipient-variables is not valid JSON'));

  data.counter += 1;
  // A caller's own Message-ID is taken; else Mailgun makes one. All recipients of the call share it.
  const own = text('h:Message-Id') || text('h:Message-ID');
  const id = own ? own.replace(/^<|>$/g, '') : `${clock.now().toISOString().replace(/\D/g, '').slice(0, 14)}.${data.counter}.ABCDEF@${domain.name}`;
  const mails: Mail[] = [];
  const events: [Mail, EventData][] = [];
  for (const each of recipients) {
    const recipient = bare(each);
    const of = variables.get(recipient.toLowerCase()) ?? {};
    const fill = (given: string) => given.replace(/%recipient\.([\w-]+)%/g, (whole, name: string) => (name in of ? String(of[name]) : whole));
    const prefixed = (prefix: string) =>
      Object.fromEntries(options.filter(([name]) => name.startsWith(prefix)).map(([name, value]) => [name.slice(2), fill(String(value))]));
    const mail: Mail = {
      id: fill(id),
      domain: domain.name,
      recipient,
      from: text('from'),
      // With variables each sees only themselves; without them all see each other.
      to: variables.size > 0 ? each : texts('to').join(', '),
      subject: fill(text('subject')),
      text: fill(text('text')),
      html: fill(text('html')),
      headers: prefixed('h:'),
      variables: prefixed('v:'),
      tags: texts('o:tag'),
      attachments: files.map(({ name, size }) => ({ filename: name, bytes: size })),
      mime: isMime,
      isTest: text('o:testmode') === 'yes',
      at: clock.now().toISOString(),
      state: 'accepted',
    };
    data.mails.push(mail);
    mails.push(mail);
    events.push([mail, noteEvent(data, clock, mail, 'accepted', { method: 'http' })]);
    const lists = data.suppressions[domain.name];
    const kind = (['bounces', 'complaints', 'unsubscribes'] as const).find((one) => lists && Object.hasOwn(lists[one], recipient.toLowerCase()));
    if (!kind) continue;
    mail.state = 'failed';
    const facts = {
      severity: 'permanent',
      reason: SUPPRESSED[kind].reason,
      'delivery-status': {
        'attempt-no': 1,
        code: SUPPRESSED[kind].code,
        message: '',
        description: 'Not delivering to previously bounced address',
        'session-seconds': 0,
      },
    };
    events.push([mail, noteEvent(data, clock, mail, 'failed', facts)]);
  }
  return { answer: json(200, { id: `<${id}>`, message: 'Queued. Thank you.' }), mails, events };
};

function variablesOf(text: string): Map<string, Record<string, unknown>> | undefined {
  if (!text) return new Map();
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    return new Map(Object.entries(parsed).map(([address, values]) => [address.toLowerCase(), (values ?? {}) as Record<string, unknown>]));
  } catch {
    return undefined;
  }
}
