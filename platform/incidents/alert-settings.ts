import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '#platform/database/database';
import { newWebhookSecret, type SecretBox } from '#platform/events/webhook-endpoints';
import type { Clock, Secret, Transaction, WorkspaceId } from '#sdk';
import { alertSettings, incidents } from './models.ts';

export interface AlertSettings {
  /** Empty: the administrators' own addresses. */
  emails: string[];
  webhookUrl?: string | null;
  chatChannelId?: string | null;
  minLevel: 'warning' | 'critical';
  /** 0: never. */
  remindAfterHours: number;
}

/** Before anybody has chosen: mail to all administrators, a reminder a day. */
export const DEFAULT_SETTINGS: AlertSettings = { emails: [], webhookUrl: null, chatChannelId: null, minLevel: 'warning', remindAfterHours: 24 };

const HOUR_MS = 3_600_000;
export const remindTime = (since: Date, settings: AlertSettings): Date | null =>
  settings.remindAfterHours > 0 ? new Date(since.getTime() + settings.remindAfterHours * HOUR_MS) : null;

type Row = typeof alertSettings.$inferSelect;
const shown = ({ emails, webhookUrl, chatChannelId, minLevel, remindAfterHours }: Row): AlertSettings => ({
  emails,
  webhookUrl,
  chatChannelId,
  minLevel,
  remindAfterHours,
});

export async function settingsIn(tx: Transaction, workspaceId: WorkspaceId): Promise<AlertSettings> {
  const [row] = await tx.select().from(alertSettings).where(eq(alertSettings.workspaceId, workspaceId));
  return row ? shown(row) : DEFAULT_SETTINGS;
}

export function createAlertSettings({ database, clock, vault }: { database: Database; clock: Clock; vault: SecretBox }) {
  const refOf = (workspaceId: WorkspaceId) => ({ table: 'alert_settings', column: 'webhook_secret', id: workspaceId });
  return {
    get: (workspaceId: WorkspaceId): Promise<AlertSettings> => database.workspace(workspaceId, (tx) => settingsIn(tx, workspaceId)),
    /** A new webhook address gets a new secret, which is told this once. */
    async put(workspaceId: WorkspaceId, settings: AlertSettings): Promise<AlertSettings & { webhookSecret?: string }> {
      const box = await vault.forWorkspace(workspaceId);
      const now = clock.now();
      return database.workspace(workspaceId, async (tx) => {
        const [before] = await tx.select().from(alertSettings).where(eq(alertSettings.workspaceId, workspaceId)).for('update');
        const isNew = Boolean(settings.webhookUrl) && settings.webhookUrl !== before?.webhookUrl;
        const fresh = isNew ? newWebhookSecret() : undefined;
        const webhookSecret = fresh ? box.seal(refOf(workspaceId), fresh) : settings.webhookUrl ? (before?.webhookSecret ?? null) : null;
        const values = {
          emails: settings.emails,
          webhookUrl: settings.webhookUrl ?? null,
          webhookSecret,
          chatChannelId: settings.chatChannelId ?? null,
          minLevel: settings.minLevel,
          remindAfterHours: settings.remindAfterHours,
          updatedAt: now,
        };
        const [row] = await tx
          .insert(alertSettings)
          .values({ workspaceId, id: workspaceId, ...values })
          .onConflictDoUpdate({ target: [alertSettings.workspaceId, alertSettings.id], set: values })
          .returning();
        // Open incidents follow the new rhythm from now on.
        await tx
          .update(incidents)
          .set({ remindAt: remindTime(now, settings) })
          .where(and(eq(incidents.workspaceId, workspaceId), isNull(incidents.resolvedAt), isNull(incidents.acknowledgedAt)));
        return { ...(row ? shown(row) : settings), ...(fresh ? { webhookSecret: fresh } : {}) };
      });
    },
    async webhookSecret(workspaceId: WorkspaceId): Promise<Secret | undefined> {
      const box = await vault.forWorkspace(workspaceId);
      const [row] = await database.workspace(workspaceId, (tx) => tx.select().from(alertSettings).where(eq(alertSettings.workspaceId, workspaceId)));
      return row?.webhookSecret ? box.open(refOf(workspaceId), row.webhookSecret) : undefined;
    },
  };
}

export type AlertSettingsRoom = ReturnType<typeof createAlertSettings>;
