import { z } from 'zod';
import { route } from '#sdk';
import { SUPPRESSION_REASONS } from '../models/delivery.ts';
import {
  bounceRuleView,
  bounceView,
  classificationView,
  deliverabilityView,
  deliveryView,
  domainView,
  listSyncView,
  newBounceRule,
  newSuppression,
  suppressionView,
} from '../serializers/delivery-views.ts';
import { deleteRule, getBounces, getRules, postClassify, postRule } from '../views/bounces.ts';
import { getDeliverability, getDomains, postDkimKey } from '../views/deliverability.ts';
import { getDeliveries } from '../views/deliveries.ts';
import { deleteSuppression, getListSyncs, getSuppressions, postListSync, postSuppression } from '../views/suppressions.ts';

const id = z.strictObject({ id: z.uuid() });
const list = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), nextCursor: z.string().nullable() });
const limit = z.coerce.number().int().min(1).max(200).default(50);

export const urls = [
  route({
    method: 'GET',
    path: '/suppressions',
    summary: 'Who is not written to, why, and until when',
    permission: 'email:read',
    query: z.strictObject({
      q: z.string().trim().max(320).optional(),
      reason: z.enum(SUPPRESSION_REASONS).optional(),
      show: z.enum(['active', 'past', 'all']).default('active'),
      limit,
      cursor: z.string().max(200).optional(),
    }),
    responses: { 200: list(suppressionView) },
    handler: getSuppressions,
  }),
  route({
    method: 'POST',
    path: '/suppressions',
    summary: 'Put an address on the list by hand',
    permission: 'email:write',
    body: newSuppression,
    responses: { 201: suppressionView },
    handler: postSuppression,
  }),
  route({
    method: 'DELETE',
    path: '/suppressions/:id',
    summary: 'Take an address off the list, here and at the providers',
    permission: 'email:manage',
    params: id,
    responses: { 200: suppressionView },
    handler: deleteSuppression,
  }),
  route({
    method: 'GET',
    path: '/suppressions/providers',
    summary: 'How far the lists of providers are in step with ours',
    permission: 'email:read',
    responses: { 200: list(listSyncView) },
    handler: getListSyncs,
  }),
  route({
    method: 'POST',
    path: '/suppressions/sync',
    summary: 'Bring the lists of providers in step now',
    permission: 'email:write',
    responses: { 202: z.object({ queued: z.number() }) },
    handler: postListSync,
  }),
  route({
    method: 'POST',
    path: '/bounces/classify',
    summary: 'What a raw mail (message/rfc822) says about mail of ours; nothing is kept',
    permission: 'email:read',
    body: z.unknown().describe('The raw mail, as message/rfc822'),
    responses: { 200: classificationView },
    handler: postClassify,
  }),
  route({
    method: 'GET',
    path: '/bounces',
    summary: 'Mails that came back, each with its verdict and its evidence',
    permission: 'email:read',
    query: z.strictObject({ address: z.string().max(320).optional(), limit, before: z.iso.datetime({ offset: true }).optional() }),
    responses: { 200: list(bounceView) },
    handler: getBounces,
  }),
  route({
    method: 'GET',
    path: '/bounces/rules',
    summary: 'What this workspace decided about words of servers',
    permission: 'email:read',
    responses: { 200: list(bounceRuleView) },
    handler: getRules,
  }),
  route({
    method: 'POST',
    path: '/bounces/rules',
    summary: 'Say that a verdict is wrong: what contains these words means this, from now on and before',
    permission: 'email:manage',
    body: newBounceRule,
    responses: { 201: bounceRuleView },
    handler: postRule,
  }),
  route({
    method: 'DELETE',
    path: '/bounces/rules/:id',
    summary: 'Take a rule back, and its verdicts with it',
    permission: 'email:manage',
    params: id,
    responses: { 200: bounceRuleView },
    handler: deleteRule,
  }),
  route({
    method: 'GET',
    path: '/deliveries',
    summary: 'Everything that was sent to somebody, with what became of it',
    permission: 'email:read',
    query: z.strictObject({ contactId: z.uuid().optional(), address: z.string().max(320).optional(), messageId: z.string().max(998).optional(), limit }),
    responses: { 200: list(deliveryView) },
    handler: getDeliveries,
  }),
  route({
    method: 'GET',
    path: '/domains',
    summary: 'Domains that mail is sent for, with the DNS records they need',
    permission: 'email:read',
    responses: { 200: list(domainView) },
    handler: getDomains,
  }),
  route({
    method: 'POST',
    path: '/domains/:name/dkim',
    summary: 'Make a signing key for a domain that leaves by a server of one’s own; asked again it is the same key',
    permission: 'email:manage',
    params: z.strictObject({ name: z.string().regex(/^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i, 'This is no domain.') }),
    responses: { 200: domainView },
    handler: postDkimKey,
  }),
  route({
    method: 'GET',
    path: '/deliverability',
    summary: 'What became of what was sent, by provider and day',
    permission: 'email:read',
    query: z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(30) }),
    responses: { 200: deliverabilityView },
    handler: getDeliverability,
  }),
];
