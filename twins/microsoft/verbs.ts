import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import { lookUp, type Store } from '../store.ts';
import { type Verb, verb } from '../twin.ts';
import { exceptionsOf } from './one-meeting.ts';
import { accounts, type GraphEvent, type MicrosoftData } from './store.ts';
import { lifecycle, notifications } from './subscriptions.ts';
import { changeEvent, eventBody, insertEvent, keepEvent } from './write-event.ts';

const accountKey = z.string().default('dora@globex.test');

/** What people do in Outlook itself. */
export const microsoftVerbs = (store: Store<MicrosoftData>, clock: VirtualClock, onQuota: () => void): Record<string, Verb> => {
  const at = () => clock.now().toISOString();
  const accountOf = (key: string) => {
    const account = accounts.find(({ id, email }) => id === key || email === key);
    if (!account) throw new RangeError(`No account “${key}”. There are: ${accounts.map(({ email }) => email).join(', ')}.`);
    return account;
  };
  const deed = (events: readonly GraphEvent[]) => ({ result: { events }, webhooks: notifications(store.data, events, clock.nowMs()) });
  return {
    'event.put': verb(
      'Write an event, or change one by id',
      z.strictObject({ account: accountKey, id: z.string().optional(), organizer: z.string().optional(), event: z.looseObject({}) }),
      ({ account: key, id, organizer, event }) => {
        const account = accountOf(key);
        const body = eventBody.parse(event);
        const existing = id === undefined ? undefined : lookUp(store.data.events, id);
        if (id !== undefined && !existing) throw new RangeError(`No event “${id}”.`);
        if (existing) return deed([changeEvent(store.data, existing, body, at())]);
        const calendar = Object.values(store.data.calendars).find(({ accountId, isDefault }) => accountId === account.id && isDefault);
        const made = insertEvent(store.data, account, calendar?.id ?? '', body, at());
        return deed([
          organizer
            ? keepEvent(
                store.data,
                { ...made, isOrganizer: false, organizer: { emailAddress: { address: organizer } }, responseStatus: { response: 'notResponded' } },
                at(),
              )
            : made,
        ]);
      },
    ),
    'event.delete': verb('Delete an event', z.strictObject({ id: z.string() }), ({ id }) => {
      const event = lookUp(store.data.events, id);
      if (!event) throw new RangeError(`No event “${id}”.`);
      for (const exception of exceptionsOf(store.data, event)) keepEvent(store.data, { ...exception, isDeleted: true }, at());
      return deed([keepEvent(store.data, { ...event, isDeleted: true }, at())]);
    }),
    'channel.drop': verb('Forget all subscriptions, silently', z.strictObject({}), () => {
      const dropped = Object.keys(store.data.subscriptions).length;
      store.data.subscriptions = {};
      return { result: { dropped } };
    }),
    'subscription.lifecycle': verb(
      'Tell of the life of a subscription',
      z.strictObject({ account: accountKey, event: z.enum(['missed', 'subscriptionRemoved', 'reauthorizationRequired']) }),
      ({ account: key, event }) => {
        const rows = Object.values(store.data.subscriptions).filter(({ accountId }) => accountId === accountOf(key).id);
        if (event === 'subscriptionRemoved') for (const { id } of rows) delete store.data.subscriptions[id];
        return { result: { subscriptions: rows.length }, webhooks: rows.flatMap((row) => lifecycle(row, event)) };
      },
    ),
    'sync.drop': verb('Forget all delta links: the next read by one gets 410', z.strictObject({}), () => {
      store.data.deltaEpoch += 1;
      return { result: { epoch: store.data.deltaEpoch } };
    }),
    'latency.set': verb('Let each call last so long', z.strictObject({ ms: z.number().int().min(0).max(10_000) }), ({ ms }) => {
      store.data.latencyMs = ms;
      return { result: { ms } };
    }),
    'quota.set': verb('Change the calls in ten minutes and mailbox', z.strictObject({ limit: z.number().int().min(0).max(1_000_000) }), ({ limit }) => {
      store.data.allowance = { ...store.data.allowance, limit };
      onQuota();
      return { result: store.data.allowance };
    }),
  };
};
