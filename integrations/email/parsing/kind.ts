export type MailKind = 'person' | 'list' | 'bulk' | 'auto_reply' | 'notification' | 'bounce';
export type HeaderMap = ReadonlyMap<string, string>;

const NOBODY =
  /^(?:no-?reply|do-?not-?reply|donotreply|mailer-daemon|postmaster|bounces?|notifications?|notify|news(?:letter)?|mailing|automat(?:ed|ic))(?:[+.-].*)?@/i;
const AUTO_SUBJECT =
  /^(?:automatic reply|auto(?:matische antwort|reply)?:|out of (?:the )?office|ooo\b|oof\b|abwesenheits|réponse automatique|respuesta automática|risposta automatica|resposta automática|automatisch antwoord|automatiskt svar|自動応答)/i;

/** What wrote a mail: a person, or what kind of machine (RFC 3834 §2, RFC 2369, and what programs do instead). */
export function kindOf(headers: HeaderMap, from: string | undefined, subject: string): MailKind {
  const value = (name: string) => headers.get(name)?.trim().toLowerCase() ?? '';
  const type = value('content-type');
  if (type.startsWith('multipart/report') || (value('return-path') === '<>' && /^(?:mailer-daemon|postmaster)@/i.test(from ?? ''))) return 'bounce';
  const submitted = value('auto-submitted');
  const isAuto =
    (submitted !== '' && submitted !== 'no') ||
    ['x-autoreply', 'x-autorespond', 'x-autoresponder'].some((name) => headers.has(name)) ||
    value('precedence') === 'auto_reply' ||
    value('x-apple-action') === 'vacation';
  const answers = headers.has('in-reply-to') || headers.has('references');
  if ((isAuto && (answers || submitted.startsWith('auto-replied'))) || AUTO_SUBJECT.test(subject)) return 'auto_reply';
  if (headers.has('list-id') || headers.has('list-post')) return 'list';
  if (headers.has('list-unsubscribe') || /^(?:bulk|list|junk)$/.test(value('precedence'))) return 'bulk';
  if (isAuto || NOBODY.test(from ?? '')) return 'notification';
  return 'person';
}

const ROLE =
  /^(?:info|support|sales|contact|hello|office|admin|team|billing|accounts?|help|service|jobs|careers|marketing|webmaster|abuse|privacy|security|legal|hr|press|kontakt|buero|verkauf|vertrieb|rechnung)@/i;
/** An address behind which no one person sits. */
export const isRoleAddress = (address: string): boolean => ROLE.test(address) || NOBODY.test(address);
