import { and, desc, eq, lt } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Database } from '#platform/database/database';
import { type Clock, type Incidents, type Log, PatchbayError, type WorkspaceId } from '#sdk';
import { webhookDeliveries } from './models.ts';
import { eventsById } from './read-events.ts';
import type { WebhookEndpoints } from './webhook-endpoints.ts';
import { nextWebhookTry } from './webhook-schedule.ts';
import { type SendHttp, type SendOutcome, sendSigned } from './webhook-send.ts';

/** Longer than a send can take; a dead process's deliveries are taken up after it. */
const LEASE_SECONDS = 40;
const AT_ONCE = 32;
const AT_ONCE_PER_ENDPOINT = 4;

type Row = typeof webhookDeliveries.$inferSelect;
interface Claimed {
  workspaceId: WorkspaceId;
  id: string;
  endpointId: string;
  eventId: string;
  attempts: number;
}

export interface WebhookDelivery {
  id: string;
  eventId: string;
  eventType: string;
  state: 'waiting' | 'delivered' | 'failed';
  attempts: number;
  nextTryAt: Date | null;
  lastTryAt: Date | null;
  lastStatus: number | null;
  lastError: string | null;
  responseExcerpt: string | null;
  createdAt: Date;
}

const shown = ({ workspaceId: _, endpointId: __, leaseOwner: ___, leaseUntil: ____, ...row }: Row): WebhookDelivery => ({
  ...row,
  state: row.state as WebhookDelivery['state'],
  nextTryAt: row.state === 'waiting' ? row.nextTryAt : null,
});

export interface DeliveryDeps {
  database: Database;
  clock: Clock;
  log: Log;
  endpoints: WebhookEndpoints;
  httpFor: (workspaceId: WorkspaceId) => SendHttp;
  random: () => number;
  incidentsFor?: (workspaceId: WorkspaceId) => Incidents;
  /** A place became free: there may be more to send. */
  onFree: () => void;
}

