import { useEffect, useRef } from 'react';

const NEVER = 'script, style, iframe, object, embed, form, link, meta, base, svg, math';
const SHEET = /<style(?:\s[^>]*)?>([\s\S]*?)<\/style\s*>/gi;
const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi;
const STYLE = /("[^"]*"|'[^']*')|([\s/])style(?=\s*=)/gi;
const KEPT = 'data-kept-style';
const OUTSIDE = /^(?:https?:|mailto:|tel:)/i;
const OWN_PICTURE = /^(?:data:image\/|\/api\/v1\/email\/mails\/)/;
const TALLEST = 20_000;

export interface MailFrameProps {
  html: string;
  title: string;
  className?: string | undefined;
  /** Links open in a tab of their own; otherwise they lead nowhere. */
  opensLinks?: boolean;
  /** As high as what is in it. */
  grows?: boolean;
}

/** Styles are refused, and complained of, as soon as they are read: they are taken out before, and set afterwards. */
function apart(html: string): { html: string; sheets: string[] } {
  const sheets = [...html.matchAll(SHEET)].map(([, text]) => text ?? '');
  const rest = html
    .replaceAll(SHEET, '')
    .replaceAll(TAG, (tag) => tag.replaceAll(STYLE, (all, quoted: string | undefined, before: string) => (quoted ? all : `${before}${KEPT}`)));
  return { html: rest, sheets };
}

/**
 * Mail as its reader sees it, in a frame without scripts and without an address of its own. Our content policy holds inside
 * too: styles are set one by one, pictures come from this hub or not at all. Links lead nowhere, or into a tab of their own.
 */
export function MailFrame({ html, title, className, opensLinks = false, grows = false }: MailFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const shown = frame.current?.contentDocument;
    const view = shown?.defaultView as (Window & typeof globalThis) | null | undefined;
    if (!shown || !view) return;
    const taken = apart(html);
    const read = new DOMParser().parseFromString(taken.html, 'text/html');
    for (const element of read.querySelectorAll(NEVER)) element.remove();
    const sheets = taken.sheets.map((text) => {
      const sheet = new view.CSSStyleSheet();
      sheet.replaceSync(text.replaceAll(/@import[^;]+;/g, ''));
      return sheet;
    });
    const body = shown.importNode(read.body, true);
    const styles: [HTMLElement, string][] = [];
    for (const element of [body, ...body.querySelectorAll<HTMLElement>('*')]) {
      const style = element.getAttribute(KEPT);
      element.removeAttribute(KEPT);
      element.removeAttribute('style');
      if (style) styles.push([element, style]);
      for (const { name } of [...element.attributes]) if (name.startsWith('on')) element.removeAttribute(name);
      if (element.hasAttribute('href') && !(opensLinks && OUTSIDE.test(element.getAttribute('href') ?? ''))) element.setAttribute('href', '#');
      if (element.tagName === 'IMG' && !OWN_PICTURE.test(element.getAttribute('src') ?? '')) element.removeAttribute('src');
    }
    shown.body.replaceWith(body);
    for (const [element, style] of styles) element.style.cssText = style;
    shown.documentElement.lang = 'en';
    shown.adoptedStyleSheets = sheets;
    if (!grows) return;
    body.style.overflowY = 'hidden';
    body.style.overflowWrap = 'anywhere';
    if (!body.style.fontFamily) body.style.fontFamily = 'Inter, system-ui, sans-serif';
    if (!body.style.fontSize) body.style.fontSize = '14px';
    body.style.marginInline = '0';
    const measure = () => {
      if (frame.current) frame.current.style.height = `${Math.min(TALLEST, Math.ceil(body.getBoundingClientRect().height) + 16)}px`;
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(body);
    return () => observer.disconnect();
  }, [html, opensLinks, grows]);
  const sandbox = opensLinks ? 'allow-same-origin allow-popups allow-popups-to-escape-sandbox' : 'allow-same-origin';
  return <iframe ref={frame} title={title} className={className} sandbox={sandbox} />;
}
