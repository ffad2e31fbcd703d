import { z } from 'zod';
import { type Context, PatchbayError, publicRoute } from '#sdk';
import { topicById } from '../store/preferences.ts';
import { chooserOf, chooseTopics, shownChoices, subscribeAgain, unsubscribe } from './choices.ts';
import { confirmOptIn } from './opt-in.ts';
import { confirmedPage, confirmPage, preferencesPage } from './page.ts';
import { wordsFor } from './words.ts';

const QUIET = { 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow' };
const PER_MINUTE = 120;
/** A mail program's button (RFC 8058), or the page's own form. */
const body = z.looseObject({ 'List-Unsubscribe': z.string().max(100).optional(), choice: z.enum(['topics', 'all', 'again']).optional() });
const pathOf = (url: string) => new URL(url).pathname;

const nowhere = () => new PatchbayError('not_found', { detail: 'This link leads nowhere any more.' });

export const publicRoutes = [
  publicRoute({
    method: 'GET',
    path: '/u/:token',
    workspace: { by: 'token', purpose: 'unsubscribe', param: 'token' },
    perMinute: PER_MINUTE,
    async handler(ctx: Context, { data, request }) {
      const chooser = await chooserOf(ctx, data);
      return { html: preferencesPage(wordsFor(request.languages), { ...(await shownChoices(ctx, chooser)), action: pathOf(request.url) }), headers: QUIET };
    },
  }),
  publicRoute({
    method: 'POST',
    path: '/u/:token',
    workspace: { by: 'token', purpose: 'unsubscribe', param: 'token' },
    perMinute: PER_MINUTE,
    body,
    async handler(ctx: Context, { data, body: sent, request }) {
      const chooser = await chooserOf(ctx, data);
      if (sent['List-Unsubscribe'] !== undefined) {
        await unsubscribe(ctx, chooser, 'one_click', chooser.topicId ? [chooser.topicId] : 'all');
        return { bytes: 'You are unsubscribed.', contentType: 'text/plain; charset=utf-8', headers: QUIET };
      }
      const { choice = 'all' } = sent;
      if (choice === 'all') await unsubscribe(ctx, chooser, 'page', 'all');
      else if (choice === 'again') await subscribeAgain(ctx, chooser);
      else
        await chooseTopics(
          ctx,
          chooser,
          Object.keys(sent).flatMap((name) => (name.startsWith('topic-') ? [name.slice(6)] : [])),
          request,
        );
      return {
        html: preferencesPage(wordsFor(request.languages), {
          ...(await shownChoices(ctx, chooser)),
          done: choice === 'all' ? 'all' : 'topics',
          action: pathOf(request.url),
        }),
        headers: QUIET,
      };
    },
  }),
  publicRoute({
    method: 'GET',
    path: '/u/confirm/:token',
    workspace: { by: 'token', purpose: 'opt-in', param: 'token' },
    perMinute: PER_MINUTE,
    async handler(ctx: Context, { data, request }) {
      const { t, a } = data;
      if (typeof t !== 'string' || typeof a !== 'string') throw nowhere();
      const topic = await ctx.db.transaction((tx) => topicById(tx, ctx.workspaceId, t));
      return { html: confirmPage(wordsFor(request.languages), topic.name, a, pathOf(request.url)), headers: QUIET };
    },
  }),
  publicRoute({
    method: 'POST',
    path: '/u/confirm/:token',
    workspace: { by: 'token', purpose: 'opt-in', param: 'token' },
    perMinute: PER_MINUTE,
    async handler(ctx: Context, { data, request }) {
      const { t, a } = data;
      if (typeof t !== 'string' || typeof a !== 'string') throw nowhere();
      const topic = await confirmOptIn(ctx, t, a, request);
      return { html: confirmedPage(wordsFor(request.languages), topic.name), headers: QUIET };
    },
  }),
];
