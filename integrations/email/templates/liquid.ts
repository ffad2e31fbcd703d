import { decodeHTMLAttribute } from 'entities/decode';
import { type Context, type Emitter, Liquid, Tag, type TagToken, type Template, type TopLevelToken } from 'liquidjs';
import { PatchbayError } from '#sdk';

/** A page of mail takes a millisecond or two, on a busy machine a hundred; what takes longer than this was made to never end. */
const RENDER_MS = 1000;
const MEMORY_UNITS = 2_000_000;
const PARSE_CHARS = 600_000;

/** What a recipient's links become; kept under a symbol so that no template can name it. */
export const TRACKED = Symbol('tracked');
export interface LinkMaker {
  link(href: string): string;
  /** The open pixel, as HTML; empty where opens are not followed. */
  pixel(): string;
}
type Scope = Record<string, unknown> & { [TRACKED]?: LinkMaker };

export interface Rendered {
  subject: string;
  html: string | null;
  text: string;
}
export interface TemplateSource {
  subject: string;
  html: string | null;
  text: string;
  /** Snippets by name, for `{% render 'signature' %}`. */
  snippets?: Readonly<Record<string, { html: string; text: string }>> | undefined;
}

const makerOf = (context: { environments: object }) => (context.environments as Scope)[TRACKED];
/** `{% pb_link https://acme.example %}`: what is known when the template is read is not worked out again for each reader. */
class LinkTag extends Tag {
  readonly #written: string;
  readonly #href: string;
  constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid) {
    super(token, rest, liquid);
    this.#written = token.args;
    this.#href = decodeHTMLAttribute(token.args).trim();
  }
  render(context: Context, emitter: Emitter): void {
    emitter.write(makerOf(context)?.link(this.#href) ?? this.#written);
  }
}

function engine(escapes: boolean, partials: Readonly<Record<string, string>>): Liquid {
  const liquid = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    ...(escapes ? { outputEscape: 'escape' as const } : {}),
    parseLimit: PARSE_CHARS,
    renderLimit: RENDER_MS,
    memoryLimit: MEMORY_UNITS,
    templates: { ...partials },
    relativeReference: false,
  });
  liquid.registerFilter('pb_link', function (href: unknown) {
    const written = String(href ?? '');
    return makerOf(this.context)?.link(decodeHTMLAttribute(written).trim()) ?? written;
  });
  liquid.registerTag('pb_link', LinkTag);
  liquid.registerFilter('pb_pixel', function () {
    return makerOf(this.context)?.pixel() ?? '';
  });
  return liquid;
}

/** What is wrong with a template, in words for who wrote it. */
export function problemOf(error: unknown): { sentence: string; line?: number } {
  const message = error instanceof Error ? error.message : String(error);
  const line = /line:(\d+)/.exec(message)?.[1];
  const at = line ? { line: Number(line) } : {};
  if (/render limit/.test(message)) return { sentence: 'This template takes too long: a loop in it does not end in time.', ...at };
  if (/alloc limit|parse length limit/.test(message)) return { sentence: 'This template is too large, or builds something too large.', ...at };
  if (/call stack/.test(message)) return { sentence: 'A snippet in this template uses itself.', ...at };
  if (/ENOENT/.test(message)) return { sentence: `This template uses a snippet that does not exist: ${/"([^"]+)"/.exec(message)?.[1] ?? 'unnamed'}.`, ...at };
  return { sentence: `This template cannot be read: ${message.replace(/, (file|line):.*$/s, '')}.`, ...at };
}

const oneLine = (text: string) =>
  text
    .replace(/[\r\n\u2028\u2029]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();

/**
 * Made once, rendered for many. Nothing of a template runs as code; time, memory and length are bounded.
 * @throws PatchbayError invalid_input: it cannot be read
 */
export function prepare(source: TemplateSource): (data: Record<string, unknown>, links?: LinkMaker) => Rendered {
  const parts = Object.entries(source.snippets ?? {});
  const htmlEngine = engine(true, Object.fromEntries(parts.map(([name, { html }]) => [name, html])));
  const textEngine = engine(false, Object.fromEntries(parts.map(([name, { text }]) => [name, text])));
  const parse = (liquid: Liquid, path: string, template: string): Template[] => {
    try {
      return liquid.parse(template);
    } catch (error) {
      const { sentence, line } = problemOf(error);
      throw new PatchbayError('invalid_input', { detail: sentence, errors: [{ path, message: line ? `Line ${line}: ${sentence}` : sentence }] });
    }
  };
  const subject = parse(textEngine, 'subject', source.subject);
  const html = source.html === null ? null : parse(htmlEngine, 'html', source.html);
  const text = parse(textEngine, 'text', source.text);
  return (data, links) => {
    // Given as globals too: a snippet sees nothing else.
    const scope: Scope = links ? { ...data, [TRACKED]: links } : data;
    try {
      return {
        subject: oneLine(String(textEngine.renderSync(subject, scope, { globals: scope }))),
        html: html === null ? null : String(htmlEngine.renderSync(html, scope, { globals: scope })),
        text: String(textEngine.renderSync(text, scope, { globals: scope })),
      };
    } catch (error) {
      const { sentence, line } = problemOf(error);
      throw new PatchbayError('invalid_input', { detail: sentence, errors: [{ path: 'template', message: line ? `Line ${line}: ${sentence}` : sentence }] });
    }
  };
}

/** The fields a template asks for: `contact.firstName`, `unsubscribeUrl`; what it makes itself is not among them. */
export function fieldsOf(template: string): string[] {
  const { globals } = engine(true, {}).parseAndAnalyzeSync(template, undefined, { partials: false });
  const paths = Object.values(globals).flatMap((uses) => uses.map(({ segments }) => segments.filter((segment) => typeof segment === 'string').join('.')));
  return [...new Set(paths)].sort();
}
