import { z } from 'zod';
import { faultOrder } from '../faults.ts';
import { empty, json, problem } from '../http/answer.ts';
import { jsonOf, type TwinRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import type { Stage } from '../stage.ts';
import { travelOptions } from '../webhook-sender.ts';
import { Refused, withInput } from './input.ts';

const consentInput = z.strictObject({ authorizeUrl: z.string(), account: z.string(), untick: z.array(z.string()).optional(), deny: z.boolean().optional() });
const targetInput = z.strictObject({ url: z.url(), secret: z.string().min(1).optional(), topic: z.string().min(1).optional() });
const actInput = z.looseObject({ verb: z.string() });

/** `/_twins/:provider/…`: what tests and the control page do to one twin. */
export const providerRoutes = (stages: ReadonlyMap<string, Stage>): Route[] => {
  const on = (method: Route['method'], path: string, handle: (stage: Stage, request: TwinRequest) => ReturnType<Route['handle']>): Route => ({
    method,
    path: `/_twins/{provider}/${path}`,
    handle: (request) => {
      const stage = stages.get(request.params.provider ?? '');
      return stage ? handle(stage, request) : problem(404, 'No such twin', `There are: ${[...stages.keys()].join(', ')}.`);
    },
  });

  const act = withInput(actInput, async ({ verb: name, ...given }, stage: Stage) => {
    const verb = Object.hasOwn(stage.verbs, name) ? stage.verbs[name] : undefined;
    if (!verb) throw new Refused(`No verb “${name}”. There are: ${Object.keys(stage.verbs).join(', ')}.`);
    const travel = travelOptions.parse(given);
    const input = Object.fromEntries(Object.entries(given).filter(([key]) => !Object.hasOwn(travelOptions.shape, key)));
    // What a forged webhook tells never happened: a read of the API afterwards must not confirm it.
    const deed = travel.forge ? stage.twin.store.pretend(() => verb.act(input)) : verb.act(input);
    const deliveries = await stage.twin.webhooks?.send(deed.webhooks ?? [], travel);
    return json(200, { result: deed.result, deliveries: deliveries ?? [] });
  });

  const addFault = withInput(faultOrder, (order, stage: Stage) => json(201, stage.dial.add(order)));

  const consent = withInput(consentInput, (input, stage: Stage) => {
    const result = stage.twin.oauth?.consent(input) ?? { ok: false as const, sentence: `${stage.title} has no OAuth.` };
    if (!result.ok) throw new Refused(result.sentence);
    return json(200, { redirectUrl: result.redirectUrl });
  });

  const setTarget = withInput(targetInput, ({ url, secret, topic }, stage: Stage) => {
    if (!stage.twin.webhooks) throw new Refused(`${stage.title} sends no webhooks.`);
    if (!stage.twin.webhooks.register(url, secret, topic)) throw new Refused('Webhooks go to this machine only, or to hosts named by --allow-host.');
    return json(200, { data: stage.twin.webhooks.targets.data });
  });

  return [
    on('GET', 'faults', (stage) => json(200, { data: stage.dial.list() })),
    on('POST', 'faults', (stage, request) => addFault(jsonOf(request), stage)),
    on('DELETE', 'faults', (stage) => {
      stage.dial.clear();
      return empty();
    }),
    on('DELETE', 'faults/{id}', (stage, request) =>
      stage.dial.remove(request.params.id ?? '') ? empty() : problem(404, 'No such fault', 'It may have struck for the last time.'),
    ),
    on('GET', 'journal', (stage, request) => {
      const { data, forgotten } = stage.journal.read(request.query.get('since') ?? undefined);
      const limit = Number(request.query.get('limit') ?? data.length);
      return json(200, { data: limit > 0 ? data.slice(-limit) : [], forgotten });
    }),
    on('GET', 'state', (stage) =>
      json(200, {
        provider: stage.provider,
        counts: stage.twin.counts(),
        data: stage.twin.store.data,
        oauth: stage.twin.oauth?.store.data ?? null,
        webhooks: stage.twin.webhooks ? { targets: stage.twin.webhooks.targets.data, deliveries: stage.twin.webhooks.deliveries() } : null,
      }),
    ),
    on('POST', 'consent', (stage, request) => consent(jsonOf(request), stage)),
    on('POST', 'act', (stage, request) => act(jsonOf(request), stage)),
    on('GET', 'webhook-target', (stage) => json(200, { data: stage.twin.webhooks?.targets.data ?? {} })),
    on('POST', 'webhook-target', (stage, request) => setTarget(jsonOf(request), stage)),
    on('DELETE', 'webhook-target', (stage) => {
      stage.twin.webhooks?.targets.reset();
      return empty();
    }),
  ];
};
