import { asId, type ConnectedContext, type ConnectionId, type Context, PatchbayError } from '#sdk';

/** The context of the Slack workspace that is meant where none is named: the first that works. */
export async function slackConnection(ctx: Context): Promise<ConnectedContext | undefined> {
  if (ctx.connection?.integration === 'slack') return ctx as ConnectedContext;
  const active = (await ctx.connections()).find(({ status }) => status === 'active');
  return active && ctx.withConnection(asId<ConnectionId>(active.id));
}

/** @throws PatchbayError connection_disabled with what to do */
export async function needSlack(ctx: Context): Promise<ConnectedContext> {
  const connected = await slackConnection(ctx);
  if (!connected)
    throw new PatchbayError('connection_disabled', { detail: 'No Slack workspace is connected.', remedy: 'Connect Slack on the Connections page.' });
  return connected;
}
