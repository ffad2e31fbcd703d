import MailComposer from 'nodemailer/lib/mail-composer';
import { type FormPart, formParts } from '#sdk';

/** Where each provider puts the whole mail, if it was asked to. */
const WHOLE = ['email', 'body-mime'];

const headersOf = (text: (name: string) => string | undefined): Map<string, string> => {
  const pairs = text('message-headers');
  if (pairs) return new Map((JSON.parse(pairs) as [string, string][]).map(([name, value]) => [name.toLowerCase(), value]));
  const lines = (text('headers') ?? '').replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return new Map(
    lines.flatMap((line) => (line.includes(':') ? [[line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]] : [])),
  );
};

/**
 * The mail inside a form of SendGrid's Inbound Parse or Mailgun's Routes. Where the provider was asked for the whole mail
 * these are its own bytes; otherwise one is composed of the fields that the provider has read out of it, in the charsets
 * that it names.
 * @throws Error when the form holds no mail
 */
export async function rawMail(form: Buffer, contentType: string): Promise<Buffer> {
  const parts = formParts(form, contentType) ?? [];
  const whole = parts.find(({ name }) => WHOLE.includes(name));
  if (whole) return whole.content;
  const charsets = charsetsOf(parts);
  const text = (name: string): string | undefined => {
    const part = parts.find((each) => each.name === name && each.filename === undefined);
    return part && new TextDecoder(charsets[name] ?? 'utf-8').decode(part.content);
  };
  const headers = headersOf(text);
  const header = (name: string) => headers.get(name);
  const from = text('from') ?? header('from');
  const to = header('to') ?? text('to') ?? text('recipient');
  if (!from || !to) throw new Error('The form holds no mail: it names nobody who wrote it, or nobody it is for.');
  const kept = ['auto-submitted', 'list-id', 'list-unsubscribe', 'precedence', 'x-auto-response-suppress'];
  return new MailComposer({
    from,
    to,
    cc: header('cc') ?? text('cc'),
    subject: text('subject') ?? header('subject') ?? '',
    date: header('date'),
    messageId: header('message-id') ?? text('Message-Id'),
    inReplyTo: header('in-reply-to') ?? text('In-Reply-To'),
    references: header('references') ?? text('References'),
    text: text('body-plain') ?? text('text'),
    html: text('body-html') ?? text('html'),
    headers: kept.flatMap((name) => (header(name) ? [{ key: name, value: header(name) ?? '' }] : [])),
    attachments: parts
      .filter(({ filename }) => filename !== undefined)
      .map(({ filename, contentType: type, content }) => ({ filename: filename || 'attachment', content, ...(type ? { contentType: type } : {}) })),
  })
    .compile()
    .build();
}

function charsetsOf(parts: readonly FormPart[]): Record<string, string> {
  const given = parts.find(({ name }) => name === 'charsets');
  if (!given) return {};
  const said = Object.entries(JSON.parse(given.content.toString('utf8')) as Record<string, unknown>);
  return Object.fromEntries(said.flatMap(([name, charset]) => (typeof charset === 'string' && isCharset(charset) ? [[name, charset]] : [])));
}
const isCharset = (name: string): boolean => {
  try {
    new TextDecoder(name);
    return true;
  } catch {
    return false;
  }
};
