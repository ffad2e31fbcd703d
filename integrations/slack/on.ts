import type { Context, PublishedEvent } from '#sdk';
import { slackConnection } from './connection.ts';
import { reactToEvent } from './rules/react.ts';
import { settingsOf } from './settings.ts';
import { tellThreads } from './timeline/tell.ts';

/** A room and its topic follow every change of the deal; many changes are one look. */
async function onDeal(ctx: Context, event: PublishedEvent): Promise<void> {
  await reactToEvent(ctx, event);
  const connected = event.type === 'deal.updated' ? await slackConnection(ctx) : undefined;
  if (connected)
    await connected.tasks.enqueue(
      'slack.follow-deal',
      { dealId: event.subject.id },
      { connectionId: connected.connection.id, singletonKey: `follow:${event.subject.id}` },
    );
}
async function onActivity(ctx: Context, event: PublishedEvent): Promise<void> {
  await reactToEvent(ctx, event);
  await tellThreads(ctx, event);
}

/** A lead without an owner goes to the channel where leads are taken. */
async function offer(ctx: Context, contactId: unknown): Promise<void> {
  const connected = typeof contactId === 'string' ? await slackConnection(ctx) : undefined;
  if (connected && settingsOf(connected.connection).claimChannelId)
    await connected.tasks.enqueue(
      'slack.offer-lead',
      { contactId: String(contactId) },
      { connectionId: connected.connection.id, singletonKey: `offer:${contactId}` },
    );
}
async function onContact(ctx: Context, event: PublishedEvent): Promise<void> {
  await reactToEvent(ctx, event);
  if (!event.data.ownerId && event.data.lifecycleStage === 'lead') await offer(ctx, event.subject.id);
}
async function onLead(ctx: Context, event: PublishedEvent): Promise<void> {
  await reactToEvent(ctx, event);
  if (!event.data.assigneeId) await offer(ctx, event.data.contactId);
}

/** What the CRM tells, and who here listens. */
export const on = {
  'deal.created': reactToEvent,
  'deal.updated': onDeal,
  'deal.stage_changed': reactToEvent,
  'deal.won': reactToEvent,
  'deal.lost': reactToEvent,
  'deal.deleted': reactToEvent,
  'activity.created': onActivity,
  'contact.created': onContact,
  'lead.created': onLead,
} as const;
