import { and, asc, eq, gt, ne } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { retryConflicts } from '#platform/database/database-error';
import { type Actor, INSTALLATION_WORKSPACE, PatchbayError, type Transaction, type UserId, type WorkspaceId } from '#sdk';
import { insertApiKey } from './api-keys.ts';
import { erasePeople, eraseRows } from './erase-workspace.ts';
import { authUsers, members, workspaces } from './models.ts';
import { type AccessDependencies, actsInside } from './ports.ts';
import { actorName, personOf } from './roles.ts';
import { newApiKey } from './tokens.ts';

export interface NewWorkspace {
  name: string;
  slug?: string;
  timeZone?: string;
  isDemo?: boolean;
}

/** Letters and digits of the name, with the id's random end so that it is nobody else's. */
export function slugOf(name: string, id: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `${words || 'workspace'}-${id.slice(-6)}`;
}

/** The workspace, its first owner, and a key that acts as that owner. As the system, in the caller's transaction. */
export async function insertWorkspace(
  tx: Transaction,
  request: NewWorkspace,
  owner: { userId: UserId; name: string; email: string },
  key: { value: string; createdBy: string; isInstallation?: boolean } | undefined,
): Promise<WorkspaceId> {
  const id = uuidv7() as WorkspaceId;
  const { name, slug = slugOf(name, id), timeZone = 'UTC', isDemo = false } = request;
  const [added] = await tx.insert(workspaces).values({ id, name, slug, timeZone, isDemo }).onConflictDoNothing().returning({ id: workspaces.id });
  if (!added) throw new PatchbayError('already_exists', { errors: [{ path: 'slug', message: 'is taken' }] });
  await tx.insert(members).values({ workspaceId: id, userId: owner.userId, role: 'owner', name: owner.name, email: owner.email, timeZone });
  if (key) await insertApiKey(tx, id, { ...key, name: 'First key', scopes: ['*'], role: 'owner', actAs: owner.userId });
  return id;
}

/** The installation's own workspace holds what has no owner yet; other rooms' rows refer to it. */
export const ensureInstallationWorkspace = (tx: Transaction) =>
  tx.insert(workspaces).values({ id: INSTALLATION_WORKSPACE, name: 'Installation', slug: 'installation' }).onConflictDoNothing();

type Dependencies = Pick<AccessDependencies, 'database' | 'audit' | 'erasers' | 'onWorkspaceCreated' | 'onWorkspaceDeleted'>;

export function createWorkspaces({ database, audit, erasers, onWorkspaceCreated, onWorkspaceDeleted }: Dependencies) {
  const actInside = actsInside(database, audit);
  const get = async (id: WorkspaceId) => {
    const [found] = await database.system((tx) => tx.select().from(workspaces).where(eq(workspaces.id, id)));
    if (!found) throw new PatchbayError('not_found');
    return found;
  };
  return {
    get,
    list: (page: { limit: number; after?: string }) =>
      database.system((tx) =>
        tx
          .select()
          .from(workspaces)
          .where(and(ne(workspaces.id, INSTALLATION_WORKSPACE), page.after ? gt(workspaces.id, page.after) : undefined))
          .orderBy(asc(workspaces.id))
          .limit(page.limit),
      ),

    /** Its first owner is the person who asks, or whom the asking key acts as. */
    async create(actor: Actor, request: NewWorkspace) {
      const userId = personOf(actor);
      if (!userId) throw new PatchbayError('person_needed');
      const apiKey = newApiKey();
      const id = await database.system(async (tx) => {
        const [owner] = await tx.select({ name: authUsers.name, email: authUsers.email }).from(authUsers).where(eq(authUsers.id, userId));
        if (!owner) throw new PatchbayError('person_needed');
        const added = await insertWorkspace(tx, request, { userId, ...owner }, { value: apiKey, createdBy: actorName(actor) });
        await actInside(tx, { workspaceId: added, actor: actorName(actor), act: 'workspace.created', target: { type: 'workspace', id: added } });
        return added;
      });
      await onWorkspaceCreated?.(id);
      return { workspace: await get(id), apiKey };
    },

    async update(workspaceId: WorkspaceId, actor: Actor, change: { name?: string | undefined; timeZone?: string | undefined }) {
      if (workspaceId === INSTALLATION_WORKSPACE) throw new PatchbayError('forbidden');
      const after = Object.keys(change);
      if (after.length > 0) {
        await database.system(async (tx) => {
          const [found] = await tx.update(workspaces).set(change).where(eq(workspaces.id, workspaceId)).returning({ id: workspaces.id });
          if (!found) throw new PatchbayError('not_found');
          await actInside(tx, { workspaceId, actor: actorName(actor), act: 'workspace.changed', target: { type: 'workspace', id: workspaceId }, after });
        });
      }
      return get(workspaceId);
    },

    /** Every row of it, the wrapped key among them; what a backup holds stays closed. Asking again finishes what broke off. */
    async remove(actor: Actor, id: WorkspaceId): Promise<void> {
      if (id === INSTALLATION_WORKSPACE) throw new PatchbayError('forbidden');
      // What is still at work in it takes its rows in another order: who loses that meeting begins again.
      const existed = await retryConflicts(() =>
        database.system(async (tx) => {
          const [found] = await tx.select({ id: workspaces.id }).from(workspaces).where(eq(workspaces.id, id)).for('update');
          if (!found) return false;
          await erasePeople(tx, id);
          await eraseRows(database, tx, id, erasers);
          await tx.delete(workspaces).where(eq(workspaces.id, id));
          await actInside(tx, { workspaceId: INSTALLATION_WORKSPACE, actor: actorName(actor), act: 'workspace.erased', target: { type: 'workspace', id } });
          return true;
        }),
      );
      await onWorkspaceDeleted?.(id);
      if (!existed) throw new PatchbayError('not_found');
    },

    /** Once more for a workspace that is gone: what was under way when it went may have written after. @throws PatchbayError conflict while it exists */
    async eraseLeftovers(id: WorkspaceId): Promise<void> {
      await retryConflicts(() =>
        database.system(async (tx) => {
          const [found] = await tx.select({ id: workspaces.id }).from(workspaces).where(eq(workspaces.id, id));
          if (found || id === INSTALLATION_WORKSPACE) throw new PatchbayError('conflict');
          await eraseRows(database, tx, id, erasers);
        }),
      );
      await onWorkspaceDeleted?.(id);
    },
  };
}
