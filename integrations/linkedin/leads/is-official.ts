import type { ConnectedContext, Context } from '#sdk';

/** Whether a context is one of a sign-in that works. */
export const isOfficial = (ctx: Context): ctx is ConnectedContext => ctx.connection?.provider === 'linkedin' && ctx.connection.status === 'active';

/** Whether a context has a connection that works, whichever way it leads. */
export const isConnected = (ctx: Context): ctx is ConnectedContext => ctx.connection?.status === 'active';
