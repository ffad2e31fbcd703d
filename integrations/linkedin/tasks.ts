import { z } from 'zod';
import { type Schedule, task } from '#sdk';
import { keepAccount } from './account.ts';
import { keepLeadFile } from './leads/file/keep-file.ts';
import { isConnected, isOfficial } from './leads/is-official.ts';
import { fetchNews } from './leads/news.ts';
import { keepSubscriptions } from './leads/owners.ts';
import { leadStream } from './leads/stream.ts';
import { applyImport } from './network/apply.ts';
import { bridgeStream } from './network/bridge.ts';
import { partnerStream } from './network/partner.ts';
import { changeStream, shareNews } from './network/portability.ts';
import { readImport } from './network/read-import.ts';
import { pageStream } from './pages/stream.ts';
import { purge, readProfile } from './profile.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const streams = [leadStream, pageStream, changeStream, partnerStream, bridgeStream];

const nothing = z.strictObject({});
export const tasks = [
  task({
    name: 'linkedin.fetch-leads',
    payload: nothing,
    run: async (ctx) => {
      if (isOfficial(ctx)) await fetchNews(ctx);
    },
  }),
  task({
    name: 'linkedin.keep-subscriptions',
    payload: nothing,
    run: async (ctx) => {
      if (isOfficial(ctx)) await keepSubscriptions(ctx);
    },
  }),
  task({
    name: 'linkedin.keep-account',
    payload: nothing,
    run: async (ctx) => {
      if (isOfficial(ctx)) await keepAccount(ctx);
    },
  }),
  task({
    name: 'linkedin.read-profile',
    payload: nothing,
    run: async (ctx) => {
      if (isOfficial(ctx)) await readProfile(ctx);
    },
  }),
  task({
    name: 'linkedin.share-news',
    payload: nothing,
    run: async (ctx) => {
      if (isConnected(ctx)) await shareNews(ctx);
    },
  }),
  task({
    name: 'linkedin.purge',
    payload: nothing,
    run: async (ctx) => {
      await purge(ctx);
    },
  }),
  task({
    name: 'linkedin.read-import',
    payload: z.strictObject({ importId: z.uuid() }),
    job: { title: 'Read a copy of LinkedIn data' },
    expireInSeconds: 3_600,
    run: (ctx, { importId }) => readImport(ctx, importId),
  }),
  task({
    name: 'linkedin.keep-lead-file',
    payload: z.strictObject({ fileId: z.uuid() }),
    job: { title: 'Bring leads in from a file' },
    expireInSeconds: 3_600,
    run: (ctx, { fileId }) => keepLeadFile(ctx, fileId),
  }),
  task({
    name: 'linkedin.apply-import',
    payload: z.strictObject({ importId: z.uuid() }),
    job: { title: 'Bring a LinkedIn network in' },
    expireInSeconds: 3_600,
    run: (ctx, { importId }) => applyImport(ctx, importId),
  }),
];

export const schedules: readonly Schedule[] = [
  { task: 'linkedin.purge', each: 'workspace', everyMs: HOUR_MS },
  { task: 'linkedin.read-profile', each: 'connection', everyMs: DAY_MS },
  { task: 'linkedin.keep-subscriptions', each: 'connection', everyMs: 2 * HOUR_MS },
  { task: 'linkedin.keep-account', each: 'connection', everyMs: DAY_MS },
];
