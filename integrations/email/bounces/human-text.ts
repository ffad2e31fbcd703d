/** A bounce without a machine part: what can be read out of the sentences that servers write for people. */
export interface TextRecipient {
  address: string;
  diagnostic: string;
}

/** From here on it is our own mail that came back. */
const COPY =
  /^[\t >]*(?:-{2,} ?(?:this is a copy of|below this line is a copy|original message|the header of the original message|the body of the message|returned message|forwarded message|transcript of)|-{3,} ?(?:message header|undelivered message|unsent message)|this is a copy of (?:the|your) message|the original message (?:was|is) (?:attached|included)|message headers? follow|original message headers|content-type: message\/rfc822|return-path: <|received: from |=+ ?original message|元のメッセージ|-{2,} ?ursprüngliche nachricht)/im;
const ADDRESS = /[\w.!#$%&'*+/=?^`{|}~-]+@(?:[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?\.)+[\p{L}]{2,}/giu;
const DAEMON = /^(?:mailer-daemon|postmaster|mail-daemon|mdaemon|mailerdaemon|bounce|bounces|noreply|no-reply)@/i;

/** Who writes it, or what it is called. */
export const isFromDaemon = (from: string): boolean =>
  /(?:mailer-?daemon|postmaster|mail ?delivery|mdaemon|mail system|microsoft exchange|symantec|double-?bounce)/i.test(from);
export const BOUNCE_SUBJECT =
  /(?:undeliver|delivery (?:status notification|failure|failed|has failed|notification|problem)|mail delivery (?:failed|failure|error|problem|system)|returned mail|returning message|failure notice|mail failure|message (?:could not|not) (?:be )?deliver|could not be delivered|unable to deliver|non[- ]?remis|échec de (?:la )?remise|unzustellbar|nicht zugestellt|zustellung fehlgeschlagen|fehlgeschlagene zustellung|no se (?:puede|pudo) entregar|no entregado|mancato recapito|onbestelbaar|falha na entrega|не доставлено|配信不能|配信エラー|送信エラー|エラーメール|メールは配信できませんでした|退信)/iu;
export const DELAY_TEXT =
  /(?:warning message only|you do not need to resend|delivery (?:is )?delayed|has been delayed|will (?:be retried|continue to (?:try|retry)|keep trying)|still trying to deliver|delayed mail|could not (?:be sent|send message) for (?:the )?past|noch nicht zugestellt|wird weiterhin versucht|temporarily delayed)/i;

export const beforeCopy = (text: string): { words: string; copy: string } => {
  const at = COPY.exec(text);
  return at ? { words: text.slice(0, at.index), copy: text.slice(at.index) } : { words: text, copy: '' };
};

const clean = (address: string): string => address.replace(/[.']+$/, '').toLowerCase();

/** Addresses that failed, each with the words that follow it up to the next. `named`: what a header already says. */
export function textRecipients(words: string, named: readonly string[], own: readonly string[]): TextRecipient[] {
  const mine = new Set(own.map((each) => each.toLowerCase()));
  const wanted = new Set(named.map((each) => each.toLowerCase()));
  const places: { address: string; at: number; end: number }[] = [];
  for (const match of words.matchAll(ADDRESS)) {
    const address = clean(match[0]);
    const before = words.slice(Math.max(0, match.index - 12), match.index).toLowerCase();
    if (mine.has(address) || DAEMON.test(address) || /(?:from|sender|by|mailto):? ?[<"]?$/.test(before) || (wanted.size > 0 && !wanted.has(address))) continue;
    places.push({ address, at: match.index, end: match.index + match[0].length });
  }
  const first = new Map<string, { from: number; to: number }>();
  for (const [index, { address, at }] of places.entries()) {
    const next = places.slice(index + 1).find((each) => each.address !== address);
    const known = first.get(address);
    const to = next?.at ?? words.length;
    first.set(address, { from: known?.from ?? at, to: known ? Math.max(known.to, to) : to });
  }
  const found = [...first].map(([address, { from, to }]) => ({
    address,
    diagnostic: words
      .slice(from, Math.min(to, from + 1500))
      .replaceAll(/\s+/g, ' ')
      .trim(),
  }));
  // Nobody is named: the words are about whoever the header names.
  if (found.length === 0) return named.map((address) => ({ address: address.toLowerCase(), diagnostic: words.replaceAll(/\s+/g, ' ').trim().slice(0, 1500) }));
  return found.slice(0, 100);
}
