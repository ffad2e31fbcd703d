import { z } from 'zod';
import type { Context, RouteInput, UserId } from '#sdk';
import { needSlack } from '../connection.ts';
import { listRooms, type RoomRow } from '../store/rooms.ts';
import { askForRoom } from './open.ts';

export const roomView = z
  .object({
    id: z.uuid(),
    dealId: z.uuid(),
    state: z.enum(['opening', 'open', 'archived', 'failed']),
    channelId: z.string().nullable(),
    name: z.string().nullable(),
    archiveAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'SlackRoom' });
const toRoomView = (row: RoomRow): z.output<typeof roomView> => ({
  id: row.id,
  dealId: row.dealId,
  state: row.state as z.output<typeof roomView>['state'],
  channelId: row.channelId,
  name: row.name,
  archiveAt: row.archiveAt?.toISOString() ?? null,
});
const personOf = ({ actor }: Context): UserId | undefined => (actor.kind === 'person' ? actor.userId : actor.kind === 'key' ? actor.actAs : undefined);

export const getRooms = (ctx: Context) =>
  ctx.db.transaction(async (tx) => ({ data: (await listRooms(tx, ctx.workspaceId)).map(toRoomView), nextCursor: null }));
export const postRoom = async (ctx: Context, { body }: RouteInput<undefined, undefined, { dealId: string }>) =>
  toRoomView(await askForRoom(await needSlack(ctx), body.dealId, personOf(ctx)));
