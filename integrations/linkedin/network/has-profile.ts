import { and, eq } from 'drizzle-orm';
import { identities } from '#crm/models';
import type { Context } from '#sdk';

/** Whether a contact has a profile's address already: that one stays. */
export const hasProfile = async (ctx: Context, contactId: string): Promise<boolean> => {
  const own = and(eq(identities.workspaceId, ctx.workspaceId), eq(identities.contactId, contactId), eq(identities.kind, 'linkedin'));
  const [row] = await ctx.db.transaction((tx) => tx.select({ id: identities.id }).from(identities).where(own).limit(1));
  return row !== undefined;
};
