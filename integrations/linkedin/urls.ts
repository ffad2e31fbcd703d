import { z } from 'zod';
import { route } from '#sdk';
import { newPost, posted } from './actions.ts';
import { leadFileUrls } from './leads/file/urls.ts';
import { networkUrls } from './network/urls.ts';
import { pageUrls } from './pages/urls.ts';
import { profileOf } from './profile.ts';
import { accountView, capabilityView, instant, leadView, ledgerView, listOf, mappingBody, postView, sourceView } from './serializers/views.ts';
import { deletePostById, getAccounts, getCapabilities, getLeads, getLedger, getPosts, getSources, postPost, postPull, putMapping } from './views.ts';

const byId = z.strictObject({ id: z.uuid() });
const limit = z.coerce.number().int().min(1).max(200).default(50);
const time = z.iso.datetime({ offset: true }).optional();
const range = z.strictObject({ from: time, to: time });

export const urls = [
  route({
    method: 'GET',
    path: '/capabilities',
    summary: 'Every way to every feature: what works, and where it does not, why and what to do',
    permission: 'linkedin:read',
    responses: { 200: listOf(capabilityView) },
    handler: getCapabilities,
  }),
  route({
    method: 'GET',
    path: '/accounts',
    summary: 'Connected accounts: how long access lasts, which API version, what is used of the daily limits',
    permission: 'linkedin:read',
    responses: { 200: listOf(accountView) },
    handler: getAccounts,
  }),
  route({
    method: 'GET',
    path: '/lead-sources',
    summary: 'Lead forms with their questions and what each answer becomes',
    permission: 'linkedin:read',
    responses: { 200: listOf(sourceView) },
    handler: getSources,
  }),
  route({
    method: 'PUT',
    path: '/lead-sources/:id/mapping',
    summary: 'What the answers of a form become, who gets its leads, whether a deal is opened',
    permission: 'linkedin:write',
    params: byId,
    body: mappingBody,
    responses: { 200: sourceView },
    handler: putMapping,
  }),
  route({
    method: 'GET',
    path: '/leads',
    summary: 'Leads, newest first',
    permission: 'linkedin:read',
    query: z.strictObject({
      limit,
      cursor: z.string().max(300).optional(),
      formId: z.string().max(100).optional(),
      contactId: z.uuid().optional(),
      state: z.enum(['open', 'touched', 'test', 'unreachable', 'deleted']).optional(),
      test: z.stringbool().optional(),
    }),
    responses: { 200: listOf(leadView) },
    handler: getLeads,
  }),
  route({
    method: 'GET',
    path: '/leads/ledger',
    summary: 'How many leads LinkedIn says there are, how many are here, and which are missing',
    permission: 'linkedin:read',
    query: range,
    responses: { 200: ledgerView },
    handler: getLedger,
  }),
  route({
    method: 'POST',
    path: '/leads/pull',
    summary: 'Read the leads of a time again; what is missing is kept',
    permission: 'linkedin:write',
    body: range,
    responses: { 200: z.object({ kept: z.int() }) },
    handler: postPull,
  }),
  route({
    method: 'GET',
    path: '/posts',
    summary: 'Posts published from here and those of our pages',
    permission: 'linkedin:read',
    query: z.strictObject({ limit }),
    responses: { 200: listOf(postView) },
    handler: getPosts,
  }),
  route({
    method: 'POST',
    path: '/posts',
    summary: 'Publish a post, once per reference',
    permission: 'linkedin:write',
    body: newPost,
    responses: { 200: posted },
    handler: postPost,
  }),
  route({
    method: 'DELETE',
    path: '/posts/:id',
    summary: 'Delete a post on LinkedIn',
    permission: 'linkedin:write',
    params: byId,
    responses: { 200: posted },
    handler: deletePostById,
  }),
  route({
    method: 'GET',
    path: '/profile',
    summary: 'What is known of you from LinkedIn, where each field came from and how long it may be kept',
    permission: 'linkedin:read',
    responses: {
      200: listOf(
        z.object({
          field: z.string(),
          value: z.string(),
          source: z.string(),
          fetchedAt: instant,
          expiresAt: instant.nullable(),
          secondsLeft: z.int().nullable(),
        }),
      ),
    },
    handler: profileOf,
  }),
  ...leadFileUrls,
  ...networkUrls,
  ...pageUrls,
];
