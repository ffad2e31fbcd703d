import { attributeOf, htmlParts } from './html-parts.ts';
import { mask } from './masked.ts';

/** Links of the mail's own machinery, and what its writer marked, are left as they are. */
const OWN = /\b(unsubscribeUrl|preferencesUrl)\b/;

/** Without Liquid in it, and fit to stand in a tag. */
const FIXED = /^[^"\\{}\r\n]+$/;

/**
 * Prepares HTML for tracking once, so that each recipient costs a render and no parsing: every `href` is handed to a filter,
 * which also sees what Liquid made of it, and the open pixel stands before the end of the body.
 */
export function instrument(html: string, { opens, clicks }: { opens: boolean; clicks: boolean }): string {
  const hidden = mask(html);
  const { text } = hidden;
  const cuts: { start: number; end: number; by: string }[] = [];
  let bodyEnd = text.length;
  for (const part of htmlParts(text)) {
    if (part.kind === 'close' && part.name === 'body') bodyEnd = part.start;
    if (!clicks || part.kind !== 'open' || (part.name !== 'a' && part.name !== 'area')) continue;
    const href = part.attributes.find(({ name }) => name === 'href');
    if (!href || href.value.trim() === '' || attributeOf(part, 'data-no-track') !== undefined) continue;
    const written = hidden.unmask(text.slice(href.start, href.end));
    if (OWN.test(written) || /^\s*(mailto:|tel:|sms:|cid:|#)/i.test(href.value)) continue;
    // What says the same to everybody is no work for Liquid.
    const by = FIXED.test(written) ? `{% pb_link ${written} %}` : `{% capture pb_href %}${written}{% endcapture %}{{ pb_href | pb_link | raw }}`;
    cuts.push({ start: href.start, end: href.end, by: href.isQuoted ? by : `"${by}"` });
  }
  if (opens) cuts.push({ start: bodyEnd, end: bodyEnd, by: '{{ "" | pb_pixel | raw }}' });
  let out = '';
  let at = 0;
  for (const { start, end, by } of cuts.sort((a, b) => a.start - b.start)) {
    out += text.slice(at, start) + by;
    at = end;
  }
  return hidden.unmask(out + text.slice(at));
}