export function createWebhookDeliveries(deps: DeliveryDeps) {
  const { database, clock, log, endpoints, httpFor, random, incidentsFor } = deps;
  const owner = uuidv7();
  const inFlight = new Map<string, { endpointId: string; done: Promise<void> }>();
  const incidentKey = (endpointId: string) => `webhook-endpoint:${endpointId}`;

  /** Due deliveries, at most a few per endpoint, so that a slow receiver does not hold up the others. */
  const claim = async (room: number): Promise<Claimed[]> => {
    const perEndpoint = Map.groupBy([...inFlight.values()], (each) => each.endpointId);
    const busy = [...perEndpoint].filter(([, sends]) => sends.length >= AT_ONCE_PER_ENDPOINT).map(([id]) => id);
    return database.systemQuery<Claimed>({
      name: 'webhook_deliveries_claim',
      text: `with due as (
          select d.workspace_id, d.id from webhook_endpoints e cross join lateral (
            select workspace_id, id, next_try_at from webhook_deliveries
            where workspace_id = e.workspace_id and endpoint_id = e.id and state = 'waiting' and next_try_at <= $1::timestamptz
              and (lease_until is null or lease_until < now())
            order by next_try_at limit ${AT_ONCE_PER_ENDPOINT} for update skip locked
          ) d where e.disabled_at is null and e.id <> all ($2::uuid[]) order by d.next_try_at limit $3::int)
        update webhook_deliveries d set lease_owner = $4::uuid, lease_until = now() + interval '${LEASE_SECONDS} seconds'
        from due where d.workspace_id = due.workspace_id and d.id = due.id
        returning d.workspace_id as "workspaceId", d.id, d.endpoint_id as "endpointId", d.event_id as "eventId", d.attempts`,
      values: [clock.now().toISOString(), busy, room, owner],
    });
  };

  const record = (claimed: Claimed, change: Partial<Row>) =>
    database.workspace(claimed.workspaceId, (tx) =>
      tx
        .update(webhookDeliveries)
        .set({ ...change, leaseOwner: null, leaseUntil: null })
        .where(
          and(
            eq(webhookDeliveries.workspaceId, claimed.workspaceId),
            eq(webhookDeliveries.id, claimed.id),
            // Somebody took it over because we were thought dead: theirs is the later truth.
            eq(webhookDeliveries.leaseOwner, owner),
          ),
        ),
    );

  const settle = async (claimed: Claimed, outcome: SendOutcome, url: string) => {
    const now = clock.now();
    const attempts = claimed.attempts + 1;
    const next = outcome.delivered || outcome.gone ? undefined : nextWebhookTry(attempts, now, random, outcome.retryAfterMs);
    await record(claimed, {
      state: outcome.delivered ? 'delivered' : next ? 'waiting' : 'failed',
      attempts,
      lastTryAt: now,
      lastStatus: outcome.status,
      lastError: outcome.error,
      responseExcerpt: outcome.excerpt,
      ...(next ? { nextTryAt: next } : {}),
    });
    if (outcome.delivered) return incidentsFor?.(claimed.workspaceId).resolve(incidentKey(claimed.endpointId));
    if (next) return;
    if (outcome.gone) await endpoints.disable(claimed.workspaceId, claimed.endpointId, 'The receiver answered 410 Gone.');
    await incidentsFor?.(claimed.workspaceId).open({
      key: incidentKey(claimed.endpointId),
      level: 'warning',
      title: outcome.gone ? 'A webhook receiver is gone' : 'A webhook could not be delivered',
      detail: outcome.gone ? `${url} answered 410 Gone, so nothing is sent there any more.` : `${url} did not accept an event for three days: ${outcome.error}`,
      remedy: outcome.gone ? 'Enter the new address and switch the endpoint on again.' : 'Mend the receiver, then retry its failed deliveries.',
    });
  };

  const deliver = async (claimed: Claimed): Promise<void> => {
    const endpoint = await endpoints.row(claimed.workspaceId, claimed.endpointId).catch((error: unknown) => {
      if (error instanceof PatchbayError && error.code === 'not_found') return undefined;
      throw error;
    });
    // Removed meanwhile, and its deliveries with it.
    if (!endpoint) return;
    const event = (await eventsById(database, [{ workspaceId: claimed.workspaceId, id: claimed.eventId }])).get(claimed.eventId);
    if (!event) return void (await record(claimed, { state: 'failed', lastError: 'The event is older than the hub keeps events.' }));
    const secrets = await endpoints.secretsOf(endpoint);
    const http = httpFor(claimed.workspaceId);
    const outcome = await sendSigned({ http, url: endpoint.url, secrets, event, now: clock.now(), operation: 'webhooks.deliver' });
    await settle(claimed, outcome, endpoint.url);
  };

  const find = async (workspaceId: WorkspaceId, endpointId: string, id: string) =>
    and(eq(webhookDeliveries.workspaceId, workspaceId), eq(webhookDeliveries.endpointId, endpointId), eq(webhookDeliveries.id, id));

  return {
    /** Starts what is due and fits; does not wait for it. Gives how many were started. */
    async startDue(): Promise<number> {
      const room = AT_ONCE - inFlight.size;
      if (room <= 0) return 0;
      const claimed = await claim(room);
      for (const each of claimed) {
        const done = deliver(each)
          .catch((error: unknown) => log.error({ deliveryId: each.id, error: String(error) }, 'a webhook delivery could not be recorded; it is tried again'))
          .finally(() => {
            inFlight.delete(each.id);
            deps.onFree();
          });
        inFlight.set(each.id, { endpointId: each.endpointId, done });
      }
      return claimed.length;
    },
    /** Waits for what is under way. */
    async idle(): Promise<void> {
      while (inFlight.size > 0) await Promise.all([...inFlight.values()].map((each) => each.done));
    },
    async list(workspaceId: WorkspaceId, endpointId: string, page: { limit: number; before?: string; state?: string }): Promise<WebhookDelivery[]> {
      await endpoints.row(workspaceId, endpointId);
      const rows = await database.workspace(workspaceId, (tx) =>
        tx
          .select()
          .from(webhookDeliveries)
          .where(
            and(
              eq(webhookDeliveries.workspaceId, workspaceId),
              eq(webhookDeliveries.endpointId, endpointId),
              page.before ? lt(webhookDeliveries.id, page.before) : undefined,
              page.state ? eq(webhookDeliveries.state, page.state) : undefined,
            ),
          )
          .orderBy(desc(webhookDeliveries.id))
          .limit(page.limit),
      );
      return rows.map(shown);
    },
    /** Sends it again now, whatever became of it. */
    async retry(workspaceId: WorkspaceId, endpointId: string, id: string): Promise<WebhookDelivery> {
      const endpoint = await endpoints.row(workspaceId, endpointId);
      if (endpoint.disabledAt) throw new PatchbayError('conflict', { detail: 'This endpoint is switched off.', remedy: 'Switch it on first.' });
      const where = await find(workspaceId, endpointId, id);
      const [row] = await database.workspace(workspaceId, (tx) =>
        tx.update(webhookDeliveries).set({ state: 'waiting', attempts: 0, nextTryAt: clock.now() }).where(where).returning(),
      );
      if (!row) throw new PatchbayError('not_found');
      deps.onFree();
      return shown(row);
    },
    /** Sends a test message at once, outside the schedule. */
    async test(workspaceId: WorkspaceId, endpointId: string): Promise<SendOutcome> {
      const endpoint = await endpoints.row(workspaceId, endpointId);
      const now = clock.now();
      const id = uuidv7();
      const event = {
        id,
        sequence: '',
        workspaceId,
        type: 'webhook.test',
        subject: { type: 'webhook_endpoint', id: endpointId },
        data: { endpointId },
        at: now,
      };
      const secrets = await endpoints.secretsOf(endpoint);
      return sendSigned({ http: httpFor(workspaceId), url: endpoint.url, secrets, event, now, operation: 'webhooks.test' });
    },
  };
}

export type WebhookDeliveries = ReturnType<typeof createWebhookDeliveries>;
