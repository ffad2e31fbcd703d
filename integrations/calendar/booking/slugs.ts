import { and, eq, isNull, ne } from 'drizzle-orm';
import { type Context, PatchbayError, type Transaction } from '#sdk';
import { calendarBookingPages as pages, calendarTeamPages as teamPages } from '../models.ts';

const TAKEN = () =>
  new PatchbayError('already_exists', { detail: 'There is a page with this address already.', errors: [{ path: 'slug', message: 'This address is taken.' }] });

/** Takes an address for a page: one installation, one address, and whoever claims it first has it. @throws PatchbayError already_exists */
export async function claimSlug(ctx: Context, tx: Transaction, slug: string, subjectId: string): Promise<void> {
  const { workspaceId } = ctx;
  // A workspace may hand its own names around: here each belongs to one page.
  const own = [
    ...(await tx
      .select({ id: pages.id })
      .from(pages)
      .where(and(eq(pages.workspaceId, workspaceId), eq(pages.slug, slug), isNull(pages.removedAt), ne(pages.id, subjectId)))),
    ...(await tx
      .select({ id: teamPages.id })
      .from(teamPages)
      .where(and(eq(teamPages.workspaceId, workspaceId), eq(teamPages.slug, slug), ne(teamPages.id, subjectId)))),
  ];
  if (own.length > 0 || !(await ctx.links.claim('book', slug, subjectId))) throw TAKEN();
}
