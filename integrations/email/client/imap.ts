import { ImapFlow } from 'imapflow';
import type { Net } from '#sdk';
import { connectError, type Server, targetOf } from './server.ts';

const MB = 1024 * 1024;

/**
 * One signed-in line to a mailbox. The library gets the checked address and TLS the name; a name that would resolve to
 * another address at the second look cannot lead it elsewhere.
 */
export async function openImap(net: Net, server: Server, options: { idle?: boolean } = {}): Promise<ImapFlow> {
  const { address, servername } = await net.resolve(server.host);
  const { username = '', password, accessToken } = server;
  const client = new ImapFlow({
    host: address,
    port: server.port,
    secure: server.security === 'tls',
    doSTARTTLS: server.security === 'starttls' ? true : server.security === 'none' ? false : undefined,
    servername,
    auth: { user: username, ...(accessToken ? { accessToken } : { pass: password ?? '' }) },
    logger: false,
    qresync: true,
    disableAutoIdle: options.idle !== true,
    maxIdleTime: 5 * 60_000,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 5 * 60_000,
    maxLiteralSize: 64 * MB,
    maxLineLength: 16 * MB,
    clientInfo: { name: 'Patchbay' },
  });
  // Without a listener a lost line would end the process; every call on it fails by itself.
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.close();
    throw connectError(error, server);
  }
}

/** Proves that mail can be read here. @throws PatchbayError naming the incoming part */
export async function verifyImap(net: Net, server: Server): Promise<void> {
  await net
    .command(targetOf(server), 'imap LOGIN', async () => {
      const client = await openImap(net, server);
      await client.logout().catch(() => client.close());
    })
    .catch((error: unknown) => {
      throw connectError(error, server);
    });
}
