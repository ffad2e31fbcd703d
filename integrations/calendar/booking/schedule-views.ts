import type { z } from 'zod';
import { type Context, PatchbayError, type RouteInput } from '#sdk';
import { type scheduleBody, writtenWeek } from '../availability/request.ts';
import { houseHours, readSchedule, saveSchedule } from '../availability/schedules.ts';

const NINE_TO_FIVE = Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, [{ start: '09:00', end: '17:00' }]]));

export async function getSchedule(ctx: Context, { params }: RouteInput<{ id: string }, undefined, undefined>) {
  const person = await ctx.people.get(params.id);
  if (!person) throw new PatchbayError('not_found');
  const { own, house } = await ctx.db.transaction(async (tx) => ({
    own: await readSchedule(tx, ctx.workspaceId, params.id),
    house: await houseHours(tx, ctx.workspaceId),
  }));
  if (own) return { userId: params.id, isDefault: false, ...own };
  return {
    userId: params.id,
    isDefault: true,
    timeZone: house?.timeZone ?? person.timeZone,
    workingHours: house ? writtenWeek(house.workingHours) : NINE_TO_FIVE,
    overrides: [],
  };
}

/** One's own hours; those of others only for who runs the workspace. */
export async function putSchedule(ctx: Context, input: RouteInput<{ id: string }, undefined, z.output<typeof scheduleBody>>) {
  const { params, body } = input;
  const { actor } = ctx;
  const self = actor.kind === 'person' ? actor.userId : actor.kind === 'key' ? actor.actAs : undefined;
  if (self !== undefined && self !== params.id && !ctx.may('calendar:manage'))
    throw new PatchbayError('forbidden', { detail: 'Only a manager sets the hours of somebody else.' });
  if (!(await ctx.people.get(params.id))) throw new PatchbayError('not_found');
  await ctx.db.transaction((tx) => saveSchedule(tx, ctx.workspaceId, params.id, body, ctx.clock.now()));
  return getSchedule(ctx, { params, query: undefined, body: undefined });
}
