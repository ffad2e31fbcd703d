import { uuidv7 } from 'uuidv7';
import { type ConnectionId, isUuid, PatchbayError, type RawRequest, type Verdict } from '#sdk';
import { problemAnswer, refusalAnswer, successAnswer, type WebhookAnswer } from './answer.ts';
import { type Definitions, type KnownWebhook, methodsOf } from './definitions.ts';
import type { Receipt } from './event-rows.ts';
import type { InsertQueue } from './insert-queue.ts';
import type { WebhookJournal } from './journal.ts';
import { claimToken } from './once-token.ts';
import type { InboxDeps, Route, WebhookSecrets } from './ports.ts';
import { contentFor, within } from './reply.ts';
import { packRequest, type SealedRequests } from './request-envelope.ts';
import { additionOf, type Reading, read, receiptOf, routeEvents } from './store-webhook.ts';
import { answerSigned, answerUnsigned } from './verification/challenge.ts';
import { verify } from './verification/index.ts';

export interface InboundRequest {
  integration: string;
  provider: string;
  topic?: string;
  method: string;
  /** `PATCHBAY_URL` + path + query as received. */
  url: string;
  headers: Readonly<Record<string, string | undefined>>;
  rawBody: Buffer;
  /** `?connection=` of the address. */
  connectionId?: string;
  /** Version 7, as the HTTP server gave it: named in problem answers, in the log and on the rows. Without one it gets its own. */
  requestId?: string;
  /** It came over a line that the hub opened itself: there is no signature to check. Never set for what came by HTTP. */
  isProven?: true;
}

export interface ReceiveParts {
  deps: InboxDeps;
  definitions: Definitions;
  queue: InsertQueue;
  sealed: SealedRequests;
  journal: () => Promise<WebhookJournal>;
}

/** A verified request with what was read from it. */
interface Verified {
  known: KnownWebhook;
  request: RawRequest;
  secrets: WebhookSecrets;
  receipt: Receipt;
  reading: Reading;
}

/** What the database has not committed by then is written down beside it: a caller hears nothing meanwhile. */
const SOON_MS = 25;
/** The hub opened the line itself: whoever speaks on it is whom it called. */
const proven: Verdict = { ok: true };

