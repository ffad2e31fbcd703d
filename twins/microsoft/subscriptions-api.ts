import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import { empty, json } from '../http/answer.ts';
import { jsonOf, type TwinRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import type { OAuthAccount } from '../oauth/options.ts';
import { lookUp, type Store } from '../store.ts';
import { graphError } from './errors.ts';
import type { Handler } from './graph-api.ts';
import type { MicrosoftData } from './store.ts';
import { expiryOf, isMailResource, subscriptionBody, subscriptionView, validates } from './subscriptions.ts';

const CALENDARS = ['Calendars.Read', 'Calendars.ReadWrite'];
const MAIL = ['Mail.Read', 'Mail.ReadWrite'];
type Guard = (scopes: readonly string[], handle: Handler) => Route['handle'];

/** Subscriptions to changes: of calendars by who may read these, of mail by who may read that. */
export const subscriptionsApi = ({ store, clock }: { store: Store<MicrosoftData>; clock: VirtualClock }, guarded: Guard): Route[] => {
  const bodyOf = (request: TwinRequest) => jsonOf(request) as { resource?: string; expirationDateTime?: string } | undefined;
  const own = ({ id }: OAuthAccount) =>
    Object.values(store.data.subscriptions).filter(({ accountId, expirationMs }) => accountId === id && expirationMs > clock.nowMs());
  const subscriptionOf = (request: TwinRequest, account: OAuthAccount) => {
    const row = lookUp(store.data.subscriptions, request.params.subscriptionId ?? '');
    return row && row.accountId === account.id ? row : undefined;
  };
  const gone = () => graphError(404, 'ResourceNotFound', 'The object was not found.');
  const tooLong = () => graphError(400, 'ExtensionError', 'Subscription expiration can only be 10080 minutes in the future.');

  const subscribe: Handler = async (request, account) => {
    const parsed = subscriptionBody.safeParse(jsonOf(request));
    if (!parsed.success) return graphError(400, 'InvalidRequest', z.prettifyError(parsed.error));
    const { expirationDateTime, notificationUrl, lifecycleNotificationUrl = null, resource, changeType, clientState = '' } = parsed.data;
    const expirationMs = expiryOf(clock, expirationDateTime);
    if (expirationMs === undefined) return tooLong();
    for (const url of [notificationUrl, lifecycleNotificationUrl])
      if (url && !(await validates(url)))
        return graphError(400, 'ValidationError', 'Subscription validation request failed. Must respond with 200 OK to this request.');
    if (own(account).some((each) => each.resource === resource && each.changeType === changeType))
      return graphError(409, 'Conflict', 'A subscription for this resource exists already.');
    const row = { id: randomUUID(), accountId: account.id, resource, changeType, notificationUrl, lifecycleNotificationUrl, clientState, expirationMs };
    store.data.subscriptions[row.id] = row;
    return json(201, subscriptionView(row));
  };
  const prolong: Handler = (request, account) => {
    const row = subscriptionOf(request, account);
    if (!row) return gone();
    const expirationMs = expiryOf(clock, String(bodyOf(request)?.expirationDateTime));
    if (expirationMs === undefined) return tooLong();
    row.expirationMs = expirationMs;
    return json(200, subscriptionView(row));
  };
  const remove: Handler = (request, account) => {
    const row = subscriptionOf(request, account);
    if (!row) return gone();
    delete store.data.subscriptions[row.id];
    return empty(204);
  };

  const path = '/microsoft/v1.0/subscriptions';
  const either = [...CALENDARS, ...MAIL];
  return [
    { method: 'POST', path, handle: (request) => guarded(isMailResource(bodyOf(request)?.resource ?? '') ? MAIL : CALENDARS, subscribe)(request) },
    { method: 'GET', path, handle: guarded(either, (_request, account) => json(200, { value: own(account).map(subscriptionView) })) },
    { method: 'PATCH', path: `${path}/{subscriptionId}`, handle: guarded(either, prolong) },
    { method: 'DELETE', path: `${path}/{subscriptionId}`, handle: guarded(either, remove) },
  ];
};
