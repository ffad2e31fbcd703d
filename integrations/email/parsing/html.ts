import sanitizeHtml from 'sanitize-html';

const BLOCK = /<\/?(?:p|div|br|tr|table|ul|ol|li|h[1-6]|blockquote|hr|pre)\b[^>]*>/gi;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', '#39': "'" };
const MOST = 2_000_000;

/** The words of an HTML mail, a line a block. */
export function textOfHtml(html: string): string {
  const words = html
    .slice(0, MOST)
    .replaceAll(/<(style|script|head|title)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(BLOCK, '\n')
    .replaceAll(/<[^>]{0,10000}>/g, '');
  const text = words.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{2,8});/gi, (whole, name: string) => {
    const known = ENTITIES[name.toLowerCase()];
    if (known) return known;
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : name.startsWith('#') ? Number(name.slice(1)) : Number.NaN;
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : whole;
  });
  return text
    .replaceAll(/[ \t]+\n/g, '\n')
    .replaceAll(/\n[ \t]+/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

const STYLES = {
  '*': Object.fromEntries(
    [
      'color',
      'background-color',
      'font-size',
      'font-weight',
      'font-style',
      'font-family',
      'text-align',
      'text-decoration',
      'line-height',
      'padding',
      'margin',
      'border',
      'border-collapse',
      'width',
      'max-width',
      'height',
      'vertical-align',
      'white-space',
      'list-style-type',
    ]
      .flatMap((name) =>
        name === 'padding' || name === 'margin' || name === 'border' ? ['', '-top', '-right', '-bottom', '-left'].map((side) => name + side) : [name],
      )
      .map((name) => [name, [/^(?!.*(?:url|expression|javascript|@import))[^<>{};]{1,200}$/i]]),
  ),
};
const IMAGE_TYPE = /^data:image\/(?:png|gif|jpe?g|webp);base64,/i;

export interface SafeHtml {
  html: string;
  /** Pictures that would be fetched from elsewhere, and tell the sender that it was read. */
  blockedImages: number;
}

/**
 * A mail's HTML as it may be shown in a frame without scripts: no active content, no forms, no addresses but the web's and
 * mail's. Pictures from elsewhere are left out until a person asks for them; those in the mail are shown by `imageOf`.
 */
export function safeHtml(html: string, options: { remoteImages: boolean; imageOf: (contentId: string) => string | undefined }): SafeHtml {
  let blockedImages = 0;
  const clean = sanitizeHtml(html.slice(0, MOST), {
    allowedTags: [...sanitizeHtml.defaults.allowedTags, 'img', 'center', 'font', 'u', 's', 'del', 'ins', 'big'].filter((tag) => tag !== 'main'),
    disallowedTagsMode: 'discard',
    nestingLimit: 100,
    allowedAttributes: {
      a: ['href', 'title', 'target', 'rel'],
      img: ['src', 'alt', 'title', 'width', 'height'],
      '*': [
        'style',
        'align',
        'valign',
        'bgcolor',
        'color',
        'width',
        'height',
        'border',
        'cellpadding',
        'cellspacing',
        'colspan',
        'rowspan',
        'dir',
        'lang',
        'face',
        'size',
      ],
    },
    allowedStyles: STYLES,
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['http', 'https', 'data'] },
    allowProtocolRelative: false,
    transformTags: {
      a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, target: '_blank', rel: 'noopener noreferrer nofollow' } }),
      img: (tagName, { src = '', ...attribs }) => {
        const inMail = /^cid:(.+)$/i.exec(src)?.[1];
        const shown = inMail ? options.imageOf(inMail) : IMAGE_TYPE.test(src) || (/^https?:/i.test(src) && options.remoteImages) ? src : undefined;
        if (!shown && /^(?:https?:)?\/\//i.test(src)) blockedImages++;
        return { tagName, attribs: shown ? { ...attribs, src: shown } : attribs };
      },
    },
  });
  return { html: clean, blockedImages };
}
