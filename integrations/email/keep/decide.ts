import type { MailKind } from '../parsing/kind.ts';
import type { EmailSettings } from '../settings.ts';
import { directionOf, type Envelope, type House, isBlocked, outsiders } from './house.ts';

export interface Asked extends Envelope {
  kind: MailKind;
  sentAt: Date;
}
export type Decision = { keep: true; trace: string[] } | { keep: false; reason: SkipReason; trace: string[] };
export type SkipReason = 'too_old' | 'blocked' | 'internal' | 'nobody_outside' | 'erased' | 'bulk' | 'unreadable' | 'too_large';

/**
 * Whether a mail is kept, rule by rule; the trace says each of them in the order it was asked. Pure, so that the same rules
 * can be tried on the last 90 days without changing anything. `knows`: somebody outside is a contact. `forgotten`: addresses
 * of those who asked to be forgotten.
 */
export function decide(
  mail: Asked,
  settings: Pick<EmailSettings, 'blocklist' | 'syncFrom'>,
  house: House,
  knows: boolean,
  forgotten: ReadonlySet<string> = new Set(),
): Decision {
  const trace: string[] = [];
  const skip = (reason: SkipReason, because: string): Decision => ({ keep: false, reason, trace: [...trace, because] });
  const everybody = [...(mail.from ? [mail.from] : []), ...mail.to, ...mail.cc];
  if (everybody.some(({ address }) => isBlocked(settings.blocklist, address))) return skip('blocked', 'Somebody in it is on the block list.');
  trace.push('Nobody in it is on the block list.');
  if (settings.syncFrom && mail.sentAt.getTime() < Date.parse(settings.syncFrom)) return skip('too_old', `It is older than ${settings.syncFrom}.`);
  const direction = directionOf(house, mail);
  if (direction === 'internal') return skip('internal', 'Only people of the workspace’s own domains are in it.');
  const outside = outsiders(house, mail);
  if (outside.length === 0) return skip('nobody_outside', 'It names nobody outside.');
  if (outside.every(({ address }) => forgotten.has(address))) return skip('erased', 'Everybody outside in it asked to be forgotten.');
  if (outside.some(({ address }) => forgotten.has(address))) trace.push('Somebody in it asked to be forgotten: what names them is left out.');
  trace.push(`It is ${direction}: ${outside.length} ${outside.length === 1 ? 'person' : 'people'} outside.`);
  if ((mail.kind === 'bulk' || mail.kind === 'list' || mail.kind === 'notification') && direction === 'inbound') {
    if (!knows) return skip('bulk', `A machine wrote it to many (${mail.kind}), and its sender is no contact.`);
    trace.push(`A machine wrote it (${mail.kind}), but its sender is a contact.`);
  }
  return { keep: true, trace: [...trace, 'It is kept.'] };
}
