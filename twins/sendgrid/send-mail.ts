import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import { type Answer, empty } from '../http/answer.ts';
import { sendgridErrors } from './errors.ts';
import { eventOf, type SendgridEvent } from './events.ts';
import type { Mail, SendgridData } from './store.ts';

const address = z.object({ email: z.string(), name: z.string().optional() });
const headers = z.record(z.string(), z.string());
const personalization = z.strictObject({
  from: address.optional(),
  to: z.array(address).min(1),
  cc: z.array(address).max(1000).optional(),
  bcc: z.array(address).max(1000).optional(),
  subject: z.string().min(1).optional(),
  headers: headers.optional(),
  substitutions: headers.optional(),
  dynamic_template_data: z.record(z.string(), z.unknown()).optional(),
  custom_args: headers.optional(),
  send_at: z.number().int().optional(),
});
const switchable = z.looseObject({ enable: z.boolean().optional() });
const mailBody = z.strictObject({
  personalizations: z.array(personalization).min(1).max(1000),
  from: address,
  reply_to: address.optional(),
  reply_to_list: z.array(address).max(1000).optional(),
  subject: z.string().min(1).optional(),
  content: z.array(z.strictObject({ type: z.string().min(1), value: z.string().min(1) })).optional(),
  attachments: z
    .array(
      z.strictObject({
        content: z.base64(),
        filename: z.string(),
        type: z.string().optional(),
        disposition: z.enum(['attachment', 'inline']).optional(),
        content_id: z.string().optional(),
      }),
    )
    .optional(),
  template_id: z.string().optional(),
  headers: headers.optional(),
  categories: z.array(z.string().max(255)).max(10).optional(),
  custom_args: headers.optional(),
  send_at: z.number().int().optional(),
  batch_id: z.string().optional(),
  asm: z.strictObject({ group_id: z.number(), groups_to_display: z.array(z.number()).max(25).optional() }).optional(),
  ip_pool_name: z.string().min(2).max(64).optional(),
  mail_settings: z.record(z.string(), switchable).optional(),
  tracking_settings: z.record(z.string(), switchable).optional(),
});
export type MailBody = z.infer<typeof mailBody>;

interface Fault {
  field: string | null;
  message: string;
}
const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/;
const FORBIDDEN = /^(x-sg-id|x-sg-eid|received|dkim-signature|content-type|content-transfer-encoding|to|from|subject|reply-to|cc|bcc)$/i;
const MOST_ARGS = 10_000;
const SENT_AHEAD_SECONDS = 72 * 3600;

/** What zod cannot say: addresses, what may not be a header, duplicates, sizes. */
const faultsOf = (body: MailBody, nowMs: number, batches: SendgridData['batches']): Fault[] => {
  const faults: Fault[] = [];
  const say = (field: string | null, message: string) => faults.push({ field, message });
  if (!ADDRESS.test(body.from.email)) say('from.email', 'The from email does not contain a valid address.');
  if (!body.template_id && !body.content?.length) say('content', 'Unless a valid template_id is provided, the content parameter is required.');
  if (body.content?.[0]?.type === 'text/html' && body.content.some(({ type }) => type === 'text/plain'))
    say('content', 'If present, text/plain must be first, followed by text/html.');
  if (body.batch_id && !Object.hasOwn(batches, body.batch_id)) say('batch_id', 'The batch_id is not valid.');
  const seen = new Set<string>();
  body.personalizations.forEach((each, index) => {
    const path = `personalizations.${index}`;
    for (const kind of ['to', 'cc', 'bcc'] as const)
      each[kind]?.forEach(({ email }, at) => {
        if (!ADDRESS.test(email)) say(`${path}.${kind}.${at}.email`, 'Does not contain a valid address.');
        const key = `${index} ${email.toLowerCase()}`;
        if (seen.has(key)) say(path, 'Each email address in the personalization block should be unique between to, cc, and bcc.');
        seen.add(key);
      });
    if (!each.subject && !body.subject && !body.template_id)
      say('subject', 'The subject is required. You can get around this requirement if you use a template.');
    if (JSON.stringify(each.custom_args ?? {}).length > MOST_ARGS) say(`${path}.custom_args`, 'The custom_args exceed the maximum of 10,000 bytes.');
    for (const name of Object.keys({ ...body.headers, ...each.headers }))
      if (FORBIDDEN.test(name)) say(`${path}.headers`, `The header ${name} is a reserved header and cannot be used.`);
    const sendAt = each.send_at ?? body.send_at;
    if (sendAt !== undefined && sendAt > nowMs / 1000 + SENT_AHEAD_SECONDS) say(`${path}.send_at`, 'Scheduling more than 72 hours in advance is forbidden.');
  });
  return faults;
};

