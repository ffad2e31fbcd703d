import { z } from 'zod';
import { route } from '#sdk';
import { plainWorkingHours, scheduleBody } from '../availability/request.ts';
import { newPage, pageChange, pageView } from './page.ts';
import { postPreview, previewBody } from './preview.ts';
import { BOOKING_STATES, bookingBody, bookingView, duration, holdBody, holdView, start } from './request.ts';
import { getSchedule, putSchedule } from './schedule-views.ts';
import { deleteTeamPage, getTeamPages, newTeamPage, patchTeamPage, postTeamPage, teamPageChange, teamPageView } from './team-pages.ts';
import {
  deletePage,
  getBooking,
  getBookings,
  getExplanation,
  getPage,
  getPages,
  getSlots,
  patchPage,
  postApproval,
  postBooking,
  postCancel,
  postDecline,
  postHold,
  postNoShow,
  postPage,
  postReschedule,
} from './views.ts';

const id = z.strictObject({ id: z.uuid() });
const list = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), nextCursor: z.string().nullable() });
const time = z.iso.datetime({ offset: true });
const reason = z.strictObject({ reason: z.string().trim().max(1_000).optional() }).optional();
const explanation = z.object({
  data: z.array(
    z.object({
      connectionId: z.string(),
      userId: z.string().nullable(),
      name: z.string(),
      free: z.boolean(),
      reasons: z.array(z.object({ rule: z.string(), from: z.iso.datetime(), to: z.iso.datetime(), source: z.string() })),
    }),
  ),
});
const scheduleView = z
  .object({
    userId: z.string(),
    /** Nobody has said other hours than those of the workspace. */
    isDefault: z.boolean(),
    timeZone: z.string(),
    workingHours: plainWorkingHours,
    overrides: z.array(z.object({ date: z.string(), hours: z.array(z.object({ start: z.string(), end: z.string() })) })),
  })
  .meta({ id: 'Schedule' });

const act = <B extends z.ZodType | undefined>(path: `/${string}`, summary: string, body: B, handler: never) =>
  route({ method: 'POST', path, summary, permission: 'calendar:write', params: id, ...(body ? { body } : {}), responses: { 200: bookingView }, handler });

