import type { ImapFlow } from 'imapflow';
import { type ConnectedContext, CursorGone, PatchbayError } from '#sdk';
import { openImap } from './imap.ts';
import { connectError, imapServerOf, type Server, targetOf } from './server.ts';

const isLine = (error: unknown): boolean =>
  /^(?:NoConnection|EConnectionClosed|ECONN|EPIPE|ETIME|ESOCKET|LiteralTooLarge|LineTooLarge|ResponseTooLarge)/.test(
    String((error as { code?: string }).code ?? ''),
  );
/** A broken line is the provider's trouble; all else is what it is. */
export const lineError = (error: unknown, server: Server): unknown =>
  error instanceof PatchbayError || error instanceof CursorGone || !isLine(error) ? error : connectError(error, server);

/** How a mailbox is signed in to: what a person typed, or the address with a token that is renewed when it must be. */
export async function credentialsOf(ctx: ConnectedContext, options?: { refused: boolean }): Promise<Readonly<Record<string, unknown>>> {
  const { email, servers } = ctx.connection.data;
  const own = typeof servers === 'object' && servers !== null ? { ...servers, email } : {};
  return { ...own, ...(await ctx.net.credentials(options)) };
}

/** Not the connection's end yet: it is said so only when a fresh token is refused too. */
class TokenRefused extends Error {
  readonly code = 'token_refused';
}

/**
 * Signs in by what the connection has, inside one command. A token that is refused although its time has not come is renewed
 * once; a password is not tried twice. `open` fails with `reauthorize` where the server does not let us in.
 */
export async function withSignIn<T>(
  ctx: ConnectedContext,
  serverOf: (values: Readonly<Record<string, unknown>>) => Server,
  summary: string,
  open: (server: Server) => Promise<T>,
): Promise<T> {
  const server = serverOf(await credentialsOf(ctx));
  if (server.accessToken === undefined) return ctx.net.command(targetOf(server), summary, () => open(server));
  try {
    return await ctx.net.command(targetOf(server), summary, () =>
      open(server).catch((cause: unknown) => {
        throw cause instanceof PatchbayError && cause.code === 'reauthorize' ? new TokenRefused('The token was not accepted.', { cause }) : cause;
      }),
    );
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    const renewed = serverOf(await credentialsOf(ctx, { refused: true }));
    return ctx.net.command(targetOf(renewed), summary, () => open(renewed));
  }
}

/** A signed-in line that the caller closes. */
export const openLine = (ctx: ConnectedContext, summary: string, options: { idle?: boolean } = {}): Promise<{ client: ImapFlow; server: Server }> =>
  withSignIn(ctx, imapServerOf, summary, async (server) => ({ client: await openImap(ctx.net, server, options), server }));

/**
 * Runs something on a line, and believes it only while the line stands: the library answers a search with nothing, and a fetch
 * with no mails, once it is gone, as if the folder were empty.
 */
export async function onLine<T>(client: ImapFlow, server: Server, run: () => Promise<T>): Promise<T> {
  const result = await run().catch((error: unknown) => {
    throw lineError(error, server);
  });
  if (!client.usable) throw connectError({ code: 'NoConnection' }, server);
  return result;
}

/** A line for one look; whatever happens, it is closed. What decides on what is gone is asked for through `alive`. */
export async function withMailbox<T>(
  ctx: ConnectedContext,
  summary: string,
  run: (client: ImapFlow, alive: <R>(ask: () => Promise<R>) => Promise<R>) => Promise<T>,
): Promise<T> {
  const { client, server } = await openLine(ctx, 'imap LOGIN');
  try {
    return await ctx.net.command(targetOf(server), summary, () => onLine(client, server, () => run(client, (ask) => onLine(client, server, ask))));
  } finally {
    client.close();
  }
}
