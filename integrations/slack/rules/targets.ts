import type { ConnectedContext } from '#sdk';
import { findChannel } from '../store/channels.ts';
import { accountOf } from '../store/members.ts';
import type { RuleTarget } from './rule.ts';

/** Where a rule’s message goes, as Slack calls it; `problem`: why it cannot. */
export type Resolved = { target: string; userId?: string; timeZone?: string } | { problem: string } | undefined;

/** Undefined: nobody is meant, such as the owner of what nobody owns. */
export async function resolveTarget(ctx: ConnectedContext, to: RuleTarget, ownerId: unknown): Promise<Resolved> {
  if ('channelId' in to) {
    const row = await ctx.db.transaction((tx) => findChannel(tx, ctx.workspaceId, to.channelId).catch(() => undefined));
    if (!row) return { problem: 'The channel of this rule is gone, or private and the app was not invited.' };
    if (row.isArchived) return { problem: `#${row.name} is archived.` };
    if (row.isExternal) return { problem: `People of other companies read #${row.name}: nothing of the CRM is posted there.` };
    if (row.isPrivate && !row.isMember) return { problem: `The app is not in #${row.name}. Type /invite @Patchbay there.` };
    return { target: row.externalId };
  }
  const userId = 'userId' in to ? to.userId : typeof ownerId === 'string' ? ownerId : undefined;
  if (!userId) return undefined;
  const account = await ctx.db.transaction((tx) => accountOf(tx, ctx.workspaceId, userId, ctx.connection.id));
  return account ? { target: account.externalId, userId, ...(account.timeZone ? { timeZone: account.timeZone } : {}) } : undefined;
}
