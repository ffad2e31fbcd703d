import { and, eq, isNull, lte } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Database } from '#platform/database/database';
import { nextWebhookTry } from '#platform/events/webhook-schedule';
import { type SendHttp, sendSigned } from '#platform/events/webhook-send';
import type { Clock, Log, WorkspaceId } from '#sdk';
import type { AlertSettingsRoom } from './alert-settings.ts';
import { alertNotices, incidents } from './models.ts';
import { noticeText } from './notice-text.ts';
import { type Channel, type NoticeKind, planReminder } from './notices.ts';
import type { Mailer } from './system-mailer.ts';

/** Longer than a mail or a webhook may take. */
const LEASE_SECONDS = 60;
const AT_ONCE = 20;

export interface NotifierDeps {
  database: Database;
  clock: Clock;
  log: Log;
  settings: AlertSettingsRoom;
  mailer?: Mailer;
  httpFor: (workspaceId: WorkspaceId) => SendHttp;
  administratorsOf: (workspaceId: WorkspaceId) => Promise<readonly string[]>;
  notifyChannel?: (
    workspaceId: WorkspaceId,
    channelId: string,
    notice: { id: string; incidentId: string; kind: string; subject: string; text: string },
  ) => Promise<void>;
  consoleUrl?: string;
  random?: () => number;
}

type Incident = typeof incidents.$inferSelect;
interface Claimed {
  workspaceId: WorkspaceId;
  id: string;
  incidentId: string;
  channel: Channel;
  kind: NoticeKind;
  attempts: number;
}

/**
 * Tells administrators what the notices say. A process that dies between sending and noting it makes the message come
 * again, with the same Message-ID or webhook id: a repeated alert is a lesser harm than a lost one.
 */
