import { z } from 'zod';
import { clockChange, type VirtualClock } from '../clock.ts';
import { empty, json } from '../http/answer.ts';
import { jsonOf } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import type { Stage } from '../stage.ts';
import { controlAssets } from './assets.ts';
import { Refused, withInput } from './input.ts';
import { providerRoutes } from './provider-routes.ts';

const resetInput = z.strictObject({ provider: z.string().optional() });

const describe = (stage: Stage) => {
  const deliveries = stage.twin.webhooks?.deliveries() ?? [];
  const inState = (...states: string[]) => deliveries.filter(({ state }) => states.includes(state)).length;
  return {
    provider: stage.provider,
    title: stage.title,
    counts: stage.twin.counts(),
    page: stage.twin.pages?.path,
    accounts: stage.twin.oauth?.accounts.map(({ email }) => email) ?? [],
    verbs: Object.entries(stage.verbs).map(([name, verb]) => ({ name, title: verb.title, input: z.toJSONSchema(verb.input, { io: 'input' }) })),
    faults: stage.dial.list(),
    webhooks: stage.twin.webhooks && {
      targets: stage.twin.webhooks.targets.data,
      delivered: inState('delivered'),
      underWay: inState('scheduled', 'sending', 'retrying'),
      failed: inState('given_up', 'no_target'),
    },
  };
};

/** The twins' own API and page. Everything here is outside the providers: no fault strikes it, no journal records it. */
export const controlRoutes = (clock: VirtualClock, stages: ReadonlyMap<string, Stage>): Route[] => {
  const reset = withInput(resetInput, ({ provider }) => {
    if (provider !== undefined && !stages.has(provider)) throw new Refused(`No twin “${provider}”.`);
    for (const stage of stages.values()) if (provider === undefined || provider === stage.provider) stage.reset();
    // A frozen or displaced clock is the commonest thing a test forgets.
    if (provider === undefined) clock.reset();
    return empty();
  });
  return [
    ...controlAssets,
    { method: 'GET', path: '/_twins', handle: () => json(200, { clock: clock.state(), data: [...stages.values()].map(describe) }) },
    { method: 'GET', path: '/_twins/clock', handle: () => json(200, clock.state()) },
    { method: 'POST', path: '/_twins/clock', handle: (request) => withInput(clockChange, (change) => json(200, clock.change(change)))(jsonOf(request)) },
    { method: 'POST', path: '/_twins/reset', handle: (request) => reset(jsonOf(request)) },
    ...providerRoutes(stages),
    ...[...stages.values()].flatMap(({ twin }) => twin.pages?.routes ?? []),
  ];
};
