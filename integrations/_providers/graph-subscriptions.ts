import { z } from 'zod';
import { type Challenge, type HttpClient, type InboundEvent, PatchbayError, type RawRequest, type SharedTokenScheme } from '#sdk';

/** The longest that Graph grants for calendars and mail is 10,080 minutes (learn.microsoft.com, subscription resource, 2026-11). */
const LIFE_MS = (10_080 - 15) * 60_000;

const subscription = z.object({ id: z.string(), expirationDateTime: z.string() });
export interface GraphSubscription {
  externalId: string;
  expiresAt: Date;
}
interface Asked {
  http: HttpClient;
  /** `<integration>.<provider>`, before the name of the call. */
  operation: string;
  now: Date;
  headers?: Record<string, string>;
}
const kept = (body: unknown): GraphSubscription => {
  const { id, expirationDateTime } = subscription.parse(body);
  return { externalId: id, expiresAt: new Date(expirationDateTime) };
};
const until = (now: Date) => new Date(now.getTime() + LIFE_MS).toISOString();
const statusOf = (error: unknown): unknown => (error instanceof PatchbayError ? error.details.facts?.status : undefined);

interface Wanted {
  resource: string;
  url: string;
  lifecycleUrl: string | undefined;
  token: string;
}

/**
 * Asks Graph to tell of every change of a resource. It calls both addresses before it answers. One that stands there already,
 * because its answer was lost or another workspace reads the same account, is taken over.
 */
export async function subscribe(asked: Asked, { resource, url, lifecycleUrl, token }: Wanted): Promise<GraphSubscription> {
  const { http, operation, now, headers = {} } = asked;
  try {
    const { body } = await http.request({
      method: 'POST',
      url: '/subscriptions',
      json: {
        changeType: 'created,updated,deleted',
        notificationUrl: url,
        lifecycleNotificationUrl: lifecycleUrl,
        resource,
        expirationDateTime: until(now),
        clientState: token,
      },
      headers,
      operation: `${operation}.watch`,
      lane: 'backfill',
    });
    return kept(body);
  } catch (error) {
    const standing = statusOf(error) === 409 ? await standingAt(asked, resource, url) : undefined;
    const taken = standing && (await renew(asked, standing));
    if (taken) return taken;
    throw error;
  }
}

const standing = z.object({ value: z.array(z.object({ id: z.string(), resource: z.string(), notificationUrl: z.string().nullish() })) });
async function standingAt({ http, operation, headers = {} }: Asked, resource: string, url: string): Promise<string | undefined> {
  const { body } = await http.request({ method: 'GET', url: '/subscriptions', headers, operation: `${operation}.list-watches`, lane: 'backfill' });
  return standing.parse(body).value.find((each) => each.resource === resource && each.notificationUrl === url)?.id;
}

/** Undefined: Graph knows it no more. */
export async function renew({ http, operation, now, headers = {} }: Asked, externalId: string): Promise<GraphSubscription | undefined> {
  try {
    const { body } = await http.request({
      method: 'PATCH',
      url: `/subscriptions/${encodeURIComponent(externalId)}`,
      json: { expirationDateTime: until(now) },
      headers,
      operation: `${operation}.renew`,
      lane: 'backfill',
    });
    return kept(body);
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** Gone already is done. */
export async function unsubscribe({ http, operation, headers = {} }: Omit<Asked, 'now'>, externalId: string): Promise<void> {
  try {
    await http.request({
      method: 'DELETE',
      url: `/subscriptions/${encodeURIComponent(externalId)}`,
      headers,
      operation: `${operation}.stop-watching`,
      lane: 'backfill',
    });
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

const notification = z.object({
  value: z
    .array(
      z.object({
        subscriptionId: z.string(),
        changeType: z.string().optional(),
        lifecycleEvent: z.string().optional(),
        subscriptionExpirationDateTime: z.string().optional(),
        resourceData: z.object({ id: z.string().optional(), '@odata.etag': z.string().optional() }).nullish(),
      }),
    )
    .min(1)
    .max(1000),
});

/** A notification as handlers get it: which subscription it belongs to. It is believed when it names one of ours. */
export interface GraphPush {
  channelId: string;
  resourceId: null;
}

/** The subscription's address names its account: pushes say only which subscription they belong to. */
export function accountOf({ url }: RawRequest): string {
  const account = new URL(url).searchParams.get('account');
  if (!account) throw new PatchbayError('invalid_input', { detail: 'The push says no account.' });
  return account;
}
export const withAccount = (url: string, account: string): string => `${url}?account=${encodeURIComponent(account)}`;

/** What changed, and what is said of the subscription itself (`missed`, `subscriptionRemoved`, `reauthorizationRequired`). */
export function graphPushes(request: RawRequest): readonly InboundEvent[] {
  const accountId = accountOf(request);
  const { value } = notification.parse(JSON.parse(request.rawBody.toString('utf8')));
  return value.map((each) => ({
    // They have no id: what changed, and into which version, names them.
    eventId: [
      each.subscriptionId,
      each.lifecycleEvent ?? each.changeType,
      each.resourceData?.id,
      each.resourceData?.['@odata.etag'],
      each.subscriptionExpirationDateTime,
    ].join(':'),
    type: `microsoft.${each.lifecycleEvent ?? each.changeType ?? 'changed'}`,
    accountId,
    orderingKey: each.subscriptionId,
    payload: { channelId: each.subscriptionId, resourceId: null } satisfies GraphPush,
  }));
}

const scheme: SharedTokenScheme = { kind: 'shared-token', field: 'value.*.clientState', refusalStatus: 401, covers: [] };
/** Asked before a subscription is made. */
const challenge: Challenge = { kind: 'echo-query', method: 'POST', param: 'validationToken', contentType: 'text/plain; charset=utf-8' };
/** What both addresses of a subscription have in common. Whoever answers later than three seconds is sent less, and then nothing. */
export const graphWebhook = { provider: 'microsoft', scheme, challenge, success: { status: 202 }, parse: graphPushes };
