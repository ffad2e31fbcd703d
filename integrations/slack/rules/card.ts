import { createHash } from 'node:crypto';
import { actions, button, context, fields, overflow, section, select } from '../blocks/build.ts';
import { bold, day, escaped, link, mention } from '../blocks/text.ts';
import type { Json, OutgoingMessage } from '../client/chat.ts';
import type { DealView } from '../records.ts';
import { fillTemplate } from './template.ts';

export interface CardExtras {
  ruleId?: string;
  ruleName?: string;
  sentence: string;
  template?: string | null;
  actor?: string;
  from?: string;
  to?: string;
  /** Outcome buttons are of no use on what is over. */
  isOver?: boolean;
}

/** The one living card of a deal: what it is now, and what can be done about it in place. */
export function dealCard(view: DealView, extras: CardExtras): OutgoingMessage & { hash: string } {
  const { deal, url, stage, organization, owner, amount, pipeline } = view;
  const title = link(url, deal.name);
  const head = extras.template
    ? fillTemplate(extras.template, {
        name: deal.name,
        amount,
        stage,
        organization: organization ?? '–',
        owner: owner?.name ?? '–',
        close: deal.expectedCloseDate ?? '–',
        next: deal.nextStep ?? '–',
        sentence: extras.sentence,
        link: title,
        actor: extras.actor ?? '–',
        from: extras.from ?? '–',
        to: extras.to ?? stage,
      })
    : `*${title}*\n${escaped(extras.sentence)}`;
  const isOver = deal.status !== 'open';
  const ref = `deal:${deal.id}`;
  const blocks: Json[] = [
    section(
      head,
      overflow('deal_more', [
        { label: 'Why did I get this?', value: `why:${ref}` },
        { label: 'Snooze for a day', value: `snooze:${ref}` },
        { label: 'Mute this deal', value: `mute:${ref}` },
        { label: 'Rewind', value: `rewind:${ref}` },
      ]),
    ),
    fields([
      `*Stage*\n${escaped(stage)}${isOver ? (deal.status === 'won' ? ' :tada:' : '') : ''}`,
      `*Amount*\n${escaped(amount)}`,
      `*Owner*\n${owner ? (owner.slackId ? mention(owner.slackId) : escaped(owner.name)) : 'nobody'}`,
      `*Expected close*\n${deal.expectedCloseDate ? day(deal.expectedCloseDate) : '–'}`,
      ...(organization ? [`*Company*\n${escaped(organization)}`] : []),
      ...(deal.nextStep ? [`*Next step*\n${escaped(deal.nextStep)}`] : []),
    ]),
  ];
  if (!isOver)
    blocks.push(
      actions(
        pipeline && pipeline.stages.length > 0
          ? select(
              'deal_stage',
              'Move to…',
              pipeline.stages.map(({ key, title: label }) => ({ value: `${key}|${deal.id}`.slice(0, 75), label })),
              `${deal.stage}|${deal.id}`,
            )
          : undefined,
        button('deal_update', 'Update', ref, { style: 'primary' }),
        button('deal_note', 'Log note', ref),
        button('deal_room', 'Open deal room', ref),
      ),
    );
  if (extras.ruleName) blocks.push(context(`Rule: ${bold(extras.ruleName)}${extras.actor ? ` · last change by ${escaped(extras.actor)}` : ''}`));
  const message = { text: extras.sentence, blocks };
  return { ...message, hash: createHash('sha256').update(JSON.stringify(message)).digest('base64url').slice(0, 22) };
}
