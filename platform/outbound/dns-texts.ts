import { Resolver } from 'node:dns/promises';
import { PatchbayError } from '#sdk';

const TIMEOUT_MS = 2_000;
/** The name is there without such a record, or is not there at all. */
const NOTHING = new Set(['ENODATA', 'ENOTFOUND']);

/**
 * TXT records of a name, each with its pieces joined (RFC 7208 §3.3). `servers` as `address` or `address:port`; without any
 * the machine's own are asked. @throws PatchbayError provider_unavailable
 */
export async function textsOf(name: string, servers: readonly string[]): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  try {
    return (await resolver.resolveTxt(name)).map((pieces) => pieces.join(''));
  } catch (error) {
    if (NOTHING.has(String((error as { code?: string }).code))) return [];
    throw new PatchbayError('provider_unavailable', { detail: `The name servers do not say what stands at ${name}.`, cause: error });
  }
}
