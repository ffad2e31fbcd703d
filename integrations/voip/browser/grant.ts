import { type ConnectedContext, type Context, PatchbayError } from '#sdk';
import { personOf } from '../calls/place.ts';
import { connections } from '../connections.ts';
import { sipServer } from '../sip/driver.ts';
import { accessToken } from './access-token.ts';
import { ephemeralPassword } from './ephemeral.ts';
import { browserName } from './identity.ts';

/** Asked for anew by a page that is open: whoever has left the workspace can be rung no longer than this. */
const LIFETIME_SECONDS = 3_600;

interface IceServer {
  urls: string;
  username?: string;
  credential?: string;
}
interface Common {
  connectionId: string;
  /** Seconds from now; a browser's own clock may be wrong. */
  lifetimeSeconds: number;
}
/** What a browser needs to be a telephone of the person who asks, for a while. */
export type BrowserGrant =
  | (Common & { provider: 'twilio'; identity: string; token: string })
  | (Common & {
      provider: 'sip';
      /** The person at the server: `sip:user@domain`. */
      user: string;
      domain: string;
      username: string;
      password: string;
      webSocketUrl: string;
      iceServers: IceServer[];
    });

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

async function twilioGrant(ctx: ConnectedContext, userId: string): Promise<BrowserGrant> {
  const { apiKey, apiSecret } = await ctx.net.credentials();
  const [key, secret] = [text(apiKey), text(apiSecret)];
  if (!key || !secret)
    throw new PatchbayError('provider_not_configured', {
      detail: 'This Twilio connection has no API key, and telephones in browsers need one.',
      remedy: 'Connect Twilio again with an API key (it begins with SK) and its secret.',
    });
  const token = accessToken({
    accountSid: ctx.connection.externalId,
    apiKey: key,
    apiSecret: secret,
    identity: browserName(userId),
    issuedAt: ctx.clock.now(),
    lifetimeSeconds: LIFETIME_SECONDS,
  });
  return { provider: 'twilio', connectionId: ctx.connection.id, lifetimeSeconds: LIFETIME_SECONDS, identity: browserName(userId), token };
}

async function sipGrant(ctx: ConnectedContext, userId: string): Promise<BrowserGrant> {
  const { domain, webSocketUrl, iceServers } = sipServer(ctx);
  const secret = text((await ctx.net.credentials()).browserSecret);
  if (!webSocketUrl || !secret)
    throw new PatchbayError('provider_not_configured', {
      detail: 'This SIP connection does not say where browsers reach the server.',
      remedy: 'Connect it again with the server’s WebSocket address and the secret that it checks browsers with.',
    });
  const expiresAt = new Date(ctx.clock.now().getTime() + LIFETIME_SECONDS * 1000);
  const { username, password } = ephemeralPassword(secret, browserName(userId), expiresAt);
  return {
    provider: 'sip',
    connectionId: ctx.connection.id,
    lifetimeSeconds: LIFETIME_SECONDS,
    user: browserName(userId),
    domain,
    username,
    password,
    webSocketUrl,
    // The same name and password open a TURN server that has the same secret.
    iceServers: iceServers.map((urls) => (/^turns?:/.test(urls) ? { urls, username, credential: password } : { urls })),
  };
}

const grantBy = (ctx: ConnectedContext, userId: string): Promise<BrowserGrant> =>
  ctx.connection.provider === 'sip' ? sipGrant(ctx, userId) : twilioGrant(ctx, userId);

/**
 * For the person who asks and nobody else, by the connection that is named or the first that can.
 * @throws PatchbayError person_needed | provider_not_configured
 */
export async function browserGrant(ctx: Context, named?: string): Promise<BrowserGrant> {
  const userId = personOf(ctx);
  if (!userId) throw new PatchbayError('person_needed');
  const first = await connections(ctx, named);
  try {
    return await grantBy(first, userId);
  } catch (error) {
    if (named || !(error instanceof PatchbayError) || error.code !== 'provider_not_configured') throw error;
    for (const { id, status } of await ctx.connections()) {
      if (id === first.connection.id || status !== 'active') continue;
      const grant = await grantBy(await ctx.withConnection(id), userId).catch(() => undefined);
      if (grant) return grant;
    }
    throw error;
  }
}
