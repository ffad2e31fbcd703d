import type { Compiled } from './compile.ts';
import { attributeOf, htmlParts, readText } from './html-parts.ts';
import { fieldsOf, problemOf } from './liquid.ts';
import { hasMark, mask, withoutMarks } from './masked.ts';
import { isAlwaysThere, isKnownField, meantField } from './merge-fields.ts';

export interface Problem {
  code: string;
  level: 'error' | 'warning' | 'hint';
  sentence: string;
  fix: string;
}

/** Gmail shows the first 102 kB of the HTML and hides the rest behind a link, our unsubscribe link with it. */
export const CLIPPED_AT_BYTES = 102 * 1024;
/** What tracking adds to each link. */
const TRACKED_LINK_BYTES = 170;
const SHORTENERS = /^https?:\/\/(www\.)?(bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|is\.gd|buff\.ly|cutt\.ly|rb\.gy|rebrand\.ly)\//i;
const TRIGGERS = [
  'act now',
  'click here now',
  'double your',
  'earn extra cash',
  'free money',
  'guaranteed income',
  'limited time only',
  'make money',
  'no obligation',
  'once in a lifetime',
  'risk-free',
  'this is not spam',
  'urgent response',
  'winner',
  '100% free',
];

const list = (names: readonly string[]) => names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');

