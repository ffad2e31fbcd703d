import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { type Context, PatchbayError, type RouteInput } from '#sdk';
import { accountsOf } from '../availability/hosts.ts';
import { showTimes } from '../public/steps.ts';
import { tongueOf } from './languages.ts';
import { newPage, pageRules, pageSettings } from './page.ts';
import type { PageRow } from './store.ts';

export const previewBody = z.strictObject({
  page: newPage,
  /** The page that is being changed: what was booked by it is not offered again. */
  id: z.uuid().optional(),
  /** Under which the reader's own policy lets styles stand. */
  nonce: z
    .string()
    .regex(/^[A-Za-z0-9+/=_-]{8,128}$/)
    .optional(),
  language: z.string().max(20).default('en'),
});

/** The page as it would be, by the code that makes it. Saves nothing. */
export async function postPreview(ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof previewBody>>) {
  const { page, id = uuidv7(), nonce = '', language } = body;
  const now = ctx.clock.now();
  const { slug, title, kind, hosts } = page;
  const pick = (shape: object) => Object.fromEntries(Object.entries(page).filter(([name, value]) => name in shape && value !== undefined));
  const row: PageRow = {
    workspaceId: ctx.workspaceId,
    id,
    slug,
    title,
    kind,
    hosts: hosts.map(({ connectionId }) => connectionId),
    team: hosts.map(({ connectionId, userId, weight }) => ({ connectionId, userId: userId ?? null, weight })),
    rules: pick(pageRules.shape) as PageRow['rules'],
    settings: pageSettings.parse(pick(pageSettings.shape)),
    removedAt: null,
    createdAt: now,
    updatedAt: now,
  };
  const accounts = await accountsOf(ctx);
  // Of this workspace's calendars only.
  if (row.hosts.some((each) => !accounts.connections.has(each as never)))
    throw new PatchbayError('invalid_input', { errors: [{ path: 'hosts', message: 'One of these calendars is gone.' }] });
  const shown = await showTimes(ctx, { page: row, accounts, tongue: tongueOf([language]), base: `/book/${slug}`, query: {}, isStill: true });
  return { html: 'html' in shown ? shown.html({ style: nonce, script: '' }) : '' };
}
