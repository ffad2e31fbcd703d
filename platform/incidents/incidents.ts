import { and, desc, eq, gt, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Database } from '#platform/database/database';
import { createLoop, type Loop } from '#platform/events/loop';
import type { SecretBox } from '#platform/events/webhook-endpoints';
import type { SendHttp } from '#platform/events/webhook-send';
import { type Actor, type Clock, type Events, type Incidents, type Log, PatchbayError, type Transaction, type WorkspaceId } from '#sdk';
import { createAlertSettings } from './alert-settings.ts';
import { incidents } from './models.ts';
import { planOpened, planReopened, planResolved, QUIET_MS } from './notices.ts';
import { createNotifier } from './notifier.ts';
import type { Mailer } from './system-mailer.ts';

export interface IncidentsDeps {
  database: Database;
  clock: Clock;
  log: Log;
  vault: SecretBox;
  events: { forWorkspace(workspaceId: WorkspaceId, actor: Actor): Events };
  /** Absent when no system mail is configured. */
  mailer?: Mailer;
  httpFor: (workspaceId: WorkspaceId) => SendHttp;
  /** Addresses of owners and administrators; of the installation owner for the installation's own workspace. */
  administratorsOf: (workspaceId: WorkspaceId) => Promise<readonly string[]>;
  /** Posts to a chat channel; a later room brings it. `incidentId` lets it edit its message. */
  notifyChannel?: (
    workspaceId: WorkspaceId,
    channelId: string,
    notice: { id: string; incidentId: string; kind: string; subject: string; text: string },
  ) => Promise<void>;
  /** Public origin, for the link in messages. */
  consoleUrl?: string;
  random?: () => number;
}

export type IncidentRow = typeof incidents.$inferSelect;
const SYSTEM: Actor = { kind: 'system', reason: 'incidents' };

