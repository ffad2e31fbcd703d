import { type Connection, type Context, PatchbayError, type UserId } from '#sdk';
import type { Mailbox } from '../client/transport.ts';
import { addressesOf } from '../keep/house.ts';
import { settings } from '../settings.ts';

export interface As {
  /** The one who asked to. */
  userId: UserId | null | undefined;
  /** One of the mailbox's addresses. */
  address?: string | undefined;
}
/**
 * In whose name mail of this connection goes out: a mailbox's own address, or another of its addresses that was asked for;
 * for a provider the one that was set, else the person's.
 * @throws PatchbayError invalid_input when there is none, or the mailbox does not have the one that was asked for
 */
export async function senderAddress(ctx: Context, connection: Connection, { userId, address }: As): Promise<Mailbox> {
  const { fromEmail, fromName } = settings.pick({ fromEmail: true, fromName: true }).loose().parse(connection.settings);
  const { data } = connection;
  const own = typeof data.email === 'string' ? data.email : undefined;
  const name = fromName ?? (typeof data.name === 'string' ? data.name : undefined);
  if (address !== undefined && address !== own) {
    const all = addressesOf(connection);
    if (!all.includes(address))
      throw new PatchbayError('invalid_input', {
        errors: [{ path: 'from', message: `${connection.label} does not send as ${address}. It has ${all.join(', ')}.` }],
      });
    return { address, ...(name ? { name } : {}) };
  }
  if (own || fromEmail) return { address: own ?? fromEmail ?? '', ...(name ? { name } : {}) };
  const person = userId ? await ctx.people.get(userId) : undefined;
  if (person) return { address: person.email, name: name ?? person.name };
  throw new PatchbayError('invalid_input', {
    detail: `${connection.label} does not say in whose name it sends.`,
    remedy: 'Set “fromEmail” in the settings of this connection.',
    errors: [{ path: 'connectionId', message: 'This connection has no sender address.' }],
  });
}
