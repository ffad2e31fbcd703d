/** Lines under which an answer quotes what it answers, as the usual programs write them. */
const QUOTE_HEAD = [
  /^(?:on|am|le|el|il|op|den|dnia|em|w dniu|på|het)\b.{4,200}\b(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev|napisał(?:\(a\))?|escreveu)\b.{0,80}:\s*$/iu,
  /^.{4,200}\b(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev|escreveu)\s*:\s*$/iu,
  /^-{2,}\s*(?:original message|ursprüngliche nachricht|message d.origine|mensaje original|messaggio originale|oorspronkelijk bericht|forwarded message|weitergeleitete nachricht)\s*-{2,}\s*$/iu,
  /^_{10,}\s*$/,
  /^\d{4}\D\d{1,2}\D\d{1,2}.{0,80}<[^>]+@[^>]+>\s*[:：]\s*$/u,
];
const HEADER_BLOCK = /^(?:from|von|de|da|van|från|fra)\s*:\s*\S/iu;
const HEADER_NEXT = /^(?:sent|gesendet|envoyé|enviado|inviato|verzonden|date|datum|to|an|à|para|cc|subject|betreff|objet)\s*:/iu;
const SIGNATURE = /^(?:-- ?|—|__)$/;
const MOBILE = /^(?:sent from my|von meinem .{2,40} gesendet|envoyé de mon|get outlook for|gesendet mit)\b/iu;

/** What is new in a mail: without what it quotes below, and without its signature. A forward is left whole. */
export function visibleReply(text: string, isForward: boolean): string {
  if (isForward) return text.trim();
  const lines = text.replaceAll('\r\n', '\n').split('\n', 20_000);
  let end = lines.length;
  for (let i = 0; i < lines.length; i++) {
    const line = (lines[i] ?? '').replace(/^[\s*_]+/, '').trimEnd();
    // "On … wrote:" may be broken over two lines.
    const joined = `${line} ${(lines[i + 1] ?? '').trim()}`;
    const isHead = QUOTE_HEAD.some((head) => head.test(line) || (/^(?:on|am|le|el|il|op)\b/i.test(line) && head.test(joined)));
    const isBlock = HEADER_BLOCK.test(line) && lines.slice(i + 1, i + 4).some((next) => HEADER_NEXT.test(next.replace(/^[\s*_]+/, '')));
    // A quote at the very top belongs to an answer written below it.
    if ((isHead || isBlock) && i > 0 && lines.slice(0, i).some((above) => above.trim() !== '')) {
      end = i;
      break;
    }
  }
  let shown = lines.slice(0, end);
  while (shown.length > 0 && /^\s*(?:>.*)?$/.test(shown.at(-1) ?? '')) shown = shown.slice(0, -1);
  const signature = shown.findLastIndex((line) => SIGNATURE.test(line) || MOBILE.test(line.trim()));
  // A signature is short; a line of dashes high up is part of the text.
  if (signature > 0 && shown.length - signature <= 15) shown = shown.slice(0, signature);
  const reply = shown.join('\n').trim();
  return reply || text.trim();
}
