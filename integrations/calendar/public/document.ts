import type { PublicAnswer } from '#sdk';
import { html, type Markup } from './html.ts';
import { SCRIPT_NAME } from './script.ts';
import { STYLE } from './style.ts';

export interface Document {
  title: string;
  locale: string;
  isEmbedded?: boolean;
  /** Without a script: a picture of a page. */
  isStill?: boolean;
  /** Where the guest is taken a moment later. */
  onward?: string | undefined;
  body: Markup;
}

/** One whole page. Its style travels with it: nothing stands between the guest and the first paint. */
export const documentOf = ({ title, locale, isEmbedded, isStill, onward, body }: Document, status = 200): PublicAnswer => ({
  status,
  html: ({ style }) =>
    `<!doctype html>${
      html`<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><meta name="referrer" content="strict-origin-when-cross-origin"><title>${title}</title>${
        onward ? html`<meta http-equiv="refresh" content="3;url=${onward}">` : ''
      }<link rel="icon" href="data:,"><style nonce="${style}">`.text
    }${STYLE}${html`</style>${isStill ? '' : html`<script defer src="/book/assets/${SCRIPT_NAME}"></script>`}</head><body${isEmbedded ? html` class="embed"` : ''}>${body}<div id="live" class="gone" aria-live="polite"></div></body></html>`.text}`,
});
