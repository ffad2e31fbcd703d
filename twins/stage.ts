import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { VirtualClock } from './clock.ts';
import { createFaultDial, type Fault } from './faults.ts';
import { type Answer, html, json } from './http/answer.ts';
import type { TwinRequest } from './http/request.ts';
import { createRouter } from './http/router.ts';
import { createJournal } from './journal.ts';
import { seededRandom } from './random.ts';
import type { Timers } from './timers.ts';
import { type TwinDefinition, type Verb, verb } from './twin.ts';

/** `cut`: the connection ends without an answer. */
export type Outcome = Answer | 'cut';

export interface StageParts {
  clock: VirtualClock;
  timers: Timers;
  allowedHosts: readonly string[];
  /** Ends waiting faults when the server stops. */
  stopping: AbortSignal;
}

const brokenPage = (status: number): Answer =>
  html(status, `<!DOCTYPE html><html><head><title>${status}</title></head><body><center><h1>${status}</h1></center><hr><center>nginx</center></body></html>`);

/** One twin with all that surrounds it: fault dial, journal, the verbs that every provider with OAuth has. */
export const createStage = (definition: TwinDefinition, { clock, timers, allowedHosts, stopping }: StageParts) => {
  const { provider, title } = definition;
  let random = seededRandom(1);
  const twin = definition.create({ clock, timers, allowedHosts, random: () => random() });
  const stray = twin.routes.find(({ path }) => !path.startsWith(`/${provider}/`));
  if (stray) throw new Error(`Twin ${provider}: ${stray.path} must begin with /${provider}/.`);

  const dial = createFaultDial(provider);
  const journal = createJournal(clock);
  const { oauth } = twin;
  const withdraw =
    oauth &&
    verb('Withdraw the permission in the account’s settings', z.strictObject({ account: z.string() }), ({ account }) => ({
      result: { revoked: oauth.withdraw(account) },
    }));
  const verbs: Readonly<Record<string, Verb>> = { ...twin.verbs, ...(withdraw && { 'grant.withdraw': withdraw }) };
  const errorAnswer = twin.errorAnswer ?? ((status: number) => json(status, { error: `ordered fault ${status}` }));
  const route = createRouter(twin.routes, () => errorAnswer(404));

  const handle = async (request: TwinRequest): Promise<Answer> => {
    try {
      return await route(request);
    } catch (error) {
      console.error(`twin ${provider}: ${request.method} ${request.path}`, error);
      return errorAnswer(500);
    }
  };

  const perform = async (request: TwinRequest, fault: Fault | undefined): Promise<Outcome> => {
    const withHeaders = (answer: Answer): Answer => ({ ...answer, headers: { ...answer.headers, ...fault?.headers } });
    switch (fault?.do) {
      case 'status':
        return withHeaders(errorAnswer(fault.status ?? 503));
      case 'html':
        return withHeaders(brokenPage(fault.status ?? 502));
      case 'drop':
        return 'cut';
      case 'drop_after_commit':
        await handle(request);
        return 'cut';
      case 'expired':
      case 'revoked': {
        const answer = twin.strike?.(fault.do, request);
        oauth?.strike(fault.do, request);
        return answer ?? (oauth ? handle(request) : errorAnswer(401));
      }
      default:
        return handle(request);
    }
  };

  return {
    provider,
    title,
    twin,
    verbs,
    dial,
    journal,
    serve: async (request: TwinRequest): Promise<Outcome> => {
      const row = journal.arrive(request);
      const { delayMs, fault, name } = dial.strike(request.method, request.path);
      row.fault = name;
      // Real time: it is the caller's patience that is being tried. A stopping server cuts the wait short.
      const isCutShort = delayMs > 0 && (await delay(delayMs, false, { signal: stopping }).catch(() => true));
      const outcome = isCutShort ? 'cut' : await perform(request, fault);
      row.status = outcome === 'cut' ? null : outcome.status;
      return outcome;
    },
    /** As on the first day; only where webhooks go is kept. */
    reset: () => {
      random = seededRandom(1);
      twin.store.reset();
      oauth?.store.reset();
      twin.webhooks?.clear();
      twin.onReset?.();
      dial.clear();
      journal.clear();
    },
    stop: () => twin.webhooks?.stop(),
  };
};
export type Stage = ReturnType<typeof createStage>;
