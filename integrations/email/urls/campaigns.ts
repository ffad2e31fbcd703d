import { z } from 'zod';
import { route } from '#sdk';
import { campaignChange, campaignView, newCampaign, preflightView, recipientView, statsView, verifiedView } from '../campaigns/shapes.ts';
import {
  getCampaign,
  getCampaigns,
  getRecipients,
  getStats,
  getVerify,
  patchCampaign,
  postCampaign,
  postCancel,
  postPause,
  postPreflight,
  postResume,
  postSchedule,
  removeCampaign,
} from '../campaigns/views.ts';
import { CAMPAIGN_STATES, RECIPIENT_STATES } from '../models/campaigns.ts';
import { SHOWN } from '../store/recipients.ts';

const id = z.strictObject({ id: z.uuid() });
const list = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), nextCursor: z.string().nullable() });
const limit = z.coerce.number().int().min(1).max(200).default(50);
const nothing = z.strictObject({}).optional();
const read = { permission: 'email:read' as const, params: id };

export const urls = [
  route({
    method: 'GET',
    path: '/campaigns',
    summary: 'Campaigns, newest first',
    permission: 'email:read',
    query: z.strictObject({ state: z.enum(CAMPAIGN_STATES).optional(), limit, cursor: z.uuid().optional() }),
    responses: { 200: list(campaignView) },
    handler: getCampaigns,
  }),
  route({
    method: 'POST',
    path: '/campaigns',
    summary: 'Begin a campaign as a draft',
    permission: 'email:write',
    body: newCampaign,
    responses: { 201: campaignView },
    handler: postCampaign,
  }),
  route({ ...read, method: 'GET', path: '/campaigns/:id', summary: 'One campaign with its counts', responses: { 200: campaignView }, handler: getCampaign }),
  route({
    method: 'PATCH',
    path: '/campaigns/:id',
    summary: 'Change a draft',
    permission: 'email:write',
    params: id,
    body: campaignChange,
    responses: { 200: campaignView },
    handler: patchCampaign,
  }),
  route({
    method: 'DELETE',
    path: '/campaigns/:id',
    summary: 'Delete a draft',
    permission: 'email:write',
    params: id,
    responses: { 200: z.object({ removed: z.literal(true) }) },
    handler: removeCampaign,
  }),
  route({
    method: 'POST',
    path: '/campaigns/:id/preflight',
    summary: 'Check a campaign: sender, content, every recipient rendered, who is left out and why',
    permission: 'email:write',
    params: id,
    body: nothing,
    responses: { 200: preflightView },
    handler: postPreflight,
  }),
  route({
    method: 'POST',
    path: '/campaigns/:id/schedule',
    summary: 'Send a campaign now, or at its time',
    permission: 'email:send',
    params: id,
    body: z.strictObject({ sendAt: z.iso.datetime({ offset: true }).optional() }).optional(),
    responses: { 202: campaignView },
    handler: postSchedule,
  }),
  route({
    method: 'POST',
    path: '/campaigns/:id/pause',
    summary: 'Hand over no more until it is resumed',
    permission: 'email:send',
    params: id,
    body: nothing,
    responses: { 200: campaignView },
    handler: postPause,
  }),
  route({
    method: 'POST',
    path: '/campaigns/:id/resume',
    summary: 'Go on where it was paused',
    permission: 'email:send',
    params: id,
    body: nothing,
    responses: { 200: campaignView },
    handler: postResume,
  }),
  route({
    method: 'POST',
    path: '/campaigns/:id/cancel',
    summary: 'Stop a campaign for good; one that has not begun becomes a draft again',
    permission: 'email:send',
    params: id,
    body: nothing,
    responses: { 200: campaignView },
    handler: postCancel,
  }),
  route({ ...read, method: 'GET', path: '/campaigns/:id/stats', summary: 'What became of a campaign', responses: { 200: statsView }, handler: getStats }),
  route({
    ...read,
    method: 'GET',
    path: '/campaigns/:id/recipients',
    summary: 'Everybody in a campaign, with what happened to each',
    query: z.strictObject({
      state: z.enum(RECIPIENT_STATES).optional(),
      mark: z.enum(SHOWN).optional(),
      reason: z.string().max(100).optional(),
      q: z.string().max(200).optional(),
      limit,
      cursor: z.string().max(20).optional(),
    }),
    responses: { 200: list(recipientView) },
    handler: getRecipients,
  }),
  route({
    ...read,
    method: 'GET',
    path: '/campaigns/:id/verify',
    summary: 'Proof that nobody was skipped and nobody got two',
    responses: { 200: verifiedView },
    handler: getVerify,
  }),
];