export function createNotifier(deps: NotifierDeps) {
  const { database, clock, log, settings, mailer, httpFor, administratorsOf, notifyChannel, consoleUrl, random = Math.random } = deps;
  const owner = uuidv7();

  const claim = () =>
    database.systemQuery<Claimed>({
      name: 'alert_notices_claim',
      text: `with due as (
          select workspace_id, id from alert_notices
          where state = 'waiting' and next_try_at <= $1::timestamptz and (lease_until is null or lease_until < now())
          order by next_try_at, id limit ${AT_ONCE} for update skip locked)
        update alert_notices n set lease_owner = $2::uuid, lease_until = now() + interval '${LEASE_SECONDS} seconds'
        from due where n.workspace_id = due.workspace_id and n.id = due.id
        returning n.workspace_id as "workspaceId", n.id, n.incident_id as "incidentId", n.channel, n.kind, n.attempts`,
      values: [clock.now().toISOString(), owner],
    });

  /** Throws with a sentence when it could not be told. */
  const tell = async (workspaceId: WorkspaceId, channel: Channel, notice: { id: string; kind: NoticeKind }, incident: Incident): Promise<void> => {
    const current = await settings.get(workspaceId);
    const { subject, text } = noticeText(notice.kind, incident, consoleUrl);
    if (channel === 'email') {
      if (!mailer) throw new Error('No system mail is configured.');
      const to = current.emails.length > 0 ? current.emails : await administratorsOf(workspaceId);
      if (to.length === 0) throw new Error('There is no address to write to.');
      return mailer.send({ to, subject, text, messageId: `<alert-${notice.id}@patchbay>` });
    }
    if (channel === 'chat') {
      if (!notifyChannel || !current.chatChannelId) throw new Error('No chat channel is set up.');
      return notifyChannel(workspaceId, current.chatChannelId, { id: notice.id, incidentId: incident.id, kind: notice.kind, subject, text });
    }
    const secret = await settings.webhookSecret(workspaceId);
    if (!secret || !current.webhookUrl) throw new Error('No webhook address is set.');
    const { id: incidentId, key, level, title, detail, remedy, connectionId, count } = incident;
    const outcome = await sendSigned({
      http: httpFor(workspaceId),
      url: current.webhookUrl,
      secrets: [secret],
      event: {
        id: notice.id,
        sequence: '',
        workspaceId,
        type: `incident.${notice.kind}`,
        subject: { type: 'incident', id: incidentId },
        data: { incidentId, key, level, title, detail, remedy, connectionId, count, text },
        at: notice.kind === 'resolved' ? (incident.resolvedAt ?? incident.lastAt) : incident.firstAt,
      },
      now: clock.now(),
      operation: 'alerts.deliver',
    });
    if (!outcome.delivered) throw new Error(outcome.error ?? 'not delivered');
  };

  const settle = async (claimed: Claimed, change: Partial<typeof alertNotices.$inferInsert>) =>
    database.workspace(claimed.workspaceId, (tx) =>
      tx
        .update(alertNotices)
        .set({ ...change, attempts: claimed.attempts + 1, leaseOwner: null, leaseUntil: null })
        .where(and(eq(alertNotices.workspaceId, claimed.workspaceId), eq(alertNotices.id, claimed.id), eq(alertNotices.leaseOwner, owner))),
    );

  const deliver = async (claimed: Claimed): Promise<void> => {
    const { workspaceId, incidentId } = claimed;
    const [incident] = await database.workspace(workspaceId, (tx) =>
      tx
        .select()
        .from(incidents)
        .where(and(eq(incidents.workspaceId, workspaceId), eq(incidents.id, incidentId))),
    );
    if (!incident) return void (await settle(claimed, { state: 'failed', lastError: 'The incident is gone.' }));
    try {
      await tell(workspaceId, claimed.channel, claimed, incident);
      await settle(claimed, { state: 'sent', sentAt: clock.now(), lastError: null });
    } catch (error) {
      const sentence = (error instanceof Error ? error.message : String(error)).slice(0, 500);
      log.warn({ incidentId, channel: claimed.channel, error: sentence }, 'an administrator could not be told');
      const next = nextWebhookTry(claimed.attempts + 1, clock.now(), random);
      await settle(claimed, next ? { nextTryAt: next, lastError: sentence } : { state: 'failed', lastError: sentence });
    }
  };

  /** Plans the reminders that are due; whoever moves `remind_at` first has planned it. */
  const remind = async () => {
    const now = clock.now();
    const due = await database.system((tx) =>
      tx
        .select({ workspaceId: incidents.workspaceId, id: incidents.id })
        .from(incidents)
        .where(and(isNull(incidents.resolvedAt), isNull(incidents.acknowledgedAt), lte(incidents.remindAt, now)))
        .limit(AT_ONCE),
    );
    for (const { workspaceId, id } of due) {
      await database.workspace(workspaceId as WorkspaceId, async (tx) => {
        const mine = and(
          eq(incidents.workspaceId, workspaceId),
          eq(incidents.id, id),
          isNull(incidents.resolvedAt),
          isNull(incidents.acknowledgedAt),
          lte(incidents.remindAt, now),
        );
        const [row] = await tx.update(incidents).set({ remindAt: null }).where(mine).returning();
        if (!row) return;
        const remindAt = await planReminder(tx, { ...row, workspaceId: workspaceId as WorkspaceId }, now);
        await tx
          .update(incidents)
          .set({ remindAt })
          .where(and(eq(incidents.workspaceId, workspaceId), eq(incidents.id, id)));
      });
    }
  };

  return {
    /** Everything that is due now; gives how many notices were tried. */
    async pass(): Promise<number> {
      await remind();
      const claimed = await claim();
      await Promise.all(claimed.map(deliver));
      return claimed.length;
    },
    async test(workspaceId: WorkspaceId): Promise<{ channel: Channel; ok: boolean; error: string | null }[]> {
      const current = await settings.get(workspaceId);
      const now = clock.now();
      const sample: Incident = {
        workspaceId,
        id: uuidv7(),
        key: 'test',
        level: 'warning',
        title: 'This is a test',
        detail: 'Somebody asked for a test message on the alert settings page. Nothing is wrong.',
        remedy: null,
        connectionId: null,
        count: 1,
        reopened: 0,
        firstAt: now,
        lastAt: now,
        remindAt: null,
        acknowledgedAt: null,
        acknowledgedBy: null,
        resolvedAt: null,
        note: null,
      };
      const channels: Channel[] = ['email', ...(current.webhookUrl ? (['webhook'] as const) : []), ...(current.chatChannelId ? (['chat'] as const) : [])];
      return Promise.all(
        channels.map((channel) =>
          tell(workspaceId, channel, { id: uuidv7(), kind: 'opened' }, sample).then(
            () => ({ channel, ok: true, error: null }),
            (error: unknown) => ({ channel, ok: false, error: error instanceof Error ? error.message : String(error) }),
          ),
        ),
      );
    },
  };
}
