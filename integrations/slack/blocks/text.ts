/** Cuts at whole characters; the cut shows. */
export const cut = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const letters = [...text.slice(0, max)];
  // The last one may be half of a surrogate pair.
  return `${letters
    .slice(0, -1)
    .join('')
    .toWellFormed()
    .slice(0, max - 1)}…`;
};

/** Every text that comes from the record: `<!channel>` in a deal’s name shall ring nobody. */
export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A link with a name of somebody’s making. */
export const link = (url: string, label: string): string =>
  `<${url.replaceAll('|', '%7C').replaceAll('>', '%3E')}|${escaped(label).replaceAll('|', '¦').replaceAll('\n', ' ')}>`;
export const bold = (text: string): string => `*${escaped(text).replaceAll('*', '∗')}*`;
export const mention = (slackUserId: string): string => `<@${slackUserId}>`;
/** A day as each reader’s zone writes it. */
export const day = (date: string): string => {
  const seconds = Math.floor(Date.parse(`${date}T12:00:00Z`) / 1000);
  return Number.isFinite(seconds) ? `<!date^${seconds}^{date_short_pretty}|${date}>` : escaped(date);
};
export const moment = (at: Date): string =>
  `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty} {time}|${at.toISOString().slice(0, 16).replace('T', ' ')} UTC>`;

/** `1250.00 EUR` as people write it. */
export function money(amount: string | number | null | undefined, currency: string): string {
  if (amount === null || amount === undefined) return 'no amount';
  const value = Number(amount);
  if (!Number.isFinite(value)) return 'no amount';
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: Number.isInteger(value) ? 0 : 2 }).format(value);
  } catch {
    return `${value} ${currency}`;
  }
}

/** What people typed in Slack, as plain text: entities opened, mentions and links by their names. */
export const plain = (text: string): string =>
  text
    .replaceAll(/<(https?:[^|>]+)\|([^>]+)>/g, '$2 ($1)')
    .replaceAll(/<(https?:[^>]+)>/g, '$1')
    .replaceAll(/<mailto:[^|>]+\|([^>]+)>/g, '$1')
    .replaceAll(/<#[A-Z0-9]+\|([^>]*)>/g, '#$1')
    .replaceAll(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, '@$1')
    .replaceAll(/<!(\w+)[^>]*>/g, '@$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
