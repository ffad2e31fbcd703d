import { z } from 'zod';
import type { Context, RouteInput } from '#sdk';
import { needSlack } from '../connection.ts';
import { type ClaimRow, listClaims } from '../store/teamwork.ts';
import { offerLead } from './offer.ts';

export const newClaim = z.strictObject({ contactId: z.uuid(), channelId: z.string().min(1).max(100) });
export const claimView = z
  .object({
    id: z.uuid(),
    contactId: z.uuid(),
    channelId: z.string(),
    state: z.enum(['open', 'claimed', 'expired']),
    claimedBy: z.uuid().nullable(),
    offeredAt: z.iso.datetime(),
    claimedAt: z.iso.datetime().nullable(),
    dueAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'SlackClaim' });
const toView = ({ id, contactId, channelId, state, claimedBy, offeredAt, claimedAt, dueAt }: ClaimRow): z.output<typeof claimView> => ({
  id,
  contactId,
  channelId,
  state: state as z.output<typeof claimView>['state'],
  claimedBy,
  offeredAt: offeredAt.toISOString(),
  claimedAt: claimedAt?.toISOString() ?? null,
  dueAt: state === 'open' ? (dueAt?.toISOString() ?? null) : null,
});

export const getClaims = (ctx: Context) => ctx.db.transaction(async (tx) => ({ data: (await listClaims(tx, ctx.workspaceId)).map(toView), nextCursor: null }));
export const postClaim = async (ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof newClaim>>) =>
  toView(await offerLead(await needSlack(ctx), body.contactId, body.channelId));
