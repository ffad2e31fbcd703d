import { lookup as dnsLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { PatchbayError } from '#sdk';

export interface Address {
  address: string;
  family: 4 | 6;
}
export type Resolve = (hostname: string) => Promise<readonly Address[]>;

const systemResolve: Resolve = async (hostname) =>
  (await dnsLookup(hostname, { all: true, order: 'verbatim' })).map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));

/**
 * Only ordinary public addresses. In IPv6 only 2000::/3 is handed out at all: that refuses IPv4 in disguise (mapped,
 * compatible, NAT64), local and reserved ranges whatever names they get later.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || ((parsed.toByteArray()[0] ?? 0) & 0xe0) === 0x20;
}

/** As a URL would read it: `0x7f.1`, `2130706433` and `①27.0.0.1` become plain addresses, brackets and the last dot go. */
export function normalHost(host: string): string {
  const bare = isIP(host) === 6 ? `[${host}]` : host;
  let hostname: string;
  try {
    hostname = new URL(`http://${bare}/`).hostname;
  } catch {
    throw notAllowed(host);
  }
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

const notAllowed = (host: string) => new PatchbayError('host_not_allowed', { facts: { host } });

type Rule = { host: string } | { range: [ipaddr.IPv4 | ipaddr.IPv6, number] };
const toRule = (entry: string): Rule => {
  const text = entry.trim().toLowerCase();
  if (ipaddr.isValidCIDR(text)) return { range: ipaddr.parseCIDR(text) };
  if (ipaddr.isValid(text)) {
    const address = ipaddr.process(text);
    return { range: [address, address.kind() === 'ipv4' ? 32 : 128] };
  }
  return { host: text };
};

/**
 * Decides where the hub may connect. A host that the operator lists (`PATCHBAY_ALLOW_PRIVATE_HOSTS`: names, `*.suffix`,
 * addresses, ranges) or that the configuration names as a provider's base is trusted; everything else must be public.
 */
export function createAddressGuard(allowPrivateHosts: readonly string[], resolve: Resolve = systemResolve) {
  const rules = allowPrivateHosts.filter((entry) => entry.trim() !== '').map(toRule);
  const isListedName = (hostname: string) =>
    rules.some((rule) => 'host' in rule && (rule.host === hostname || (rule.host.startsWith('*.') && hostname.endsWith(rule.host.slice(1)))));
  const isListedAddress = (address: string) => {
    const parsed = ipaddr.process(address);
    return rules.some((rule) => 'range' in rule && rule.range[0].kind() === parsed.kind() && parsed.match(rule.range));
  };
  const isAllowed = (address: string) => isPublicAddress(address) || (ipaddr.isValid(address) && isListedAddress(address));

  return {
    /** Checks a literal address without asking anybody; a name passes to the look-up. */
    checkLiteral(hostname: string): void {
      const host = normalHost(hostname);
      if (isIP(host) !== 0 && !isAllowed(host) && !isListedName(host)) throw notAllowed(host);
    },
    /**
     * Every address of a host, each checked: one bad address refuses the host, because the next connection might take it.
     * The caller must connect to one of these and not look the name up again.
     * @throws PatchbayError host_not_allowed | provider_unavailable
     */
    async addressesOf(hostname: string): Promise<readonly Address[]> {
      const host = normalHost(hostname);
      const family = isIP(host);
      if (family !== 0) {
        if (!isAllowed(host) && !isListedName(host)) throw notAllowed(host);
        return [{ address: host, family: family === 6 ? 6 : 4 }];
      }
      const addresses = await resolve(host).catch((cause: unknown) => {
        throw new PatchbayError('provider_unavailable', { cause, facts: { host, reason: 'the name does not resolve' } });
      });
      if (addresses.length === 0) throw new PatchbayError('provider_unavailable', { facts: { host, reason: 'the name has no address' } });
      if (!isListedName(host) && !addresses.every(({ address }) => isAllowed(address))) throw notAllowed(host);
      return addresses;
    },
  };
}
export type AddressGuard = ReturnType<typeof createAddressGuard>;