export function createReceive({ deps, definitions, queue, sealed, journal }: ReceiveParts) {
  const eventsOf = (reading: Reading) => ('events' in reading ? reading.events : []);
  const reply = ({ known, request, reading }: Verified, route: Route | undefined) =>
    contentFor(deps, known.integration, known.definition, route, eventsOf(reading), request);

  const store = async ({ receipt, request, reading, secrets }: Verified, routes: readonly (readonly Route[])[]): Promise<void> => {
    await queue.add(await additionOf(sealed, receipt, request, reading, routes, secrets));
  };

  /** 2xx only after commit. The reply is worked out meanwhile: it reads, it does not write. */
  const storeThenAnswer = async (verified: Verified): Promise<WebhookAnswer> => {
    const routes = await routeEvents(deps, verified.receipt, verified.secrets, eventsOf(verified.reading));
    const { definition } = verified.known;
    if (!definition.reply) {
      await store(verified, routes);
      return successAnswer(definition.success);
    }
    const [answer] = await Promise.all([reply(verified, routes[0]?.[0]), store(verified, routes)]);
    return answer;
  };

  /** Answers even while the database is away or slow: what is not in the inbox soon stands in the journal file first. */
  const answerThenStore = async (verified: Verified): Promise<WebhookAnswer> => {
    const { receipt, secrets, known } = verified;
    const log = { integration: known.integration, provider: known.definition.provider, requestId: receipt.requestId };
    const file = await journal().catch((error: unknown) => {
      deps.log.error({ ...log, err: error }, 'the webhook journal cannot be opened');
      return undefined;
    });
    if (!file) return storeThenAnswer(verified);
    const routes = await routeEvents(deps, receipt, secrets, eventsOf(verified.reading)).catch(() => undefined);
    const storing = routes ? store(verified, routes) : Promise.reject(new PatchbayError('database_unavailable'));
    const isStored = storing.then(
      () => true,
      () => false,
    );
    const written = async (): Promise<void> => {
      if (!(await writeDown(file, verified, log))) return storing;
      // Nobody awaits it, and a rejection that nobody awaits ends the process: a line that cannot be crossed out is one, too.
      storing
        .then(() => file.done(receipt.requestId))
        .catch((error: unknown) => {
          file.leave(receipt.requestId);
          deps.log.warn({ ...log, err: error }, 'a webhook waits in the journal');
        });
    };
    // Whichever is first: what stands in either place survives a kill.
    const kept = within(isStored, SOON_MS).then((stored) => (stored === true ? undefined : Promise.any([storing, written()]).catch(() => storing)));
    const [answer] = await Promise.all([reply(verified, routes?.[0]?.[0]), kept]);
    return answer;
  };

  /** False: it could not be written. */
  const writeDown = (file: WebhookJournal, { receipt, request, secrets }: Verified, log: object): Promise<boolean> =>
    file
      .append({
        requestId: receipt.requestId,
        receivedAt: receipt.receivedAt.toISOString(),
        integration: receipt.integration,
        provider: receipt.provider,
        topic: receipt.topic,
        connectionId: secrets.connection?.connectionId ?? null,
        packed: packRequest(request),
      })
      .then(
        () => true,
        (error: unknown) => {
          deps.log.error({ ...log, err: error }, 'the webhook journal cannot be written');
          return false;
        },
      );

  const handle = async (input: InboundRequest, requestId: string): Promise<WebhookAnswer> => {
    const known = definitions.find(input.integration, input.provider, input.topic);
    if (!known) throw new PatchbayError('not_found');
    const { integration, definition } = known;
    const { method, url, headers, rawBody } = input;
    const request: RawRequest = { method, url, headers, rawBody };
    if (!methodsOf(definition).some((one) => one === method)) throw new PatchbayError('method_not_allowed');
    if (input.connectionId !== undefined && !isUuid(input.connectionId)) throw new PatchbayError('not_found');
    const given = deps.secretsFor(integration, definition, input.connectionId as ConnectionId | undefined);
    const secrets = given instanceof Promise ? await given : given;

    const asked = definition.challenge && answerUnsigned(definition.challenge, request, secrets);
    if (asked) return asked;
    if (!(definition.methods ?? ['POST']).some((one) => one === method)) throw new PatchbayError('method_not_allowed');
    const now = deps.clock.now();
    const scheme = secrets.scheme ?? definition.scheme;
    const checked = input.isProven ? proven : verify(scheme, request, secrets, now, deps.keySets ? { keySets: deps.keySets } : {});
    const verdict = checked instanceof Promise ? await checked : checked;
    if (!verdict.ok) {
      deps.log.warn({ integration, provider: definition.provider, topic: definition.topic, reason: verdict.reason, requestId }, 'a webhook was refused');
      return refusalAnswer(verdict, requestId);
    }
    const confirmed = definition.challenge && answerSigned(definition.challenge, request);
    if (confirmed) return confirmed;

    const reading = read(definition, request);
    const verified: Verified = { known, request, secrets, reading, receipt: receiptOf(integration, definition, secrets, request, requestId, now) };
    if (definition.replyFirst) return answerThenStore(verified);
    if (verdict.onceToken !== undefined) {
      const isFirst = await claimToken(deps.database, { integration, provider: definition.provider, token: verdict.onceToken, rawBody, now });
      if (!isFirst) return refusalAnswer({ ok: false, status: scheme.refusalStatus, reason: 'mismatch' }, requestId);
    }
    return storeThenAnswer(verified);
  };

  /** Never throws: every failure has an answer that makes the provider come again, or stop. */
  return async function receive(input: InboundRequest): Promise<WebhookAnswer> {
    const requestId = input.requestId ?? uuidv7();
    try {
      return await handle(input, requestId);
    } catch (error) {
      if (!(error instanceof PatchbayError))
        deps.log.error({ integration: input.integration, provider: input.provider, requestId, err: error }, 'a webhook failed');
      return problemAnswer(error, requestId);
    }
  };
}
