import type { Connection } from '#sdk';
import type { Mailbox } from '../client/transport.ts';
import { domainOf } from '../serializers/addresses.ts';
import { settingsOf } from '../settings.ts';

/** Where everybody has an address: its users are not colleagues of each other. */
const PUBLIC = new Set(
  'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com icloud.com me.com mac.com yahoo.com ymail.com aol.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de proton.me protonmail.com pm.me mail.com fastmail.com zoho.com posteo.de mailbox.org yandex.ru yandex.com qq.com 163.com 126.com orange.fr free.fr laposte.net wanadoo.fr libero.it'.split(
    ' ',
  ),
);

/** Who belongs to the workspace, by all its mailboxes. */
export interface House {
  addresses: ReadonlySet<string>;
  domains: ReadonlySet<string>;
}
export const addressOf = ({ data, externalId }: Pick<Connection, 'data' | 'externalId'>): string =>
  (typeof data.email === 'string' ? data.email : externalId).toLowerCase();

/** Every address under which it is written to and may write, its own first. */
export function addressesOf(connection: Connection): string[] {
  const told = Array.isArray(connection.data.aliases) ? connection.data.aliases.filter((each) => typeof each === 'string') : [];
  return [...new Set([addressOf(connection), ...told, ...settingsOf(connection).aliases].map((each) => each.toLowerCase()))];
}

export function houseOf(connections: readonly Connection[], more: readonly string[] = []): House {
  const addresses = new Set([...connections.flatMap(addressesOf), ...more.map((each) => each.toLowerCase())]);
  const own = [...addresses].map(domainOf).filter((domain) => !PUBLIC.has(domain));
  return {
    addresses,
    domains: new Set([...own, ...connections.flatMap((each) => settingsOf(each).internalDomains.map((domain) => domain.replace(/^@/, '')))]),
  };
}

export const isOurs = ({ addresses, domains }: House, address: string): boolean => addresses.has(address) || domains.has(domainOf(address));

/** `ann@x.com`, `@x.com` or `*.x.com`. */
export function isBlocked(blocklist: readonly string[], address: string): boolean {
  const domain = domainOf(address);
  return blocklist.some((rule) =>
    rule.startsWith('*.')
      ? domain.endsWith(rule.slice(1))
      : rule.startsWith('@')
        ? domain === rule.slice(1)
        : rule.includes('@')
          ? address === rule
          : domain === rule,
  );
}

export interface Envelope {
  from: Mailbox | undefined;
  to: readonly Mailbox[];
  cc: readonly Mailbox[];
}
export type Direction = 'inbound' | 'outbound' | 'internal';
/** By who wrote it, not by the folder it lies in. */
export function directionOf(house: House, { from, to, cc }: Envelope): Direction {
  if (!from || !isOurs(house, from.address)) return 'inbound';
  const others = [...to, ...cc];
  return others.length > 0 && others.every(({ address }) => isOurs(house, address)) ? 'internal' : 'outbound';
}
export const outsiders = (house: House, { from, to, cc }: Envelope): Mailbox[] =>
  [...(from ? [from] : []), ...to, ...cc].filter(
    ({ address }, index, all) => !isOurs(house, address) && all.findIndex((each) => each.address === address) === index,
  );
