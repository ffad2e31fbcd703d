import { and, eq, inArray, isNull, lte } from 'drizzle-orm';
import type { Context, PublishedEvent } from '#sdk';
import { linkedinLeads as leads } from '../models/index.ts';

const HUMAN = ['call', 'email', 'meeting', 'message'];
interface ActivityTold {
  kind?: string;
  direction?: string;
  occurredAt?: string;
  contactIds?: string[];
  participants?: { contactId?: string | null }[];
}

/** The clock of a lead stops with the first thing that somebody of ours did with its person, on whichever channel. */
export async function noteTouch(ctx: Context, event: PublishedEvent): Promise<void> {
  const { kind = '', direction, occurredAt, contactIds, participants = [] } = event.data as ActivityTold;
  if (direction !== 'outbound' || !HUMAN.includes(kind) || !occurredAt) return;
  const people = contactIds ?? participants.flatMap(({ contactId }) => (contactId ? [contactId] : []));
  if (people.length === 0) return;
  const at = new Date(occurredAt);
  await ctx.db.transaction((tx) =>
    tx
      .update(leads)
      .set({ firstTouchAt: at, firstTouchKind: kind, state: 'touched', updatedAt: ctx.clock.now() })
      .where(
        and(
          eq(leads.workspaceId, ctx.workspaceId),
          inArray(leads.contactId, people),
          isNull(leads.firstTouchAt),
          eq(leads.state, 'open'),
          lte(leads.submittedAt, at),
        ),
      ),
  );
}
