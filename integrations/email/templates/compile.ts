import { PatchbayError } from '#sdk';
import { mask } from './masked.ts';
import { textPart } from './text-part.ts';

export const FORMATS = ['mjml', 'html', 'text'] as const;
export interface Draft {
  subject: string;
  format: (typeof FORMATS)[number];
  body: string;
  /** Written by hand; otherwise made from the HTML. */
  text?: string | null | undefined;
}
export interface Compiled {
  subject: string;
  html: string | null;
  text: string;
}

const PAGE = (body: string) =>
  `<!doctype html>\n<html>\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"></head>\n<body style="margin:0;padding:16px;font-family:-apple-system,Segoe UI,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5;color:#1a1a1a">\n${body}\n</body>\n</html>`;
const wrong = (path: string, message: string) => new PatchbayError('invalid_input', { errors: [{ path, message }] });

async function fromMjml(source: string): Promise<string> {
  if (!/<mjml[\s>]/i.test(source)) throw wrong('body', 'An MJML template begins with <mjml>.');
  // A second and 90 MB at import: only where somebody saves a template, never in a worker that sends.
  const { default: mjml2html } = await import('mjml');
  const hidden = mask(source);
  let made: Awaited<ReturnType<typeof mjml2html>>;
  try {
    made = await mjml2html(hidden.text, { validationLevel: 'soft', ignoreIncludes: true, useMjmlConfigOptions: false });
  } catch (error) {
    throw wrong('body', `This MJML cannot be read: ${error instanceof Error ? error.message.split('\n')[0] : 'unknown reason'}.`);
  }
  const [first] = made.errors;
  if (first) throw wrong('body', `Line ${first.line}: ${first.message}.`);
  return hidden.unmask(made.html);
}

/**
 * What is kept of a version and rendered for each recipient: HTML in which only Liquid is left, and its plain text. A piece
 * (a snippet) stands inside another mail and is no page.
 * @throws PatchbayError invalid_input
 */
export async function compile({ subject, format, body, text }: Draft, { isPiece = false } = {}): Promise<Compiled> {
  if (format === 'text') return { subject, html: null, text: text || body };
  const html = format === 'mjml' ? await fromMjml(body) : isPiece || /<(html|body)[\s>]/i.test(body) ? body : PAGE(body);
  const hidden = mask(html);
  return { subject, html, text: text?.trim() ? text : hidden.unmask(textPart(hidden.text)) };
}
