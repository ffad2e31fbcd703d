import { type ConnectedContext, PatchbayError } from '#sdk';
import { context, section } from '../blocks/build.ts';
import { escaped, link } from '../blocks/text.ts';
import type { Json } from '../client/chat.ts';
import { refusalOf, unfurl } from '../client/index.ts';
import { linkUrl } from '../commands/identify.ts';
import { whoIs } from '../people.ts';
import { dealView, nameOf, type RecordRef } from '../records.ts';
import { dealCard } from '../rules/card.ts';
import { linkEvent } from '../serializers/events.ts';
import { channelOf } from '../store/channels.ts';

const TYPES: Readonly<Record<string, RecordRef['type']>> = { deals: 'deal', contacts: 'contact', organizations: 'organization' };

/** Which record a link of ours leads to; undefined for every other address. */
export function recordOfLink(url: string, origin: string): RecordRef | undefined {
  const parsed = URL.parse(url);
  if (!parsed || parsed.origin !== origin) return undefined;
  const [, folder = '', id = ''] = /^\/(deals|contacts|organizations)\/([0-9a-f-]{36})$/.exec(parsed.pathname) ?? [];
  const type = TYPES[folder];
  return type && id ? { type, id } : undefined;
}

async function cardOf(ctx: ConnectedContext, ref: RecordRef, url: string): Promise<Json[] | undefined> {
  try {
    if (ref.type === 'deal') {
      const view = await dealView(ctx, ref.id);
      return [...(dealCard(view, { sentence: `${view.stage} · ${view.amount}` }).blocks ?? [])];
    }
    return [section(`*${link(url, await nameOf(ctx, ref))}*`), context(escaped(ref.type === 'contact' ? 'Contact' : 'Company'))];
  } catch (error) {
    // What whoever posted the link may not see is shown to nobody.
    if (error instanceof PatchbayError && error.code === 'not_found') return undefined;
    throw error;
  }
}

/**
 * A link of ours was posted: everybody in the channel sees what is shown, so it is what its poster may see, and nothing
 * where people of other companies read along. Who is not known here is asked, alone, to say who they are.
 */
export async function unfurlLinks(ctx: ConnectedContext, event: unknown): Promise<void> {
  const { channel, user, message_ts: ts, unfurl_id: unfurlId, source, links } = linkEvent.parse(event);
  const origin = new URL(ctx.links.url('/')).origin;
  const ours = links.flatMap(({ url }) => {
    const ref = recordOfLink(url, origin);
    return ref ? [{ url, ref }] : [];
  });
  if (ours.length === 0) return;
  const at = channel === 'COMPOSER' && unfurlId ? { unfurlId, source: source ?? 'composer' } : { channel, ts };
  const row = await ctx.db.transaction((tx) => channelOf(tx, { workspaceId: ctx.workspaceId, connectionId: ctx.connection.id }, channel));
  if (row?.isExternal || (!row && channel !== 'COMPOSER' && !channel.startsWith('D'))) return;
  const who = await whoIs(ctx, user);
  try {
    if (who.kind === 'nobody') {
      if (who.mayLink) await unfurl(ctx.http, at, { authUrl: await linkUrl(ctx, user), text: who.sentence });
      return;
    }
    const unfurls: Record<string, { blocks: Json[] }> = {};
    for (const { url, ref } of ours) {
      const blocks = await cardOf(who.ctx, ref, url);
      if (blocks) unfurls[url] = { blocks };
    }
    if (Object.keys(unfurls).length > 0) await unfurl(ctx.http, at, { unfurls });
  } catch (error) {
    // The message is gone, or its link was edited meanwhile.
    if (!refusalOf(error)?.startsWith('cannot_unfurl')) throw error;
  }
}
