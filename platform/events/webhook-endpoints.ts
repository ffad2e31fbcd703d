import { randomBytes } from 'node:crypto';
import { and, asc, eq, gt } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Database } from '#platform/database/database';
import { type Actor, type Ciphertext, type Clock, PatchbayError, type Secret, type WorkspaceId } from '#sdk';
import { webhookDeliveries, webhookEndpoints } from './models.ts';

/** After a rotation both secrets sign for a day. */
export const SECRET_OVERLAP_MS = 24 * 3_600_000;

/** What this room needs of the vault. */
export interface SecretBox {
  forWorkspace(id: WorkspaceId): Promise<{
    seal(ref: SealRef, text: string): Ciphertext;
    open(ref: SealRef, sealed: Ciphertext): Secret;
  }>;
}
export interface SealRef {
  table: string;
  column: string;
  id: string;
}

export type EndpointRow = typeof webhookEndpoints.$inferSelect;

export interface WebhookEndpoint {
  id: string;
  url: string;
  eventTypes: string[];
  description: string | null;
  enabled: boolean;
  disabledReason: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface EndpointInput {
  url: string;
  eventTypes: string[];
  description?: string | null;
}

export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** The previous secret is kept in a column of its own, so it is sealed again for that column. */
const refOf = (id: string, column: 'secret' | 'previous_secret'): SealRef => ({ table: 'webhook_endpoints', column, id });

const shown = (row: EndpointRow): WebhookEndpoint => ({
  id: row.id,
  url: row.url,
  eventTypes: row.eventTypes,
  description: row.description,
  enabled: row.disabledAt === null,
  disabledReason: row.disabledReason,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});

export function createWebhookEndpoints({ database, clock, vault }: { database: Database; clock: Clock; vault: SecretBox }) {
  const one = (workspaceId: WorkspaceId, id: string) => and(eq(webhookEndpoints.workspaceId, workspaceId), eq(webhookEndpoints.id, id));

  const row = async (workspaceId: WorkspaceId, id: string): Promise<EndpointRow> => {
    const [found] = await database.workspace(workspaceId, (tx) => tx.select().from(webhookEndpoints).where(one(workspaceId, id)));
    if (!found) throw new PatchbayError('not_found');
    return found;
  };

  return {
    row,
    async create(workspaceId: WorkspaceId, { actor, ...input }: EndpointInput & { actor?: Actor }): Promise<WebhookEndpoint & { secret: string }> {
      const box = await vault.forWorkspace(workspaceId);
      const id = uuidv7();
      const secret = newWebhookSecret();
      const now = clock.now();
      const [created] = await database.workspace(workspaceId, (tx) =>
        tx
          .insert(webhookEndpoints)
          .values({
            ...input,
            ...(actor ? { actor: { ...actor } } : {}),
            workspaceId,
            id,
            secret: box.seal(refOf(id, 'secret'), secret),
            createdAt: now,
            updatedAt: now,
          })
          .returning(),
      );
      if (!created) throw new PatchbayError('internal');
      return { ...shown(created), secret };
    },
    async get(workspaceId: WorkspaceId, id: string): Promise<WebhookEndpoint> {
      return shown(await row(workspaceId, id));
    },
    async list(workspaceId: WorkspaceId, page: { limit: number; after?: string }): Promise<WebhookEndpoint[]> {
      const rows = await database.workspace(workspaceId, (tx) =>
        tx
          .select()
          .from(webhookEndpoints)
          .where(and(eq(webhookEndpoints.workspaceId, workspaceId), page.after ? gt(webhookEndpoints.id, page.after) : undefined))
          .orderBy(asc(webhookEndpoints.id))
          .limit(page.limit),
      );
      return rows.map(shown);
    },
    async update(workspaceId: WorkspaceId, id: string, change: Partial<EndpointInput> & { enabled?: boolean }): Promise<WebhookEndpoint> {
      const { enabled, ...fields } = change;
      const now = clock.now();
      const disabled =
        enabled === undefined ? {} : enabled ? { disabledAt: null, disabledReason: null } : { disabledAt: now, disabledReason: 'Switched off by a person.' };
      const [updated] = await database.workspace(workspaceId, (tx) =>
        tx
          .update(webhookEndpoints)
          .set({ ...fields, ...disabled, updatedAt: now })
          .where(one(workspaceId, id))
          .returning(),
      );
      if (!updated) throw new PatchbayError('not_found');
      return shown(updated);
    },
    async remove(workspaceId: WorkspaceId, id: string): Promise<void> {
      await database.workspace(workspaceId, async (tx) => {
        const gone = await tx.delete(webhookEndpoints).where(one(workspaceId, id)).returning({ id: webhookEndpoints.id });
        if (gone.length === 0) throw new PatchbayError('not_found');
        await tx.delete(webhookDeliveries).where(and(eq(webhookDeliveries.workspaceId, workspaceId), eq(webhookDeliveries.endpointId, id)));
      });
    },
    /** A new secret at once; the one before it goes on signing beside it for a day. */
    async rotateSecret(workspaceId: WorkspaceId, id: string): Promise<{ secret: string; previousUntil: Date }> {
      const box = await vault.forWorkspace(workspaceId);
      const secret = newWebhookSecret();
      const now = clock.now();
      const previousUntil = new Date(now.getTime() + SECRET_OVERLAP_MS);
      await database.workspace(workspaceId, async (tx) => {
        const [current] = await tx.select().from(webhookEndpoints).where(one(workspaceId, id)).for('update');
        if (!current) throw new PatchbayError('not_found');
        const previous = box.open(refOf(id, 'secret'), current.secret).reveal();
        await tx
          .update(webhookEndpoints)
          .set({
            secret: box.seal(refOf(id, 'secret'), secret),
            previousSecret: box.seal(refOf(id, 'previous_secret'), previous),
            previousUntil,
            updatedAt: now,
          })
          .where(one(workspaceId, id));
      });
      return { secret, previousUntil };
    },
    /** The newest first. */
    async secretsOf(endpoint: EndpointRow): Promise<Secret[]> {
      const box = await vault.forWorkspace(endpoint.workspaceId as WorkspaceId);
      const current = box.open(refOf(endpoint.id, 'secret'), endpoint.secret);
      const { previousSecret, previousUntil } = endpoint;
      if (!previousSecret || !previousUntil || previousUntil <= clock.now()) return [current];
      return [current, box.open(refOf(endpoint.id, 'previous_secret'), previousSecret)];
    },
    /** Switches it off and gives up what waits for it. */
    async disable(workspaceId: WorkspaceId, id: string, reason: string): Promise<void> {
      const now = clock.now();
      await database.workspace(workspaceId, async (tx) => {
        await tx.update(webhookEndpoints).set({ disabledAt: now, disabledReason: reason, updatedAt: now }).where(one(workspaceId, id));
        await tx
          .update(webhookDeliveries)
          .set({ state: 'failed', lastError: reason })
          .where(and(eq(webhookDeliveries.workspaceId, workspaceId), eq(webhookDeliveries.endpointId, id), eq(webhookDeliveries.state, 'waiting')));
      });
    },
  };
}

export type WebhookEndpoints = ReturnType<typeof createWebhookEndpoints>;
