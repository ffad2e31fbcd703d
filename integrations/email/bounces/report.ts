/** Blocks of `Name: value` lines, folded ones joined (RFC 3464 §2.1). A Map: a header may be called `__proto__`. */
export type Fields = ReadonlyMap<string, string>;

export function fieldBlocks(raw: string): Fields[] {
  const blocks: Map<string, string>[] = [];
  let block = new Map<string, string>();
  // The line that is being read, which the next ones may go on with.
  let line: string | undefined;
  const keep = (): void => {
    if (line === undefined) return;
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (NAME.test(name)) {
      const value = line.slice(colon + 1).trim();
      const before = block.get(name);
      block.set(name, before === undefined ? value : `${before}\n${value}`);
    }
    line = undefined;
  };
  const close = (): void => {
    keep();
    if (block.size === 0) return;
    blocks.push(block);
    block = new Map();
  };
  const text = withPlainLines(raw);
  for (let at = 0; at <= text.length; ) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    const first = text[at];
    const isFolded = first === ' ' || first === '\t';
    if (end === at || (isFolded && text.slice(at, end).trim() === '')) close();
    else if (isFolded && line !== undefined) line += ` ${text.slice(at, end).trimStart()}`;
    else {
      keep();
      line = text.slice(at, end);
    }
    at = end + 1;
  }
  close();
  return blocks;
}
const NAME = /^[!-9;-~]+$/;
const withPlainLines = (text: string): string => {
  if (!text.includes('\r')) return text;
  const plain = text.replaceAll('\r\n', '\n');
  return plain.includes('\r') ? plain.replaceAll('\r', '\n') : plain;
};

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
