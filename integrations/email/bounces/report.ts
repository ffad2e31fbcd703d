/** Blocks of `Name: value` lines, folded ones joined (RFC 3464 §2.1). A Map: a header may be called `__proto__`. */
export type Fields = ReadonlyMap<string, string>;

export function fieldBlocks(text: string): Fields[] {
  const blocks: Map<string, string>[] = [];
  for (const paragraph of text.replaceAll(/\r\n?/g, '\n').split(/\n[\t ]*\n+/)) {
    const block = new Map<string, string>();
    for (const line of paragraph.replaceAll(/\n[\t ]+/g, ' ').split('\n')) {
      const colon = line.indexOf(':');
      const name = line.slice(0, colon).trim().toLowerCase();
      if (colon > 0 && /^[!-9;-~]+$/.test(name))
        block.set(name, block.has(name) ? `${block.get(name)}\n${line.slice(colon + 1).trim()}` : line.slice(colon + 1).trim());
    }
    if (block.size > 0) blocks.push(block);
  }
  return blocks;
}

const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
export type Action = (typeof ACTIONS)[number];
export interface ReportedRecipient {
  address: string;
  /** Whom it was written to, where it was passed on. */
  originalAddress: string | null;
  action: Action;
  status: string | undefined;
  diagnostic: string;
}

/** `rfc822; ann@acme.test` and the like; xtext of RFC 3461 §4 undone. */
function typed(value: string | undefined): string {
  if (!value) return '';
  const after = value.includes(';') ? value.slice(value.indexOf(';') + 1) : value;
  return after
    .split('\n')[0]
    ?.trim()
    .replaceAll(/\+([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(/^<|>$/g, '') as string;
}
const bare = (value: string | undefined): string => (value ? value.slice(value.indexOf(';') + 1).trim() : '');
const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text);

function actionOf(fields: Fields): Action {
  const said = /^[a-z]+/.exec(fields.get('action')?.trim().toLowerCase() ?? '')?.[0];
  const known = ACTIONS.find((each) => each === said);
  if (known) return known;
  const digit = /[245](?=\.)/.exec(fields.get('status') ?? '')?.[0];
  return digit === '2' ? 'delivered' : 'failed';
}

/** The recipients of a `message/delivery-status`, each with its own words and nobody else's. */
export function reportedRecipients(text: string): ReportedRecipient[] {
  return fieldBlocks(text).flatMap((fields) => {
    const final = typed(fields.get('final-recipient')) || typed(fields.get('x-actual-recipient'));
    const original = typed(fields.get('original-recipient'));
    const address = isAddress(final) ? final : isAddress(original) ? original : '';
    if (!address) return [];
    return [
      {
        address,
        originalAddress: isAddress(original) && original.toLowerCase() !== address.toLowerCase() ? original : null,
        action: actionOf(fields),
        status: /[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0],
        diagnostic: bare(fields.get('diagnostic-code')),
      },
    ];
  });
}

/** Of returned headers, or of a whole returned message: as far as its head goes. */
export function headOf(text: string): Fields {
  const from = text.search(/\S/);
  if (from < 0) return new Map();
  const end = text.slice(from).search(/\r?\n[\t ]*\r?\n|\r\r/);
  return fieldBlocks(end < 0 ? text.slice(from) : text.slice(from, from + end))[0] ?? new Map();
}

export interface Feedback {
  type: string;
  recipients: string[];
  envelopeId: string | undefined;
}
/** An abuse report (RFC 5965). */
export function feedback(text: string): Feedback {
  const fields = new Map<string, string>();
  for (const block of fieldBlocks(text)) for (const [name, value] of block) fields.set(name, fields.has(name) ? `${fields.get(name)}\n${value}` : value);
  return {
    type: (fields.get('feedback-type') ?? 'abuse').trim().toLowerCase(),
    recipients: (fields.get('original-rcpt-to') ?? '')
      .split(/[\n,]/)
      .map((each) => typed(each.replaceAll(/[<>]/g, '').trim()))
      .filter(isAddress),
    envelopeId: fields.get('original-envelope-id'),
  };
}
