import { z } from 'zod';
import type { Absence } from '#crm/time/absences';
import { apiRoute } from '../http/api-route.ts';
import { pageOf, pageQuery } from '../http/page.ts';
import { afterId, pageOfRows } from './jobs.ts';
import { byId, id, instant, nothing, personName, timeZone, withTimes } from './people.ts';
import { day, plainText } from './shapes/list-query.ts';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'is no time such as 09:00');
const week = z
  .array(z.array(z.tuple([clock, clock])).max(12))
  .length(7)
  .describe('Monday first: per day [["09:00", "17:00"]]');
const hours = z
  .object({ teamId: id.nullable(), timeZone: z.string(), week, isDefault: z.boolean().describe('Nobody has set them: nine to five') })
  .meta({ id: 'BusinessHours' });
const holiday = z.object({ id, teamId: id.nullable(), day, name: z.string() }).meta({ id: 'Holiday' });
const absence = z
  .object({
    id,
    userId: id,
    startsAt: instant,
    endsAt: instant,
    deputyId: id.nullable(),
    note: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Absence' });
const time = instant.transform((text) => new Date(text));
const absenceFields = { startsAt: time, endsAt: time, deputyId: id.nullable().optional(), note: plainText(500).nullable().optional() };
const ofTeam = z.strictObject({ teamId: id.optional().describe('Without it those of the workspace') });
const answer = (row: Absence) => withTimes({ ...row });

export const hourRoutes = [
  apiRoute({
    method: 'GET',
    path: '/hours',
    summary: 'Business hours of the workspace and of teams that have their own',
    permission: 'hours:read',
    responses: { 200: z.object({ data: z.array(hours) }) },
    handler: async ({ crm }) => ({ data: await (await crm()).hours.list() }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/hours',
    summary: 'Set the business hours of the workspace or of a team',
    permission: 'settings:write',
    body: z.strictObject({ teamId: id.nullable().optional(), timeZone, week }),
    responses: { 200: hours },
    handler: async ({ crm }, { body: { teamId, ...said } }) => (await crm()).hours.set(teamId, said),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/hours',
    summary: 'A team keeps the hours of the workspace again, the workspace the standard ones',
    permission: 'settings:write',
    query: ofTeam,
    responses: { 204: nothing },
    handler: async ({ crm }, { query }) => (await crm()).hours.unset(query.teamId),
  }),
  apiRoute({
    method: 'GET',
    path: '/hours/status',
    summary: 'Whether it is open, and when it opens next',
    permission: 'hours:read',
    query: ofTeam.extend({ at: time.optional() }),
    responses: { 200: z.object({ isOpen: z.boolean(), nextOpen: instant.nullable() }) },
    handler: async ({ crm, hub }, { query: { teamId, at } }) => withTimes(await (await crm()).hours.status(teamId, at ?? hub.clock.now())),
  }),
  apiRoute({
    method: 'GET',
    path: '/holidays',
    summary: 'Days on which nobody works',
    permission: 'hours:read',
    query: pageQuery.extend({ teamId: id.optional(), from: day.optional(), to: day.optional() }),
    responses: { 200: pageOf(holiday) },
    handler: async ({ crm }, { query: { limit, cursor, ...query } }) =>
      pageOfRows(await (await crm()).hours.holidays.list({ ...query, limit: limit + 1, after: afterId(cursor) }), limit),
  }),
  apiRoute({
    method: 'POST',
    path: '/holidays',
    summary: 'Add a holiday of the workspace or of a team',
    permission: 'settings:write',
    body: z.strictObject({ teamId: id.nullable().optional(), day, name: personName }),
    responses: { 201: holiday },
    handler: async ({ crm }, { body }) => (await crm()).hours.holidays.create(body),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/holidays/:id',
    summary: 'Remove a holiday',
    permission: 'settings:write',
    params: byId,
    responses: { 204: nothing },
    handler: async ({ crm }, { params }) => (await crm()).hours.holidays.remove(params.id),
  }),
  apiRoute({
    method: 'GET',
    path: '/absences',
    summary: 'Who is away, and who stands in',
    permission: 'absences:read',
    query: pageQuery.extend({ userId: id.optional(), at: time.optional() }),
    responses: { 200: pageOf(absence) },
    handler: async ({ crm }, { query: { limit, cursor, ...query } }) =>
      pageOfRows((await (await crm()).absences.list({ ...query, limit: limit + 1, after: afterId(cursor) })).map(answer), limit),
  }),
  apiRoute({
    method: 'POST',
    path: '/absences',
    summary: 'Say that you, or somebody you manage, are away',
    permission: 'absences:write',
    body: z.strictObject({ userId: id.optional().describe('You, where nobody is named'), ...absenceFields }),
    responses: { 201: absence },
    handler: async ({ crm }, { body }) => answer(await (await crm()).absences.create(body)),
  }),
  apiRoute({
    method: 'GET',
    path: '/absences/:id',
    summary: 'One absence',
    permission: 'absences:read',
    params: byId,
    responses: { 200: absence },
    handler: async ({ crm }, { params }) => answer(await (await crm()).absences.get(params.id)),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/absences/:id',
    summary: 'Change an absence',
    permission: 'absences:write',
    params: byId,
    body: z.strictObject(absenceFields).partial(),
    responses: { 200: absence },
    handler: async ({ crm }, { params, body }) => answer(await (await crm()).absences.update(params.id, body)),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/absences/:id',
    summary: 'Remove an absence',
    permission: 'absences:write',
    params: byId,
    responses: { 204: nothing },
    handler: async ({ crm }, { params }) => (await crm()).absences.remove(params.id),
  }),
];