/** Why something never leaves: SendGrid keeps to its own lists and says so only afterwards. */
const droppedBecause = ({ suppressions }: SendgridData, email: string, settings: MailBody['mail_settings']): string | undefined => {
  if (settings?.bypass_list_management?.enable) return undefined;
  const key = email.toLowerCase();
  if (Object.hasOwn(suppressions.bounces, key)) return 'Bounced Address';
  if (Object.hasOwn(suppressions.spam_reports, key)) return 'Spam Reporting Address';
  if (Object.hasOwn(suppressions.unsubscribes, key)) return 'Unsubscribed Address';
  return Object.hasOwn(suppressions.invalid_emails, key) ? 'Invalid' : undefined;
};

export interface Sent {
  answer: Answer;
  events: SendgridEvent[];
  mails: Mail[];
}

/** One call: all of it is queued or none. What is on a list is dropped later, with an event. */
export const sendMail = (data: SendgridData, clock: VirtualClock, account: string, given: unknown): Sent => {
  const none = { events: [], mails: [] };
  const parsed = mailBody.safeParse(given);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.') || null, message }));
    return { answer: sendgridErrors(400, errors), ...none };
  }
  const body = parsed.data;
  const faults = faultsOf(body, clock.nowMs(), data.batches);
  if (faults.length > 0) return { answer: sendgridErrors(400, faults), ...none };
  if (body.mail_settings?.sandbox_mode?.enable) return { answer: empty(200), ...none };
  const callId = randomUUID().replaceAll('-', '').slice(0, 22);
  const events: SendgridEvent[] = [];
  const mails: Mail[] = [];
  for (const each of body.personalizations) {
    for (const to of [...each.to, ...(each.cc ?? []), ...(each.bcc ?? [])]) {
      const reason = droppedBecause(data, to.email, body.mail_settings);
      const mail: Mail = {
        id: `${callId}.recvd-6f9c-${mails.length}`,
        callId,
        account,
        to,
        from: each.from ?? body.from,
        ...(body.reply_to ? { replyTo: body.reply_to } : {}),
        subject: substituted(each.subject ?? body.subject ?? '', each.substitutions),
        text: substituted(partOf(body, 'text/plain'), each.substitutions),
        html: substituted(partOf(body, 'text/html'), each.substitutions),
        headers: Object.fromEntries(
          Object.entries({ ...body.headers, ...each.headers }).map(([name, value]) => [name, substituted(value, each.substitutions)]),
        ),
        customArgs: { ...body.custom_args, ...each.custom_args },
        categories: body.categories ?? [],
        attachments: (body.attachments ?? []).map(({ filename, type = 'application/octet-stream', content }) => ({
          filename,
          type,
          bytes: Buffer.byteLength(content, 'base64'),
        })),
        at: clock.now().toISOString(),
        state: reason ? 'dropped' : 'processed',
        ...(body.batch_id ? { batchId: body.batch_id } : {}),
      };
      data.mails[mail.id] = mail;
      data.order.push(mail.id);
      mails.push(mail);
      events.push(reason ? eventOf(data, clock, mail, 'dropped', { reason, status: '5.0.0' }) : eventOf(data, clock, mail, 'processed', { send_at: 0 }));
    }
  }
  return { answer: empty(202, { 'x-message-id': callId }), events, mails };
};

const partOf = (body: MailBody, type: string): string => body.content?.find((part) => part.type === type)?.value ?? '';
const substituted = (text: string, values: Readonly<Record<string, string>> | undefined): string =>
  values ? Object.entries(values).reduce((before, [name, value]) => before.replaceAll(name, value), text) : text;
