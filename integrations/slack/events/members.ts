import { z } from 'zod';
import type { ConnectedContext, Transaction } from '#sdk';
import { providerMember } from '../client/index.ts';
import { saveMembers } from '../store/members.ts';

/** Somebody joined, left, or has another address: who they are here is looked at again. */
export async function onMemberChanged(ctx: ConnectedContext, tx: Transaction, event: Readonly<Record<string, unknown>>): Promise<void> {
  const { user } = z.looseObject({ user: providerMember }).parse(event);
  await saveMembers(tx, { workspaceId: ctx.workspaceId, connectionId: ctx.connection.id, teamId: ctx.connection.externalId }, [user]);
  await ctx.tasks.enqueue('slack.place-members', {}, { connectionId: ctx.connection.id, singletonKey: `place:${ctx.connection.id}` });
}