function mergeFieldProblems({ subject, html, text }: Compiled): Problem[] {
  const problems: Problem[] = [];
  let fields: string[];
  const whole = `${subject}\n${html ?? ''}\n${text}`;
  try {
    fields = fieldsOf(whole);
  } catch (error) {
    return [{ code: 'does_not_compile', level: 'error', sentence: problemOf(error).sentence, fix: 'Correct the merge field or tag at this place.' }];
  }
  for (const unknown of fields.filter((path) => !isKnownField(path) && !path.startsWith('pb_'))) {
    const meant = meantField(unknown);
    problems.push({
      code: 'unknown_field',
      level: 'error',
      sentence: `There is no field “${unknown}”: everybody would see nothing at its place.`,
      fix: meant ? `Write ${meant} instead.` : 'Choose a field from the list.',
    });
  }
  // `{{ contact.firstName }}` alone: who has no first name reads "Dear ,".
  const bare = new Set(
    [...whole.matchAll(/\{\{-?\s*([\w.]+(?:\["[^"]+"\])?)\s*([^}]*?)-?\}\}/g)]
      .filter(([, path = '', rest = '']) => isKnownField(path) && path.includes('.') && !isAlwaysThere(path) && !/\|\s*default\b/.test(rest))
      .map(([, path = '']) => path),
  );
  // What stands under `if contact.firstName` is not shown without it.
  for (const path of [...bare].filter((each) => !new RegExp(`\\{%-?\\s*(if|unless|elsif)\\b[^%]*\\b${each.replaceAll('.', '\\.')}\\b`).test(whole)))
    problems.push({
      code: 'missing_fallback',
      level: 'warning',
      sentence: `“${path}” has no fallback: where it is empty, the sentence has a hole.`,
      fix: `Write {{ ${path} | default: "…" }}.`,
    });
  return problems;
}

function htmlProblems(html: string): Problem[] {
  const problems: Problem[] = [];
  const hidden = mask(html);
  const { text } = hidden;
  let [images, links, words] = [0, 0, 0];
  let silent = 0;
  let anchor: { href: string; words: string } | undefined;
  const [broken, withoutAlt, insecure, shortened, disguised]: string[][] = [[], [], [], [], []];
  for (const part of htmlParts(text)) {
    if (part.kind === 'open') {
      if (part.name === 'style' || part.name === 'script' || part.name === 'title') silent++;
      if (part.name === 'script' || part.name === 'form' || part.name === 'iframe' || part.name === 'video')
        problems.push({
          code: 'not_shown',
          level: 'error',
          sentence: `Mail programs do not show <${part.name}>.`,
          fix: 'Take it out; link to a page instead.',
        });
      if (part.name === 'img') {
        images++;
        const source = attributeOf(part, 'src') ?? '';
        if (attributeOf(part, 'alt') === undefined) withoutAlt?.push(withoutMarks(source).slice(0, 60) || 'an image');
        if (/^http:/i.test(source)) insecure?.push(source.slice(0, 60));
        if (!hasMark(source) && !/^(https?:|cid:|data:image\/)/i.test(source)) broken?.push(source.slice(0, 60) || 'an image without address');
      }
      if (part.name === 'a') {
        links++;
        const href = (attributeOf(part, 'href') ?? '').trim();
        anchor = { href, words: '' };
        if (hasMark(href)) continue;
        if (SHORTENERS.test(href)) shortened?.push(href);
        if (/^http:/i.test(href)) insecure?.push(href.slice(0, 60));
        if (!isWellFormedLink(href)) broken?.push(href.slice(0, 60) || 'a link without address');
      }
    } else if (part.kind === 'close') {
      if (part.name === 'style' || part.name === 'script' || part.name === 'title') silent = Math.max(0, silent - 1);
      if (part.name === 'a' && anchor) {
        const shown = /^\s*(?:https?:\/\/)?((?:[\w-]+\.)+[a-z]{2,})/i
          .exec(anchor.words)?.[1]
          ?.toLowerCase()
          .replace(/^www\./, '');
        const real = /^https?:\/\/([^/:?#]+)/i
          .exec(anchor.href)?.[1]
          ?.toLowerCase()
          .replace(/^www\./, '');
        if (shown && real && shown !== real && !hasMark(anchor.href)) disguised?.push(`${shown} → ${real}`);
        anchor = undefined;
      }
    } else if (silent === 0) {
      const read = readText(text, part);
      words += read.split(/\s+/).filter(Boolean).length;
      if (anchor) anchor.words += read;
    }
  }
  const add = (found: readonly string[] | undefined, problem: (found: readonly string[]) => Problem) => {
    if (found && found.length > 0) problems.push(problem([...new Set(found)]));
  };
  add(broken, (found) => ({
    code: 'broken_link',
    level: 'error',
    sentence: `These addresses lead nowhere: ${list(found)}.`,
    fix: 'Begin each with https://, mailto: or tel:.',
  }));
  add(withoutAlt, (found) => ({
    code: 'missing_alt',
    level: 'warning',
    sentence: `${found.length === 1 ? 'An image has' : `${found.length} images have`} no alternative text: ${list(found)}.`,
    fix: 'Say in alt what it shows, or alt="" for decoration. Many see mails without images.',
  }));
  add(insecure, (found) => ({ code: 'insecure_link', level: 'hint', sentence: `These are not encrypted: ${list(found)}.`, fix: 'Use https.' }));
  add(shortened, (found) => ({
    code: 'shortened_link',
    level: 'warning',
    sentence: `Spam filters distrust shortened links: ${list(found)}.`,
    fix: 'Use the whole address; clicks are counted anyway.',
  }));
  add(disguised, (found) => ({
    code: 'disguised_link',
    level: 'warning',
    sentence: `A link shows one address and leads to another, as phishing does: ${list(found)}.`,
    fix: 'Use words for the link instead of an address.',
  }));
  const bytes = Buffer.byteLength(html) + links * TRACKED_LINK_BYTES;
  if (bytes > CLIPPED_AT_BYTES * 0.9)
    problems.push({
      code: 'too_large',
      level: bytes > CLIPPED_AT_BYTES ? 'error' : 'warning',
      sentence: `The mail has ${Math.round(bytes / 1024)} kB of HTML; Gmail cuts it off after 102 kB, with the unsubscribe link.`,
      fix: 'Shorten it, or take styles out that are not used.',
    });
  if (images > 0 && words < 20)
    problems.push({
      code: 'mostly_images',
      level: 'warning',
      sentence: 'Nearly all of it is images. Spam filters distrust that, and with images off nothing is left.',
      fix: 'Write what matters as text.',
    });
  return problems;
}

function isWellFormedLink(href: string): boolean {
  if (/^(mailto:[^@\s]+@[^@\s]+|tel:\+?[\d\s()-]+|sms:|#.)/i.test(href)) return true;
  if (!/^https?:\/\//i.test(href)) return false;
  try {
    const { hostname } = new URL(href);
    return hostname.includes('.') && !/^(localhost|127\.|10\.|192\.168\.)/.test(hostname) && !/\s/.test(href);
  } catch {
    return false;
  }
}

function wordProblems({ subject, html, text }: Compiled): Problem[] {
  const problems: Problem[] = [];
  const bareSubject = subject.replaceAll(/\{[{%][\s\S]*?[}%]\}/g, '').trim();
  if (subject.trim() === '') problems.push({ code: 'no_subject', level: 'error', sentence: 'The mail has no subject.', fix: 'Write one.' });
  if (bareSubject.length > 78)
    problems.push({
      code: 'long_subject',
      level: 'hint',
      sentence: `The subject has ${bareSubject.length} characters; phones show about 40.`,
      fix: 'Say the point first.',
    });
  const letters = bareSubject.replaceAll(/[^\p{L}]/gu, '');
  if (letters.length > 6 && letters === letters.toUpperCase() && letters !== letters.toLowerCase())
    problems.push({ code: 'spam_triggers', level: 'warning', sentence: 'The subject is all capitals.', fix: 'Write it as a sentence.' });
  if (/[!?]{2,}|\${2,}|€{2,}/.test(bareSubject))
    problems.push({ code: 'spam_triggers', level: 'warning', sentence: 'The subject shouts (!!, ??, $$).', fix: 'One mark is enough.' });
  if (/^(re|fwd?|aw|wg)\s*:/i.test(bareSubject))
    problems.push({ code: 'false_reply', level: 'warning', sentence: 'The subject pretends to be an answer.', fix: 'Leave out “Re:”.' });
  const all = `${subject}\n${text}`.toLowerCase();
  const found = TRIGGERS.filter((phrase) => all.includes(phrase));
  if (found.length > 0)
    problems.push({
      code: 'spam_triggers',
      level: 'warning',
      sentence: `Spam filters know these words well: ${list(found)}.`,
      fix: 'Say it in your own words.',
    });
  if (!/\bunsubscribeUrl\b|\bpreferencesUrl\b/.test(`${html ?? ''}${text}`))
    problems.push({
      code: 'missing_unsubscribe',
      level: 'warning',
      sentence: 'There is no way to unsubscribe in it. For a campaign there must be one.',
      fix: 'Add a link to {{ unsubscribeUrl }}.',
    });
  if (text.trim() === '' && (html === null || html.trim() === ''))
    problems.push({ code: 'empty', level: 'error', sentence: 'The mail is empty.', fix: 'Write something.' });
  return problems;
}

const RANK = { error: 0, warning: 1, hint: 2 } as const;
/** What a careful colleague would say before it is sent; worst first. */
export function lint(compiled: Compiled): Problem[] {
  return [...mergeFieldProblems(compiled), ...(compiled.html === null ? [] : htmlProblems(compiled.html)), ...wordProblems(compiled)].sort(
    (a, b) => RANK[a.level] - RANK[b.level],
  );
}

/** What only shows once it is rendered for somebody: holes that a fallback would fill, and mails with nothing in them. */
export function readsBadly({ subject, html, text }: Compiled): string | undefined {
  if (subject.trim() === '') return 'The subject is empty.';
  if (text.trim() === '' && (html === null || htmlParts(html).every((part) => part.kind !== 'text' || readText(html, part).trim() === '')))
    return 'The mail is empty.';
  const hole =
    /(?:\b(?:dear|hi|hello|hey|hallo|bonjour|hola|lieber?|liebe|guten tag)\s*[,!:])|\s,(?=\s)|\(\s*\)|“\s*”|\bundefined\b|\bnull\b|\[object Object\]/i.exec(
      `${subject}\n${text}`,
    );
  if (hole)
    return `It would read “${`${subject}\n${text}`
      .slice(Math.max(0, hole.index - 12), hole.index + hole[0].length + 12)
      .replaceAll(/\s+/g, ' ')
      .trim()}”.`;
  return undefined;
}
