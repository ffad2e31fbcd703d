import { and, eq, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Transaction, WorkspaceId } from '#sdk';
import { type AlertSettings, remindTime, settingsIn } from './alert-settings.ts';
import { alertNotices } from './models.ts';

export type NoticeKind = 'opened' | 'resolved' | 'reopened' | 'reminder';
export type Channel = 'email' | 'webhook' | 'chat';

/** An incident that came back is called resolved only after it has been quiet for so long. */
export const QUIET_MS = 10 * 60_000;

const channelsOf = (settings: AlertSettings): Channel[] => [
  'email',
  ...(settings.webhookUrl ? (['webhook'] as const) : []),
  ...(settings.chatChannelId ? (['chat'] as const) : []),
];

interface About {
  workspaceId: WorkspaceId;
  id: string;
  level: 'warning' | 'critical';
  reopened: number;
}

const ofIncident = (incident: About) => and(eq(alertNotices.workspaceId, incident.workspaceId), eq(alertNotices.incidentId, incident.id));

async function add(tx: Transaction, incident: About, kind: NoticeKind, round: number, channels: readonly Channel[], nextTryAt: Date) {
  if (channels.length === 0) return;
  const { workspaceId, id: incidentId } = incident;
  await tx
    .insert(alertNotices)
    .values(channels.map((channel) => ({ workspaceId, id: uuidv7(), incidentId, channel, kind, round, nextTryAt })))
    .onConflictDoNothing();
}

/** Plans what is told of an opening; gives when to remind. */
export async function planOpened(tx: Transaction, incident: About, now: Date): Promise<Date | null> {
  const settings = await settingsIn(tx, incident.workspaceId);
  if (settings.minLevel === 'critical' && incident.level !== 'critical') return null;
  await add(tx, incident, 'opened', 0, channelsOf(settings), now);
  return remindTime(now, settings);
}

/** Whoever was already told that it is over learns once that it is not; an end not yet told is taken back. */
export async function planReopened(tx: Transaction, incident: About, now: Date): Promise<void> {
  const resolved = and(ofIncident(incident), eq(alertNotices.kind, 'resolved'));
  await tx.delete(alertNotices).where(and(resolved, eq(alertNotices.state, 'waiting')));
  const told = await tx
    .select({ channel: alertNotices.channel })
    .from(alertNotices)
    .where(and(resolved, eq(alertNotices.state, 'sent')));
  const channels = [...new Set(told.map((row) => row.channel))];
  await add(tx, incident, 'reopened', 0, channels, now);
}

/** The end is told to those who heard of the beginning. */
export async function planResolved(tx: Transaction, incident: About, now: Date): Promise<void> {
  const rows = await tx
    .select()
    .from(alertNotices)
    .where(and(ofIncident(incident), eq(alertNotices.kind, 'opened')));
  const channels = rows.map((row) => row.channel);
  const flapping = incident.reopened > 0;
  await tx.delete(alertNotices).where(and(ofIncident(incident), eq(alertNotices.kind, 'reminder'), eq(alertNotices.state, 'waiting')));
  await add(tx, incident, 'resolved', flapping ? 1 : 0, channels, flapping ? new Date(now.getTime() + QUIET_MS) : now);
}

/** One more reminder for an incident that is still open and unacknowledged. */
export async function planReminder(tx: Transaction, incident: About, now: Date): Promise<Date | null> {
  const settings = await settingsIn(tx, incident.workspaceId);
  const [row] = await tx
    .select({ round: sql<number>`coalesce(max(${alertNotices.round}), 0)::int` })
    .from(alertNotices)
    .where(and(ofIncident(incident), eq(alertNotices.kind, 'reminder')));
  await add(tx, incident, 'reminder', (row?.round ?? 0) + 1, channelsOf(settings), now);
  return remindTime(now, settings);
}
