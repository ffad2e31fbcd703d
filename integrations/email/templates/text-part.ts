import { attributeOf, type HtmlPart, htmlParts, readText } from './html-parts.ts';

/** What a reader of plain text does not see. */
const SILENT = new Set(['head', 'style', 'script', 'title', 'template', 'noscript']);
const BLOCKS = new Set(['p', 'div', 'table', 'tr', 'ul', 'ol', 'blockquote', 'section', 'article', 'header', 'footer', 'form', 'center', 'address', 'pre']);
const HEADINGS = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const isHidden = (part: HtmlPart & { kind: 'open' }) =>
  /display\s*:\s*none|max-height\s*:\s*0(?![.\d])/.test(attributeOf(part, 'style') ?? '') || attributeOf(part, 'hidden') !== undefined;
const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);

/** The plain text beside an HTML mail: lines, lists, headings, and each link written out after its words. */
export function textPart(html: string): string {
  let text = '';
  let silent: { name: string; depth: number } | undefined;
  const lists: { ordered: boolean; count: number }[] = [];
  const links: { href: string; at: number }[] = [];
  const gap = (lines: number) => {
    if (text === '') return;
    const have = /\n*$/.exec(text)?.[0].length ?? 0;
    text = text.replace(/[ \t]+$/, '') + '\n'.repeat(Math.max(0, lines - have));
  };
  for (const part of htmlParts(html)) {
    if (silent) {
      if (part.kind === 'open' && part.name === silent.name && !VOID.has(part.name)) silent.depth++;
      if (part.kind === 'close' && part.name === silent.name && --silent.depth === 0) silent = undefined;
      continue;
    }
    if (part.kind === 'text') {
      const words = readText(html, part)
        .replace(/\u034f|[\u200b-\u200d\ufeff\u00ad]/g, '')
        .replace(/[ \t\r\n\f\u00a0]+/g, ' ');
      const isStart = text === '' || /\s$/.test(text);
      text += isStart ? words.replace(/^ /, '') : words;
      continue;
    }
    const { name } = part;
    if (part.kind === 'open') {
      if (SILENT.has(name) || (!VOID.has(name) && isHidden(part))) silent = { name, depth: 1 };
      else if (name === 'br') text = `${text.replace(/[ \t]+$/, '')}\n`;
      else if (name === 'hr') {
        gap(2);
        text += '---';
        gap(2);
      } else if (name === 'img') text += attributeOf(part, 'alt') ?? '';
      else if (name === 'a') links.push({ href: attributeOf(part, 'href') ?? '', at: text.length });
      else if (name === 'ul' || name === 'ol') {
        gap(lists.length > 0 ? 1 : 2);
        lists.push({ ordered: name === 'ol', count: 0 });
      } else if (name === 'li') {
        gap(1);
        const list = lists.at(-1);
        if (list) list.count++;
        text += `${'  '.repeat(Math.max(0, lists.length - 1))}${list?.ordered ? `${list.count}.` : '-'} `;
      } else if (name === 'td' || name === 'th') {
        if (text !== '' && !/\s$/.test(text)) text += ' ';
      } else if (HEADINGS.has(name) || name === 'p') gap(2);
      else if (BLOCKS.has(name)) gap(1);
      continue;
    }
    if (name === 'a') {
      const link = links.pop();
      const words = link ? text.slice(link.at).trim() : '';
      if (link && /^(https?:|\uE000)/i.test(link.href) && words !== link.href) text = words ? `${text.trimEnd()}: ${link.href}` : text + link.href;
    } else if (name === 'ul' || name === 'ol') {
      lists.pop();
      gap(lists.length > 0 ? 1 : 2);
    } else if (HEADINGS.has(name) || name === 'p') gap(2);
    else if (BLOCKS.has(name)) gap(1);
  }
  return text
    .split('\n')
    .map((line) => line.replace(/[ \t]+$/, ''))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
