import { createHmac, randomBytes } from 'node:crypto';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import { PatchbayError, type Transaction } from '#sdk';
import { identityKey } from '../identities/identity-value.ts';
import { crmSettings, erasedIdentities, type IdentityKind } from '../models.ts';
import type { CrmScope } from '../scope.ts';

/** By what somebody is known, as it is compared. */
export interface Known {
  kind: IdentityKind;
  value: string;
}
/** What stands where an address stood. */
export const ERASED_ADDRESS = 'erased';

/** What is kept of an identity that must not come back: enough to know it again, not to know it. */
const hashOf = (salt: string, known: Known): string => createHmac('sha256', salt).update(identityKey(known)).digest('base64url');

async function saltOf(tx: Transaction, { workspaceId }: Pick<CrmScope, 'workspaceId'>): Promise<string | undefined> {
  const [row] = await tx.select({ salt: crmSettings.erasureSalt }).from(crmSettings).where(eq(crmSettings.workspaceId, workspaceId));
  return row?.salt ?? undefined;
}

/** Which of these belonged to somebody who asked to be forgotten, by their keys. One question where nobody ever did. */
export async function erasedAmong(tx: Transaction, scope: Pick<CrmScope, 'workspaceId'>, all: readonly Known[]): Promise<Set<string>> {
  if (all.length === 0) return new Set();
  const salt = await saltOf(tx, scope);
  if (!salt) return new Set();
  const byHash = new Map(all.map((each) => [hashOf(salt, each), identityKey(each)]));
  const rows = await tx
    .select({ hash: erasedIdentities.hash })
    .from(erasedIdentities)
    .where(and(eq(erasedIdentities.workspaceId, scope.workspaceId), inArray(erasedIdentities.hash, [...byHash.keys()])));
  return new Set(rows.flatMap(({ hash }) => byHash.get(hash) ?? []));
}

export async function rememberErased(tx: Transaction, { workspaceId, clock }: CrmScope, erasureId: string, all: readonly Known[]): Promise<void> {
  const fresh = randomBytes(32).toString('base64url');
  const [settings] = await rowsOf<{ salt: string }>(
    tx,
    sql`insert into crm_settings (workspace_id, erasure_salt) values (${workspaceId}, ${fresh})
        on conflict (workspace_id) do update set erasure_salt = coalesce(crm_settings.erasure_salt, excluded.erasure_salt) returning erasure_salt as salt`,
  );
  const salt = settings?.salt ?? fresh;
  const rows = all.map((each) => ({ workspaceId, hash: hashOf(salt, each), erasureId, erasedAt: clock.now() }));
  if (rows.length > 0) await tx.insert(erasedIdentities).values(rows).onConflictDoNothing();
}

/** They got in touch again by themselves: what they are known by may be kept again. @returns how many were remembered */
export async function releaseErased(tx: Transaction, scope: CrmScope, all: readonly Known[]): Promise<number> {
  const salt = await saltOf(tx, scope);
  if (!salt || all.length === 0) return 0;
  const hashes = all.map((each) => hashOf(salt, each));
  const gone = await tx
    .delete(erasedIdentities)
    .where(and(eq(erasedIdentities.workspaceId, scope.workspaceId), inArray(erasedIdentities.hash, hashes)))
    .returning({ hash: erasedIdentities.hash });
  return gone.length;
}

/** What a person who adds such an address is told. */
export const erasedRefusal = (value: string): PatchbayError =>
  new PatchbayError('conflict', {
    detail: `${value} belonged to somebody who asked to be forgotten.`,
    remedy: 'If they got in touch again by themselves, an administrator can allow the address again under Settings, Forgotten people.',
  });
