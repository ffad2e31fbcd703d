import { z } from 'zod';
import type { Consent } from '#crm/consents/consents';
import { CHANNELS, LEGAL_BASES } from '#crm/models';
import { apiRoute } from '../http/api-route.ts';
import { pageOf, pageQuery } from '../http/page.ts';
import { afterId, pageOfRows } from './jobs.ts';
import { byId, id, instant, withTimes } from './people.ts';
import { plainText } from './shapes/list-query.ts';

const channel = z.enum(CHANNELS);
const purpose = plainText(100).trim().min(1);
const time = instant.transform((text) => new Date(text));
const consent = z
  .object({
    id,
    contactId: id,
    channel,
    purpose: z.string(),
    basis: z.enum(LEGAL_BASES),
    textVersion: z.string().nullable(),
    source: z.string(),
    givenAt: instant,
    withdrawnAt: instant.nullable(),
    withdrawnBy: z.string().nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Consent' });
const mayContact = z
  .object({
    allowed: z.boolean(),
    reasons: z.array(
      z.object({
        code: z.enum(['contact_deleted', 'do_not_contact', 'consent_withdrawn', 'consent_missing', 'quiet_hours']),
        sentence: z.string(),
        until: instant.optional().describe('When this one is over by itself'),
      }),
    ),
  })
  .meta({ id: 'MayContact' });
const answer = (row: Consent) => withTimes({ ...row });

export const consentRoutes = [
  apiRoute({
    method: 'GET',
    path: '/consents',
    summary: 'What people agreed to, and what they took back',
    permission: 'contacts:read',
    query: pageQuery.extend({ contactId: id.optional(), channel: channel.optional() }),
    responses: { 200: pageOf(consent) },
    handler: async ({ crm }, { query: { limit, cursor, ...query } }) =>
      pageOfRows((await (await crm()).consents.list({ ...query, limit: limit + 1, after: afterId(cursor) })).map(answer), limit),
  }),
  apiRoute({
    method: 'POST',
    path: '/consents',
    summary: 'Keep that somebody agreed',
    permission: 'contacts:write',
    body: z.strictObject({
      contactId: id,
      channel,
      purpose,
      basis: z.enum(LEGAL_BASES),
      textVersion: plainText(200).optional(),
      source: plainText(100).optional(),
      givenAt: time.optional(),
    }),
    responses: { 201: consent },
    handler: async ({ crm }, { body }) => answer(await (await crm()).consents.give(body)),
  }),
  apiRoute({
    method: 'POST',
    path: '/consents/withdraw',
    summary: 'Keep that somebody does not want it any more, or never did',
    permission: 'contacts:write',
    body: z.strictObject({ contactId: id, channel, purpose: purpose.optional().describe('Without it every purpose'), withdrawnAt: time.optional() }),
    responses: { 200: z.object({ data: z.array(consent) }) },
    handler: async ({ crm }, { body }) => ({ data: (await (await crm()).consents.withdraw(body)).map(answer) }),
  }),
  apiRoute({
    method: 'GET',
    path: '/contacts/:id/may-contact',
    summary: 'Whether somebody may be contacted on a channel, and why not',
    permission: 'contacts:read',
    params: byId,
    query: z.strictObject({ channel, at: time.optional().describe('Now, where it is not named'), purpose: purpose.optional() }),
    responses: { 200: mayContact },
    handler: async ({ crm }, { params, query: { channel: on, at, purpose: why } }) => {
      const { allowed, reasons } = await (await crm()).consents.mayContact(params.id, on, at, why);
      return { allowed, reasons: reasons.map((each) => withTimes({ ...each })) };
    },
  }),
];