export function createIncidents(deps: IncidentsDeps) {
  const { database, clock, log, events } = deps;
  const settings = createAlertSettings(deps);
  let loop: Loop | undefined;
  const notifier = createNotifier({ ...deps, settings });

  const tell = (row: IncidentRow, type: 'incident.opened' | 'incident.resolved') =>
    events.forWorkspace(row.workspaceId as WorkspaceId, SYSTEM).publish({
      type,
      subject: { type: 'incident', id: row.id },
      data: {
        incidentId: row.id,
        key: row.key,
        level: row.level,
        title: row.title,
        detail: row.detail,
        remedy: row.remedy,
        connectionId: row.connectionId,
        count: row.count,
      },
    });
  const about = (row: IncidentRow) => ({ ...row, workspaceId: row.workspaceId as WorkspaceId });
  const pokeAfterCommit = () => database.afterCommit(() => loop?.poke());

  type Opening = Parameters<Incidents['open']>[0];

  /** One that ended minutes ago goes on instead of beginning anew. */
  const reopen = async (tx: Transaction, workspaceId: WorkspaceId, opening: Opening, now: Date): Promise<IncidentRow | undefined> => {
    const { key, level, title, detail, remedy } = opening;
    const [row] = await tx
      .update(incidents)
      .set({
        level,
        title,
        detail,
        remedy: remedy ?? null,
        resolvedAt: null,
        note: null,
        lastAt: now,
        count: sql`${incidents.count} + 1`,
        reopened: sql`${incidents.reopened} + 1`,
      })
      .where(
        and(
          eq(incidents.workspaceId, workspaceId),
          eq(incidents.key, key),
          isNotNull(incidents.resolvedAt),
          gt(incidents.resolvedAt, new Date(now.getTime() - QUIET_MS)),
          sql`not exists (select from incidents o where o.workspace_id = ${workspaceId}::uuid and o.key = ${key}::text and o.resolved_at is null)`,
        ),
      )
      .returning();
    return row;
  };

  /** The unique key on open incidents decides who is first; everybody else adds an occurrence. */
  const insertOrCount = async (tx: Transaction, workspaceId: WorkspaceId, opening: Opening, now: Date) => {
    const { key, level, title, detail, remedy = null, connectionId = null } = opening;
    const [row] = await tx
      .insert(incidents)
      .values({ workspaceId, id: uuidv7(), key, level, title, detail, remedy, connectionId, firstAt: now, lastAt: now })
      .onConflictDoUpdate({
        target: [incidents.workspaceId, incidents.key],
        targetWhere: isNull(incidents.resolvedAt),
        set: {
          count: sql`${incidents.count} + 1`,
          lastAt: now,
          detail,
          remedy,
          level: sql`case when ${incidents.level} = 'critical' then 'critical' else ${level}::text end`,
        },
      })
      .returning();
    if (!row) throw new PatchbayError('internal');
    return { row, isFirst: row.count === 1 };
  };

  const open = async (workspaceId: WorkspaceId, opening: Opening) => {
    const now = clock.now();
    await database.workspace(workspaceId, async (tx) => {
      const again = await reopen(tx, workspaceId, opening, now);
      if (again) {
        await planReopened(tx, about(again), now);
        await tell(again, 'incident.opened');
        return pokeAfterCommit();
      }
      const { row, isFirst } = await insertOrCount(tx, workspaceId, opening, now);
      // Grew critical: `once` per incident and channel keeps those quiet who were told already.
      if (!isFirst && row.level !== 'critical') return;
      const remindAt = await planOpened(tx, about(row), now);
      if (isFirst) {
        await tx
          .update(incidents)
          .set({ remindAt })
          .where(and(eq(incidents.workspaceId, workspaceId), eq(incidents.id, row.id)));
        await tell(row, 'incident.opened');
      }
      pokeAfterCommit();
    });
  };

  const resolve = async (workspaceId: WorkspaceId, key: string, note?: string) => {
    const now = clock.now();
    await database.workspace(workspaceId, async (tx) => {
      const [row] = await tx
        .update(incidents)
        .set({ resolvedAt: now, note: note ?? null })
        .where(and(eq(incidents.workspaceId, workspaceId), eq(incidents.key, key), isNull(incidents.resolvedAt)))
        .returning();
      if (!row) return;
      await planResolved(tx, about(row), now);
      await tell(row, 'incident.resolved');
      pokeAfterCommit();
    });
  };

  return {
    settings,
    forWorkspace: (workspaceId: WorkspaceId): Incidents => ({
      open: (opening) => open(workspaceId, opening),
      resolve: (key, note) => resolve(workspaceId, key, note),
    }),
    /** Newest first. */
    list: (workspaceId: WorkspaceId, page: { limit: number; before?: string; state?: 'open' | 'resolved' }): Promise<IncidentRow[]> =>
      database.workspace(workspaceId, (tx) =>
        tx
          .select()
          .from(incidents)
          .where(
            and(
              eq(incidents.workspaceId, workspaceId),
              page.before ? lt(incidents.id, page.before) : undefined,
              page.state === 'open' ? isNull(incidents.resolvedAt) : page.state === 'resolved' ? isNotNull(incidents.resolvedAt) : undefined,
            ),
          )
          .orderBy(desc(incidents.id))
          .limit(page.limit),
      ),
    /** Somebody looks after it: no more reminders. A second time changes nothing. */
    async acknowledge(workspaceId: WorkspaceId, id: string, by: string): Promise<IncidentRow> {
      const now = clock.now();
      const one = and(eq(incidents.workspaceId, workspaceId), eq(incidents.id, id));
      return database.workspace(workspaceId, async (tx) => {
        await tx
          .update(incidents)
          .set({ acknowledgedAt: now, acknowledgedBy: by, remindAt: null })
          .where(and(one, isNull(incidents.acknowledgedAt)));
        const [row] = await tx.select().from(incidents).where(one);
        if (!row) throw new PatchbayError('not_found');
        return row;
      });
    },
    /** Sends a test message to every configured channel and says how each went. */
    test: notifier.test,
    /** Everything that is due now: for tests and the command line. */
    drain: notifier.pass,
    start(): void {
      loop = createLoop({
        run: async () => ((await notifier.pass()) > 0 ? 0 : undefined),
        everyMs: 2_000,
        onError: (error) => log.error({ error: String(error) }, 'telling administrators failed; it is tried again'),
      });
    },
    async stop(): Promise<void> {
      await loop?.stop();
    },
  };
}

export type IncidentsRoom = ReturnType<typeof createIncidents>;
