import type { HttpClient, Net } from '#sdk';
import { createAddressGuard } from './address-guard.ts';
import { createAgents } from './agents.ts';
import { createBreakers } from './breakers.ts';
import type { CallPorts } from './call.ts';
import { createClient } from './client.ts';
import { createConcurrency } from './concurrency.ts';
import { createNet } from './net.ts';
import type { OutboundDeps, OutboundScope } from './ports.ts';
import { createQuotaPlanner } from './quota.ts';

/** The one way out of the hub. Everything that leaves takes its turn, passes the guard and is in the audit. */
export function createOutbound(deps: OutboundDeps) {
  const guard = createAddressGuard(deps.allowPrivateHosts ?? [], deps.resolve);
  const agents = createAgents(guard, deps.dispatcher);
  const quota = createQuotaPlanner(deps);
  const onChange = (name: string, isOpen: boolean) => {
    deps.metrics?.breakerChanged?.(name, isOpen);
    deps.log.warn({ breaker: name, isOpen }, isOpen ? 'a provider fails; calls to it pause' : 'a provider answers again');
  };
  const ports: CallPorts = {
    ...deps,
    guard,
    agents,
    quota,
    concurrency: createConcurrency(),
    breakers: createBreakers({ ...deps.breaker, onChange }),
    random: deps.random ?? Math.random,
  };

  return {
    httpFor: (scope: OutboundScope): HttpClient => createClient(scope, ports),
    netFor: (scope: OutboundScope): Net => createNet(scope, ports),
    /** Checks a host that a person typed, before it is stored. @throws PatchbayError host_not_allowed | provider_unavailable */
    checkHost: async (host: string): Promise<void> => void (await guard.addressesOf(host)),
    quota,
    /** Listens for refusals that other processes met. */
    start: () => quota.start(),
    /** Gives unused quota back and closes the connections. */
    async stop() {
      await quota.stop();
      await agents.close();
    },
  };
}
export type Outbound = ReturnType<typeof createOutbound>;
