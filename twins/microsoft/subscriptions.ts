import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import { isLoopbackUrl } from '../loopback.ts';
import type { Signer } from '../webhook-forgery.ts';
import type { Outgoing } from '../webhook-sender.ts';
import type { GraphEvent, MicrosoftData, Subscription } from './store.ts';

const LONGEST_MS = 10_080 * 60_000;
export const subscriptionBody = z.looseObject({
  changeType: z.string().min(1),
  notificationUrl: z.url(),
  lifecycleNotificationUrl: z.url().optional(),
  resource: z.string().min(1),
  expirationDateTime: z.iso.datetime({ offset: true }),
  clientState: z.string().max(128).optional(),
});

/** Nothing is signed: the state that the subscriber gave stands in every notification. */
export const signMicrosoft: Signer = () => ({});

export const expiryOf = (clock: VirtualClock, text: string): number | undefined => {
  const asked = Date.parse(text);
  if (asked > clock.nowMs() + LONGEST_MS || asked <= clock.nowMs()) return undefined;
  return Math.max(asked, clock.nowMs() + 45 * 60_000);
};

/** Both addresses must echo a token as plain text before anything is sent to them. */
export async function validates(url: string): Promise<boolean> {
  if (!isLoopbackUrl(url)) return false;
  const token = `Validation: Testing client application <reachability> ${randomUUID()}`;
  const address = new URL(url);
  address.searchParams.set('validationToken', token);
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: '',
      signal: AbortSignal.timeout(10_000),
      redirect: 'manual',
    });
    return answer.status === 200 && (answer.headers.get('content-type') ?? '').startsWith('text/plain') && (await answer.text()) === token;
  } catch {
    return false;
  }
}

export const subscriptionView = ({ expirationMs, accountId, ...row }: Subscription) => ({
  '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#subscriptions/$entity',
  ...row,
  creatorId: accountId,
  applicationId: 'microsoft-client',
  expirationDateTime: new Date(expirationMs).toISOString(),
});

const post = (subscription: Subscription, url: string, more: Record<string, unknown>, eventId: string): Outgoing => ({
  eventId,
  type: String(more.changeType ?? more.lifecycleEvent),
  url,
  body: JSON.stringify({
    value: [
      {
        subscriptionId: subscription.id,
        clientState: subscription.clientState,
        subscriptionExpirationDateTime: new Date(subscription.expirationMs).toISOString(),
        tenantId: '84bd8158-6d4d-4958-8b9f-9d6445542f95',
        ...more,
      },
    ],
  }),
});

export const isMailResource = (resource: string): boolean => /^\/?me\/(?:messages|mailFolders)/i.test(resource);

/** One notification for every living subscription of a mailbox in which something changed, for each of so many mails. */
export const mailNotifications = (data: MicrosoftData, accountId: string, mailIds: readonly string[], changeType: string, nowMs: number): Outgoing[] =>
  Object.values(data.subscriptions)
    .filter((each) => each.accountId === accountId && each.expirationMs > nowMs && isMailResource(each.resource) && each.changeType.includes(changeType))
    .flatMap((subscription) =>
      mailIds.map((id) => {
        const resource = `Users/${accountId}/Messages/${id}`;
        const etag = `W/"${data.mail.at}"`;
        const resourceData = { '@odata.type': '#Microsoft.Graph.Message', '@odata.id': resource, '@odata.etag': etag, id };
        return post(subscription, subscription.notificationUrl, { changeType, resource, resourceData }, `${subscription.id}:${id}:${data.mail.at}`);
      }),
    );

/** One notification for every living subscription of the calendars that changed. */
export const notifications = (data: MicrosoftData, events: readonly GraphEvent[], nowMs: number): Outgoing[] =>
  events.flatMap((event) =>
    Object.values(data.subscriptions)
      .filter(
        ({ accountId, resource, expirationMs }) =>
          accountId === event.accountId && expirationMs > nowMs && (resource === 'me/events' || decodeURIComponent(resource).includes(event.calendarId)),
      )
      .map((subscription) => {
        const changeType = event.isDeleted ? 'deleted' : 'updated';
        const resource = `Users/${event.accountId}/Events/${event.id}`;
        const resourceData = { '@odata.type': '#Microsoft.Graph.Event', '@odata.id': resource, '@odata.etag': `W/"${event.change}"`, id: event.id };
        return post(subscription, subscription.notificationUrl, { changeType, resource, resourceData }, `${subscription.id}:${event.change}`);
      }),
  );

export const lifecycle = (subscription: Subscription, lifecycleEvent: 'missed' | 'subscriptionRemoved' | 'reauthorizationRequired'): Outgoing[] =>
  subscription.lifecycleNotificationUrl ? [post(subscription, subscription.lifecycleNotificationUrl, { lifecycleEvent }, randomUUID())] : [];
