/** A name as Slack takes it: small letters, digits, `-`, at most 80; what is written in other letters is written plainly. */
export const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');

/** `deal-{deal}` with what it stands for; a clash gets a number behind it. */
export function roomName(template: string, parts: Readonly<Record<'deal' | 'organization' | 'owner', string>>, attempt = 1): string {
  const filled = template.replaceAll(/\{(\w+)\}/g, (_whole, key: string) => (key in parts ? slug(parts[key as keyof typeof parts]) || 'x' : ''));
  const tail = attempt > 1 ? `-${attempt}` : '';
  return `${
    slug(filled)
      .slice(0, 80 - tail.length)
      .replace(/-+$/, '') || 'deal'
  }${tail}`;
}
