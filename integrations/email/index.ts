import { defineIntegration } from '#sdk';
import { actions } from './actions/index.ts';
import { effects } from './effects/index.ts';
import { eventTypes } from './event-types.ts';
import { features } from './features.ts';
import { forget } from './forget.ts';
import * as models from './models/index.ts';
import { on } from './on.ts';
import { env, providers, twin } from './providers/index.ts';
import { settings } from './settings.ts';
import { schedules, streams, tasks } from './tasks/index.ts';
import { urls } from './urls/index.ts';
import { publicRoutes } from './urls/public.ts';
import { webhooks } from './webhooks/index.ts';

/** Three rooms under one roof: the mailbox, the way out through providers and what becomes of it, and outreach to many. */
export default defineIntegration({
  name: 'email',
  title: 'E-mail',
  description: 'Keeps timelines true to real mailboxes, sends as the people who own them, and reaches many at once.',
  env,
  twin,
  providers,
  features,
  models,
  urls,
  publicRoutes,
  webhooks,
  tasks,
  schedules,
  streams,
  effects,
  actions,
  eventTypes,
  on,
  settings,
  forget,
});
