import type { Mailbox } from '../client/transport.ts';
import type { Mail } from '../parsing/mail.ts';

/** Stands where a name or an address stood. */
const ERASED = 'erased';
/** Shorter words would strike out half of the text. */
const SHORTEST = 3;

const quoted = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A mail in which others are as well: who asked to be forgotten is taken out of it, with what names them in its words. */
export function strike(mail: Mail, forgotten: ReadonlySet<string>): Mail {
  const isGone = ({ address }: Mailbox) => forgotten.has(address);
  const everybody = [...(mail.from ? [mail.from] : []), ...mail.to, ...mail.cc];
  const gone = everybody.filter(isGone);
  if (gone.length === 0) return mail;
  const named = gone.flatMap(({ address, name }) => [address, ...(name ? [name] : [])]).filter((word) => word.length >= SHORTEST);
  const pattern = new RegExp(
    [...new Set(named)]
      .toSorted((a, b) => b.length - a.length)
      .map(quoted)
      .join('|'),
    'gi',
  );
  const without = (text: string) => text.replaceAll(pattern, ERASED);
  return {
    ...mail,
    from: mail.from && isGone(mail.from) ? undefined : mail.from,
    to: mail.to.filter((each) => !isGone(each)),
    cc: mail.cc.filter((each) => !isGone(each)),
    subject: without(mail.subject),
    text: without(mail.text),
    reply: without(mail.reply),
    snippet: without(mail.snippet),
    html: mail.html === undefined ? undefined : without(mail.html),
  };
}
