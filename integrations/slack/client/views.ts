import { z } from 'zod';
import type { HttpClient } from '#sdk';
import { write } from './call.ts';
import type { Json } from './chat.ts';

const opened = z.object({ view: z.object({ id: z.string(), hash: z.string() }) });

/** Within three seconds of the click that gave the trigger, and once. */
export const openView = async (http: HttpClient, triggerId: string, view: Json) =>
  (await write(http, 'views.open', { trigger_id: triggerId, view }, opened, { timeoutMs: 2_500 })).view;
export const publishHome = (http: HttpClient, user: string, view: Json) =>
  write(http, 'views.publish', { user_id: user, view }, z.object({}), { lane: 'webhook', idempotent: true });