/** Booking pages, what was booked by them, and people's hours. */
export const bookingUrls = [
  route({
    method: 'GET',
    path: '/booking-pages',
    summary: 'Pages of times that guests choose from',
    permission: 'calendar:read',
    responses: { 200: list(pageView) },
    handler: getPages,
  }),
  route({
    method: 'POST',
    path: '/booking-pages',
    summary: 'A new page of times',
    permission: 'calendar:write',
    body: newPage,
    responses: { 200: pageView },
    handler: postPage,
  }),
  route({
    method: 'GET',
    path: '/booking-pages/:id',
    summary: 'One page',
    permission: 'calendar:read',
    params: id,
    responses: { 200: pageView },
    handler: getPage,
  }),
  route({
    method: 'PATCH',
    path: '/booking-pages/:id',
    summary: 'Change a page; what is left out stays',
    permission: 'calendar:write',
    params: id,
    body: pageChange,
    responses: { 200: pageView },
    handler: patchPage,
  }),
  route({
    method: 'DELETE',
    path: '/booking-pages/:id',
    summary: 'Take a page away; bookings that stand keep standing',
    permission: 'calendar:write',
    params: id,
    responses: { 204: z.null() },
    handler: deletePage,
  }),
  route({
    method: 'GET',
    path: '/booking-pages/:id/slots',
    summary: 'Times that a page offers, with those who are free',
    permission: 'calendar:read',
    params: id,
    query: z.strictObject({ from: time, to: time, duration }),
    responses: {
      200: z.object({
        data: z.array(z.object({ start: z.iso.datetime(), end: z.iso.datetime(), hosts: z.array(z.string()), seatsLeft: z.number().optional() })),
        unavailable: z.array(z.object({ id: z.string(), reason: z.string() })),
      }),
    },
    handler: getSlots,
  }),
  route({
    method: 'GET',
    path: '/booking-pages/:id/explain',
    summary: 'For each host of a page, why a time is offered or not',
    permission: 'calendar:read',
    params: id,
    query: z.strictObject({ at: time, duration }),
    responses: { 200: explanation },
    handler: getExplanation,
  }),
  route({
    method: 'POST',
    path: '/booking-pages/:id/holds',
    summary: 'Keep a time for some minutes',
    permission: 'calendar:write',
    params: id,
    body: holdBody,
    responses: { 200: holdView },
    handler: postHold,
  }),
  route({
    method: 'POST',
    path: '/booking-pages/preview',
    summary: 'A page as guests would see it, from what has been typed so far; nothing is saved',
    permission: 'calendar:write',
    body: previewBody,
    responses: { 200: z.object({ html: z.string() }) },
    handler: postPreview,
  }),
  route({
    method: 'GET',
    path: '/team-pages',
    summary: 'Addresses that gather several booking pages: of a team, or of one person',
    permission: 'calendar:read',
    responses: { 200: list(teamPageView) },
    handler: getTeamPages,
  }),
  route({
    method: 'POST',
    path: '/team-pages',
    summary: 'One address for several booking pages',
    permission: 'calendar:write',
    body: newTeamPage,
    responses: { 200: teamPageView },
    handler: postTeamPage,
  }),
  route({
    method: 'PATCH',
    path: '/team-pages/:id',
    summary: 'Change it; what is left out stays',
    permission: 'calendar:write',
    params: id,
    body: teamPageChange,
    responses: { 200: teamPageView },
    handler: patchTeamPage,
  }),
  route({
    method: 'DELETE',
    path: '/team-pages/:id',
    summary: 'Take the common address away; the pages behind it stay',
    permission: 'calendar:write',
    params: id,
    responses: { 204: z.null() },
    handler: deleteTeamPage,
  }),
  route({
    method: 'GET',
    path: '/bookings',
    summary: 'What was booked: newest first, or what is coming in its order',
    permission: 'calendar:read',
    query: z.strictObject({
      pageId: z.uuid().optional(),
      contactId: z.uuid().optional(),
      status: z.enum(BOOKING_STATES).optional(),
      upcoming: z.stringbool().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.string().max(200).optional(),
    }),
    responses: { 200: list(bookingView) },
    handler: getBookings,
  }),
  route({
    method: 'POST',
    path: '/bookings',
    summary: 'Book a time',
    permission: 'calendar:write',
    body: bookingBody,
    responses: { 200: bookingView },
    handler: postBooking,
  }),
  route({
    method: 'GET',
    path: '/bookings/:id',
    summary: 'One booking',
    permission: 'calendar:read',
    params: id,
    responses: { 200: bookingView },
    handler: getBooking,
  }),
  act('/bookings/:id/reschedule', 'Move a booking', z.strictObject({ start }), postReschedule as never),
  act('/bookings/:id/cancel', 'Cancel a booking', reason, postCancel as never),
  act('/bookings/:id/no-show', 'Say that the guest did not come', z.strictObject({}).optional(), postNoShow as never),
  act('/bookings/:id/approve', 'Grant what a guest asks for', z.strictObject({}).optional(), postApproval as never),
  act('/bookings/:id/decline', 'Decline what a guest asks for', reason, postDecline as never),
  route({
    method: 'GET',
    path: '/users/:id/schedule',
    isTopLevel: true,
    summary: 'When a person can be met',
    permission: 'calendar:read',
    params: id,
    responses: { 200: scheduleView },
    handler: getSchedule,
  }),
  route({
    method: 'PUT',
    path: '/users/:id/schedule',
    isTopLevel: true,
    summary: 'Say when a person can be met',
    permission: 'calendar:write',
    params: id,
    body: scheduleBody,
    responses: { 200: scheduleView },
    handler: putSchedule,
  }),
];
