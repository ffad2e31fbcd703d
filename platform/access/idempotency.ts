import { createHash } from 'node:crypto';
import { and, eq, lt } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Clock, PatchbayError, type WorkspaceId } from '#sdk';
import type { Database } from '../database/database.ts';
import { deleteInSlices } from '../database/delete-slices.ts';
import { idempotencyKeys } from './models.ts';

const KEPT_MS = 24 * 3600 * 1000;
/** Longer than any request may take; after it the first one is taken for dead. */
const RUNNING_MS = 120_000;

interface Ref {
  table: string;
  column: string;
  id: string;
}
/** An answer may hold what is shown once (a new API key), so it is kept sealed. */
export interface AnswerVault {
  forWorkspace(id: WorkspaceId): Promise<{ sealBytes(ref: Ref, content: Uint8Array): Buffer; openBytes(ref: Ref, sealed: Buffer): Buffer }>;
}

export interface KeyedRequest {
  workspaceId: WorkspaceId;
  /** `person:<id>` or `key:<id>`: two callers may use the same key. */
  caller: string;
  key: string;
  fingerprint: string;
}
export interface Answer {
  status: number;
  contentType: string;
  body: string;
}

/** What makes two requests the same: method, address, body. */
export const fingerprintOf = (method: string, url: string, body: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([method, url, body ?? null]))
    .digest('hex');

const refOf = (id: string): Ref => ({ table: 'idempotency_keys', column: 'body', id });

export function createIdempotency({ database, clock, vault }: { database: Database; clock: Clock; vault: AnswerVault }) {
  const before = (ms: number) => new Date(clock.now().getTime() - ms);
  const mine = (request: KeyedRequest) =>
    and(eq(idempotencyKeys.workspaceId, request.workspaceId), eq(idempotencyKeys.caller, request.caller), eq(idempotencyKeys.key, request.key));
  return {
    /**
     * Claims the key, or gives the answer that is kept under it. A request that died with its process is let in again
     * after two minutes: the client wants it done, and what must happen once has its own key in the effects.
     * @throws PatchbayError idempotency_mismatch | conflict while the first one is running
     */
    async begin(request: KeyedRequest): Promise<{ claim: string } | { answer: Answer }> {
      // Loaded before the transaction, in which nothing but SQL may be awaited.
      const sealed = await vault.forWorkspace(request.workspaceId);
      const id = uuidv7();
      const runningUntil = new Date(clock.now().getTime() + RUNNING_MS);
      return database.workspace(request.workspaceId, async (tx) => {
        await tx.delete(idempotencyKeys).where(and(mine(request), lt(idempotencyKeys.createdAt, before(KEPT_MS))));
        const [claimed] = await tx
          .insert(idempotencyKeys)
          .values({ ...request, id, runningUntil, createdAt: clock.now() })
          .onConflictDoUpdate({
            target: [idempotencyKeys.workspaceId, idempotencyKeys.caller, idempotencyKeys.key],
            // A new id: whoever held the old claim can no longer answer under it.
            set: { id, runningUntil },
            setWhere: and(eq(idempotencyKeys.fingerprint, request.fingerprint), lt(idempotencyKeys.runningUntil, clock.now())),
          })
          .returning({ id: idempotencyKeys.id });
        if (claimed) return { claim: claimed.id };
        const [kept] = await tx.select().from(idempotencyKeys).where(mine(request));
        if (!kept) throw new PatchbayError('conflict', { retryAfterMs: 1000 });
        if (kept.fingerprint !== request.fingerprint) throw new PatchbayError('idempotency_mismatch');
        if (kept.status === null || kept.body === null) {
          throw new PatchbayError('conflict', {
            detail: 'The first request with this Idempotency-Key is still running.',
            remedy: 'Ask again in a moment with the same key.',
            retryAfterMs: 1000,
          });
        }
        return {
          answer: {
            status: kept.status,
            contentType: kept.contentType ?? 'application/json',
            body: sealed.openBytes(refOf(kept.id), kept.body).toString('utf8'),
          },
        };
      });
    },
    /** Keeps the answer, before it is sent. A failure of ours is not kept: the same key may try again. */
    async end(workspaceId: WorkspaceId, claim: string, answer: Answer): Promise<void> {
      const held = and(eq(idempotencyKeys.workspaceId, workspaceId), eq(idempotencyKeys.id, claim));
      if (answer.status >= 500 || answer.status === 429) {
        await database.workspace(workspaceId, (tx) => tx.delete(idempotencyKeys).where(held));
        return;
      }
      const body = (await vault.forWorkspace(workspaceId)).sealBytes(refOf(claim), Buffer.from(answer.body));
      await database.workspace(workspaceId, (tx) =>
        tx.update(idempotencyKeys).set({ status: answer.status, contentType: answer.contentType, body, runningUntil: null }).where(held),
      );
    },
    purge: (): Promise<number> =>
      deleteInSlices(database, {
        table: 'idempotency_keys',
        key: ['workspace_id', 'id'],
        where: 'created_at < $1',
        values: [before(KEPT_MS).toISOString()],
      }),
  };
}
export type Idempotency = ReturnType<typeof createIdempotency>;
