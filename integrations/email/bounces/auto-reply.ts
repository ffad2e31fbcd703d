import type { Reason } from './reasons.ts';

export interface Head {
  /** By lower-case name; the first of each. */
  get(name: string): string | undefined;
  has(name: string): boolean;
}

const AWAY_SUBJECT =
  /^(?:re:\s*|aw:\s*|tr:\s*)?(?:automatic reply\b|auto(?:matic)?[ -]?repl(?:y|ies)\b|auto ?:|autoreply|out of (?:the )?office|ooo\b|oof\b|away from|on (?:holiday|vacation|leave)|abwesenheits|automatische antwort|abwesend|réponse automatique|absence|absent|respuesta automática|fuera de la oficina|risposta automatica|fuori ufficio|resposta automática|automatisch antwoord|afwezig|automatiskt svar|自動応答|自動返信|不在)/iu;
const LEFT =
  /\b(?:no longer (?:work|with|employed|part of)|has left (?:the company|us|our)|have left (?:the company|acme)|is no longer at|nicht mehr (?:im unternehmen|bei|für .{1,40} tätig|in unserem)|hat (?:das|unser) unternehmen verlassen|ne (?:travaille|fait) plus|a quitté (?:la|notre|l)|ya no trabaja|non lavora più|werkt niet meer|não trabalha mais)|退職/iu;
const CHALLENGE =
  /\b(?:confirm that you are (?:a )?human|verify your (?:e-?mail|address) (?:to|by)|sender verification|challenge[ -]response|boxbe|spamarrest|click (?:the link|here) to (?:prove|confirm) you)\b/iu;

export interface AutoReply {
  reason: Extract<Reason, 'out_of_office' | 'left_company' | 'auto_reply' | 'challenge'>;
  rule: string;
  quote: string;
}

/** Headers by which machines say what they are (RFC 3834 and what came before), with the value that tells. */
function sign(head: Head): { rule: string; quote: string } | undefined {
  const auto = head.get('auto-submitted')?.trim().toLowerCase();
  if (auto && !auto.startsWith('no')) return { rule: 'auto-submitted', quote: `Auto-Submitted: ${auto}` };
  for (const name of ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-reply-from', 'x-mail-autoreply'])
    if (head.has(name)) return { rule: name, quote: `${name}: ${head.get(name)}` };
  const precedence = head.get('precedence')?.trim().toLowerCase();
  if (precedence === 'auto_reply' || precedence === 'auto-reply') return { rule: 'precedence', quote: `Precedence: ${precedence}` };
  if (head.get('x-apple-action')?.toLowerCase().includes('vacation')) return { rule: 'x-apple-action', quote: 'X-Apple-Action: vacation' };
  return undefined;
}

/** Whether a machine wrote it, and what it wants to say. Bulk mail is no answer. */
export function autoReply(head: Head, subject: string, text: string): AutoReply | undefined {
  if (head.has('list-id') || head.has('list-unsubscribe')) return undefined;
  const said = sign(head);
  const bySubject = AWAY_SUBJECT.exec(subject.trim());
  const isExchange = head.has('x-auto-response-suppress') && head.has('in-reply-to');
  if (!said && !bySubject && !isExchange) return undefined;
  // A machine that was not asked anything: a notification, not an answer.
  if (!bySubject && said?.quote.includes('auto-generated') && !head.has('in-reply-to')) return undefined;
  const evidence =
    said ?? (bySubject ? { rule: 'subject', quote: subject.trim().slice(0, 200) } : { rule: 'x-auto-response-suppress', quote: 'X-Auto-Response-Suppress' });
  const left = LEFT.exec(text);
  if (left) return { reason: 'left_company', rule: evidence.rule, quote: around(text, left.index, left[0].length) };
  const challenge = CHALLENGE.exec(text);
  if (challenge) return { reason: 'challenge', rule: evidence.rule, quote: around(text, challenge.index, challenge[0].length) };
  const isAway =
    bySubject !== null ||
    /\b(?:out of (?:the )?office|on (?:vacation|holiday|leave)|away|abwesend|nicht im büro|im urlaub|absent|en congé|vacaciones|ferie|afwezig)\b|不在|休暇/iu.test(
      text,
    );
  return { reason: isAway ? 'out_of_office' : 'auto_reply', ...evidence };
}

const around = (text: string, at: number, length: number): string => {
  const from = Math.max(text.lastIndexOf('\n', at) + 1, at - 100);
  const end = text.indexOf('\n', at + length);
  return text.slice(from, Math.min(end < 0 ? text.length : end, at + length + 150)).trim();
};
