import { z } from 'zod';
import { route } from '#sdk';
import { availabilityBody, explainBody, explanationView, slotsView } from './availability/request.ts';
import { calendarView, eventChange, eventView, newEvent, outcome } from './serializers/views.ts';
import { deleteEvent, explainTime, findSlots, getCalendars, getEvents, patchCalendar, patchEvent, postEvent } from './views.ts';

const id = z.strictObject({ id: z.uuid() });
const list = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), nextCursor: z.string().nullable() });

export const urls = [
  route({
    method: 'GET',
    path: '/calendars',
    summary: 'The calendars of all connected accounts',
    permission: 'calendar:read',
    responses: { 200: list(calendarView) },
    handler: getCalendars,
  }),
  route({
    method: 'PATCH',
    path: '/calendars/:id',
    summary: 'Whether meetings of this calendar make their person busy',
    permission: 'calendar:write',
    params: id,
    body: z.strictObject({ blocks: z.boolean() }),
    responses: { 200: calendarView },
    handler: patchCalendar,
  }),
  route({
    method: 'GET',
    path: '/events',
    summary: 'Meetings between two times, series resolved',
    permission: 'calendar:read',
    query: z.strictObject({
      from: z.iso.datetime({ offset: true }),
      to: z.iso.datetime({ offset: true }),
      calendarId: z.uuid().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(200),
    }),
    responses: { 200: list(eventView) },
    handler: getEvents,
  }),
  route({
    method: 'POST',
    path: '/events',
    summary: 'Put an event into a calendar, once per reference',
    permission: 'calendar:write',
    body: newEvent,
    responses: { 200: outcome },
    handler: postEvent,
  }),
  route({
    method: 'PATCH',
    path: '/events/:id',
    summary: 'Move or rewrite an event',
    permission: 'calendar:write',
    params: id,
    body: eventChange,
    responses: { 200: outcome },
    handler: patchEvent,
  }),
  route({
    method: 'DELETE',
    path: '/events/:id',
    summary: 'Call an event off',
    permission: 'calendar:write',
    params: id,
    query: z.strictObject({ notify: z.enum(['none', 'all']).default('none') }),
    responses: { 200: outcome },
    handler: deleteEvent,
  }),
  route({
    method: 'POST',
    path: '/availability',
    summary: 'When people are free, by all their calendars',
    permission: 'calendar:read',
    body: availabilityBody,
    responses: { 200: slotsView },
    handler: findSlots,
  }),
  route({
    method: 'POST',
    path: '/explain',
    summary: 'Why somebody can, or cannot, be met at a time',
    permission: 'calendar:read',
    body: explainBody,
    responses: { 200: explanationView },
    handler: explainTime,
  }),
];
