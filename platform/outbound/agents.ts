import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher } from 'undici';
import type { AddressGuard } from './address-guard.ts';

/** Connection pools: one for hosts the configuration names, one whose every look-up passes the guard. */
export function createAgents(guard: AddressGuard, replacement?: Dispatcher) {
  // The socket connects to what this gives and to nothing else: the address checked is the address used.
  const lookup: LookupFunction = (hostname, options, callback) => {
    guard.addressesOf(hostname).then(
      (addresses) => {
        const fitting = options.family === 4 || options.family === 6 ? addresses.filter(({ family }) => family === options.family) : addresses;
        const [first] = fitting;
        if (!first) callback(Object.assign(new Error(`${hostname} has no fitting address`), { code: 'ENOTFOUND' }), '', 0);
        else if (options.all) callback(null, [...fitting]);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(error as NodeJS.ErrnoException, '', 0),
    );
  };
  const options = { keepAliveTimeout: 20_000, connections: 64 };
  const trusted = replacement ?? new Agent({ ...options, connect: { timeout: 10_000 } });
  const guarded = replacement ?? new Agent({ ...options, connect: { timeout: 10_000, lookup } });
  return {
    of: (isTrusted: boolean): Dispatcher => (isTrusted ? trusted : guarded),
    async close() {
      if (!replacement) await Promise.all([trusted.destroy(), guarded.destroy()]);
    },
  };
}
