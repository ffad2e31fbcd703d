import type { Context } from '#sdk';
import type { BookingRow } from './store.ts';

export const MANAGE = 'booking';
const WEEK_MS = 7 * 86_400_000;

export interface BookingLinks {
  token(row: Pick<BookingRow, 'id'>): string;
  manage(row: Pick<BookingRow, 'id'>): string;
  ics(row: Pick<BookingRow, 'id'>): string;
}

/** A guest's own way to their booking: proven by its token, which names nothing else. Made before a transaction, used in it. */
export async function linksOf(ctx: Context): Promise<BookingLinks> {
  const sign = await ctx.links.signer(MANAGE);
  const token = ({ id }: Pick<BookingRow, 'id'>) => sign({ b: id });
  return {
    token,
    manage: (row) => ctx.links.url(`/book/manage/${token(row)}`),
    ics: (row) => ctx.links.url(`/book/manage/${token(row)}/event.ics`),
  };
}

/** A week after the meeting the link is over. */
export const isOver = ({ endsAt }: Pick<BookingRow, 'endsAt'>, now: Date): boolean => now.getTime() > endsAt.getTime() + WEEK_MS;
