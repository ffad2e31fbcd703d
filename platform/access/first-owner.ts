import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { PatchbayError, type Secret, type Transaction, type UserId, type WorkspaceId } from '#sdk';
import { authUsers, setupLinks } from './models.ts';
import { ensurePerson, hashPassword, setPassword } from './people.ts';
import { type AccessDependencies, actsInside } from './ports.ts';
import { hashToken, newToken } from './tokens.ts';
import { ensureInstallationWorkspace, insertWorkspace } from './workspaces.ts';

const VALID_MS = 7 * 24 * 3600 * 1000;

export interface FirstOwnerSettings {
  adminEmail?: string;
  adminPassword?: Secret;
  apiKey?: Secret;
}

type Dependencies = Pick<AccessDependencies, 'database' | 'clock' | 'audit' | 'publicUrl' | 'onWorkspaceCreated'>;

/** Who owns the installation: by the environment, or by whoever opens the link that is printed at the first start. */
export function createFirstOwner({ database, clock, audit, publicUrl, onWorkspaceCreated }: Dependencies) {
  const actInside = actsInside(database, audit);
  // Processes that start together, and two people on one link, queue here.
  const alone = (tx: Transaction) => tx.execute(sql`select pg_advisory_xact_lock(727304, 4)`);
  const ownerExists = async (tx: Transaction) =>
    (await tx.select({ id: authUsers.id }).from(authUsers).where(eq(authUsers.isInstallationOwner, true)).limit(1)).length > 0;

  interface Found {
    email: string;
    name: string;
    passwordHash?: string;
    apiKey?: string;
    workspaceName: string;
    timeZone?: string;
  }
  const found = async (tx: Transaction, owner: Found): Promise<{ userId: UserId; workspaceId: WorkspaceId }> => {
    const { id: userId, email } = await ensurePerson(tx, { ...owner, isInstallationOwner: true });
    await tx.update(authUsers).set({ isInstallationOwner: true, emailVerified: true }).where(eq(authUsers.id, userId));
    if (owner.passwordHash) await setPassword(tx, userId, owner.passwordHash);
    const workspaceId = await insertWorkspace(
      tx,
      { name: owner.workspaceName, ...(owner.timeZone ? { timeZone: owner.timeZone } : {}) },
      { userId, name: owner.name, email },
      owner.apiKey ? { value: owner.apiKey, createdBy: 'system:first start', isInstallation: true } : undefined,
    );
    await tx.delete(setupLinks);
    await actInside(tx, {
      workspaceId,
      actor: 'system:first start',
      act: 'workspace.created',
      target: { type: 'workspace', id: workspaceId },
      after: [`owner:${userId}`],
    });
    return { userId, workspaceId };
  };
  const open = (token: string) => and(eq(setupLinks.tokenHash, hashToken(token)), isNull(setupLinks.usedAt), gt(setupLinks.expiresAt, clock.now()));

  return {
    /** At every start. Gives the address to print when nobody owns the installation yet. */
    async ensureFirstOwner({ adminEmail, adminPassword, apiKey }: FirstOwnerSettings): Promise<{ setupUrl?: string }> {
      const isOwned = await database.system(async (tx) => {
        await ensureInstallationWorkspace(tx);
        return ownerExists(tx);
      });
      if (isOwned) return {};
      if (apiKey && !/^pb_[\x21-\x7e]{8,200}$/.test(apiKey.reveal())) {
        throw new PatchbayError('configuration', { detail: 'PATCHBAY_API_KEY must begin with "pb_" and have at least eight more characters without blanks.' });
      }
      if (!apiKey && !(adminEmail && adminPassword)) {
        const token = newToken();
        await database.system(async (tx) => {
          await tx.delete(setupLinks).where(lt(setupLinks.expiresAt, clock.now()));
          await tx.insert(setupLinks).values({ tokenHash: hashToken(token), expiresAt: new Date(clock.now().getTime() + VALID_MS) });
        });
        return { setupUrl: `${publicUrl}/set-up/${token}` };
      }
      const passwordHash = adminPassword ? await hashPassword(adminPassword.reveal()) : undefined;
      const created = await database.system(async (tx) => {
        await alone(tx);
        if (await ownerExists(tx)) return undefined;
        return found(tx, {
          email: adminEmail ?? 'owner@localhost',
          name: 'Owner',
          workspaceName: 'My workspace',
          ...(passwordHash ? { passwordHash } : {}),
          ...(apiKey ? { apiKey: apiKey.reveal() } : {}),
        });
      });
      if (created) await onWorkspaceCreated?.(created.workspaceId);
      return {};
    },

    async purge(): Promise<void> {
      await database.system((tx) => tx.delete(setupLinks).where(lt(setupLinks.expiresAt, clock.now())));
    },

    async isOpen(token: string): Promise<boolean> {
      return database.system(async (tx) => (await tx.select({ at: setupLinks.expiresAt }).from(setupLinks).where(open(token))).length > 0);
    },

    /**
     * Once: of two who race, one becomes the owner and the other is told that the link is used.
     * @throws PatchbayError not_found
     */
    async setUp(token: string, who: { name: string; email: string; password: string; workspaceName: string; timeZone?: string }) {
      if (!(await this.isOpen(token))) throw new PatchbayError('not_found', { detail: 'This set-up link is used, too old, or not complete.' });
      const { password, ...owner } = who;
      const passwordHash = await hashPassword(password);
      const created = await database.system(async (tx) => {
        await alone(tx);
        const [mine] = await tx.update(setupLinks).set({ usedAt: clock.now() }).where(open(token)).returning({ hash: setupLinks.tokenHash });
        if (!mine || (await ownerExists(tx))) throw new PatchbayError('not_found', { detail: 'This set-up link is used, too old, or not complete.' });
        return found(tx, { ...owner, passwordHash });
      });
      await onWorkspaceCreated?.(created.workspaceId);
      return created;
    },
  };
}
