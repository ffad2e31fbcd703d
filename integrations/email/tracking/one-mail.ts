import { and, eq } from 'drizzle-orm';
import { identities } from '#crm/models';
import type { ConnectedContext } from '#sdk';
import type { OutgoingMessage } from '../client/transport.ts';
import { saveLinks } from '../store/engagements.ts';
import type { OutgoingRow } from '../store/outgoing.ts';
import { trackingOf } from '../store/outreach-settings.ts';
import { attributeOf, htmlParts } from '../templates/html-parts.ts';
import type { LinkMaker } from '../templates/liquid.ts';
import { trackerOf } from './links.ts';

/** HTML as somebody wrote it, with its links followed and the pixel before its end. Nothing in it is a template. */
export function followHtml(html: string, maker: LinkMaker): string {
  const cuts: { start: number; end: number; by: string }[] = [];
  let bodyEnd = html.length;
  for (const part of htmlParts(html)) {
    if (part.kind === 'close' && part.name === 'body') bodyEnd = part.start;
    if (part.kind !== 'open' || (part.name !== 'a' && part.name !== 'area')) continue;
    const href = part.attributes.find(({ name }) => name === 'href');
    if (!href || !/^\s*https?:/i.test(href.value) || attributeOf(part, 'data-no-track') !== undefined) continue;
    const by = maker.link(href.value.trim());
    cuts.push({ start: href.start, end: href.end, by: href.isQuoted ? by : `"${by}"` });
  }
  cuts.push({ start: bodyEnd, end: bodyEnd, by: maker.pixel() });
  let out = '';
  let at = 0;
  for (const { start, end, by } of cuts.sort((a, b) => a.start - b.start)) {
    out += html.slice(at, start) + by;
    at = end;
  }
  return out + html.slice(at);
}

/**
 * A single mail with its links followed, where its writer asked for it and its one reader may be followed. A mail to several
 * is not: nobody could say whose click it was. What is kept of it here stays as it was written.
 */
export async function followedMail(ctx: ConnectedContext, row: OutgoingRow, message: OutgoingMessage): Promise<OutgoingMessage> {
  const { workspaceId } = ctx;
  const [reader] = row.to;
  if (!row.tracked || message.html === undefined || !reader || row.to.length + row.cc.length + row.bcc.length > 1) return message;
  const mode = await ctx.db.transaction(async (tx) => {
    const [known] = row.contactId
      ? [{ contactId: row.contactId }]
      : await tx
          .select({ contactId: identities.contactId })
          .from(identities)
          .where(and(eq(identities.workspaceId, workspaceId), eq(identities.kind, 'email'), eq(identities.value, reader.address.toLowerCase())));
    return (await trackingOf(tx, workspaceId, known ? [known.contactId] : []))(known?.contactId ?? '');
  });
  // Of one mail in the aggregate, somebody would still be known.
  if (mode !== 'full') return message;
  const tracker = await trackerOf(ctx);
  const html = followHtml(message.html, tracker.makerFor({ m: row.id }, { opens: true, clicks: true }));
  await ctx.db.transaction((tx) => saveLinks(tx, workspaceId, tracker.takeLinks()));
  return { ...message, html };
}
