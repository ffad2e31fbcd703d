import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { empty, json } from '../http/answer.ts';
import { jsonOf } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { lookUp, type Store } from '../store.ts';
import type { WebhookSender } from '../webhook-sender.ts';
import type { Guard } from './api.ts';
import { sendgridError } from './errors.ts';
import { publicKeyOf } from './signature.ts';
import type { EventWebhook, SendgridData } from './store.ts';

const SETTINGS = '/sendgrid/v3/user/webhooks/event/settings';
const PARSE = '/sendgrid/v3/user/webhooks/parse/settings';
const kinds = [
  'processed',
  'dropped',
  'deferred',
  'delivered',
  'bounce',
  'open',
  'click',
  'spam_report',
  'unsubscribe',
  'group_unsubscribe',
  'group_resubscribe',
];
const settings = z.object({
  enabled: z.boolean().default(true),
  url: z.url(),
  friendly_name: z.string().default(''),
  ...Object.fromEntries(kinds.map((kind) => [kind, z.boolean().default(false)])),
});
const parse = z.object({ hostname: z.string(), url: z.url(), spam_check: z.boolean().default(false), send_raw: z.boolean().default(false) });

/** Where events and inbound mail go. Signing is a call of its own, after which the key is told. */
export const webhooksApi = (store: Store<SendgridData>, guard: Guard, now: () => string, sender: WebhookSender, secret: string): Route[] => {
  const withHook = (act: (hook: EventWebhook, body: unknown) => ReturnType<typeof json>) =>
    guard('user.webhooks.event.settings.update', (request) => {
      const hook = lookUp(store.data.webhooks, request.params.id ?? '');
      return hook ? act(hook, jsonOf(request)) : sendgridError(404, 'Invalid id provided.');
    });
  return [
    {
      method: 'POST',
      path: SETTINGS,
      handle: guard('user.webhooks.event.settings.create', (request) => {
        const parsed = settings.safeParse(jsonOf(request));
        if (!parsed.success) return sendgridError(400, 'url is not a valid url');
        if (Object.values(store.data.webhooks).some(({ url }) => url === parsed.data.url))
          return sendgridError(400, `Webhook at '${parsed.data.url}' already exists. Please provide a unique URL.`);
        if (Object.keys(store.data.webhooks).length >= 5)
          return sendgridError(400, 'You have reached the maximum number of webhooks per your current billing plan.');
        const hook: EventWebhook = { ...parsed.data, id: randomUUID(), created_date: now(), updated_date: now(), public_key: '' };
        store.data.webhooks[hook.id] = hook;
        sender.register(hook.url, secret);
        const { public_key: _none, ...unsigned } = hook;
        return json(201, unsigned);
      }),
    },
    {
      method: 'GET',
      path: `${SETTINGS}/all`,
      handle: guard('user.webhooks.event.settings.read', () => json(200, { max_allowed: 5, webhooks: Object.values(store.data.webhooks) })),
    },
    { method: 'GET', path: `${SETTINGS}/{id}`, handle: withHook((hook) => json(200, hook)) },
    {
      method: 'PATCH',
      path: `${SETTINGS}/{id}`,
      handle: withHook((hook, body) => {
        const parsed = settings.partial().safeParse(body);
        if (!parsed.success) return sendgridError(400, 'url is not a valid url');
        Object.assign(hook, parsed.data, { updated_date: now() });
        sender.register(hook.url, secret);
        return json(200, hook);
      }),
    },
    {
      method: 'DELETE',
      path: `${SETTINGS}/{id}`,
      handle: withHook((hook) => {
        delete store.data.webhooks[hook.id];
        return empty(204);
      }),
    },
    { method: 'GET', path: `${SETTINGS}/signed/{id}`, handle: withHook(({ id, public_key }) => json(200, { id, public_key })) },
    {
      method: 'PATCH',
      path: `${SETTINGS}/signed/{id}`,
      handle: withHook((hook, body) => {
        const isOn = (body as { enabled?: unknown } | undefined)?.enabled === true;
        hook.public_key = isOn ? publicKeyOf(secret) : '';
        return json(200, { id: hook.id, public_key: hook.public_key });
      }),
    },
    { method: 'GET', path: PARSE, handle: guard('user.webhooks.parse.settings.read', () => json(200, { result: Object.values(store.data.parse) })) },
    {
      method: 'POST',
      path: PARSE,
      handle: guard('user.webhooks.parse.settings.create', (request) => {
        const parsed = parse.safeParse(jsonOf(request));
        if (!parsed.success) return sendgridError(400, 'hostname and url are required');
        store.data.parse[parsed.data.hostname] = parsed.data;
        sender.register(parsed.data.url, secret, 'inbound');
        return json(201, parsed.data);
      }),
    },
  ];
};
