import type { ConnectedContext, CrmHit } from '#sdk';
import { actions, button, context, section } from '../blocks/build.ts';
import { bold, cut, escaped, link, money } from '../blocks/text.ts';
import type { Json, OutgoingMessage } from '../client/chat.ts';
import { stageTitle, urlOf } from '../records.ts';

const PAGE = 5;
const MOST = 50;
const KINDS = ['deal', 'contact', 'organization'] as const;
const ICONS: Readonly<Record<string, string>> = { deal: ':briefcase:', contact: ':bust_in_silhouette:', organization: ':office:' };

/** Everything that fits, as the person who asks may see it, a few at a time. */
export async function findRecords(ctx: ConnectedContext, query: string, from = 0, mayShare = true): Promise<OutgoingMessage> {
  if (query === '') return { text: 'What are you looking for? For instance: `/crm find acme`' };
  const hits = await ctx.crm.search(query, { kinds: [...KINDS], limit: MOST });
  if (hits.length === 0)
    return {
      text: `Nothing is found for “${cut(query, 100)}”.`,
      blocks: [section(`Nothing is found for ${bold(cut(query, 100))}.`), actions(button('open_new', 'New deal', 'deal'))],
    };
  const shown = hits.slice(from, from + PAGE);
  const lines = await linesOf(ctx, shown);
  const page = JSON.stringify({ q: query.slice(0, 300), from });
  const more = from + PAGE < hits.length;
  const buttons = [
    ...(from > 0 ? [button('find_back', 'Back', JSON.stringify({ q: query.slice(0, 300), from: Math.max(0, from - PAGE) }))] : []),
    ...(more ? [button('find_more', 'More', JSON.stringify({ q: query.slice(0, 300), from: from + PAGE }))] : []),
    ...(mayShare ? [button('find_share', 'Share to channel', page)] : []),
  ];
  return {
    text: `${hits.length === 1 ? '1 record' : `${hits.length}${hits.length === MOST ? ' or more' : ''} records`} for “${cut(query, 100)}”`,
    blocks: [
      ...lines,
      ...(buttons.length > 0 ? [actions(...buttons)] : []),
      context(
        `${from + 1}–${from + shown.length} of ${hits.length}${hits.length === MOST ? ' or more' : ''} for “${escaped(cut(query, 100))}” · as you may see it`,
      ),
    ],
  };
}

async function linesOf(ctx: ConnectedContext, hits: readonly CrmHit[]): Promise<Json[]> {
  const pipelines = hits.some(({ kind }) => kind === 'deal') ? await ctx.crm.pipelines.list() : [];
  const lines: Json[] = [];
  for (const { kind, id, title, excerpt } of hits) {
    const name = `${ICONS[kind] ?? ''} *${link(urlOf(ctx, kind, id), title || 'Without a name')}*`;
    if (kind !== 'deal') {
      lines.push(section(`${name}\n${escaped(cut(excerpt, 140))}`, button('record_note', 'Note', `${kind}:${id}`)));
      continue;
    }
    const deal = await ctx.crm.deals.get(id);
    lines.push(
      section(
        `${name}\n${escaped(stageTitle(pipelines, deal.pipelineId, deal.stage))} · ${escaped(money(deal.amount, deal.currency))}`,
        button('deal_update', 'Update', `deal:${id}`),
      ),
    );
  }
  return lines;
}
