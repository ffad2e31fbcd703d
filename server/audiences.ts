import { and, eq } from 'drizzle-orm';
import { EVERYTHING, type Reach } from '#crm/reach';
import { members } from '#platform/access/models';
import type { Database } from '#platform/database/database';
import type { Actor, Role, WorkspaceId } from '#sdk';
import { maySee } from './api/event-visibility.ts';

type Sees = (event: { type: string; data: Readonly<Record<string, unknown>> }) => boolean;
export interface AudienceDependencies {
  database: Database;
  reachFor: (workspaceId: WorkspaceId, actor: Actor) => Promise<Reach>;
  onError: (error: unknown) => void;
  refreshMs?: number;
}
/** Roles, teams and reach change while somebody listens: this is how long that may take to be noticed. */
const REFRESH_MS = 30_000;
const NOTHING: Sees = () => false;

/** Who may see which events: for a page that is read, a stream that stays open, and a webhook of long ago. */
export function createAudiences({ database, reachFor, onError, refreshMs = REFRESH_MS }: AudienceDependencies) {
  const open = new Set<{ workspaceId: WorkspaceId; refresh: () => Promise<void> }>();

  /** A person's role as it is now; undefined when they have left. */
  const roleNow = async (workspaceId: WorkspaceId, actor: Actor & { kind: 'person' }): Promise<Role | undefined> => {
    const [member] = await database.workspace(workspaceId, (tx) =>
      tx
        .select({ role: members.role, state: members.state })
        .from(members)
        .where(and(eq(members.workspaceId, workspaceId), eq(members.userId, actor.userId))),
    );
    return member && member.state !== 'left' ? (member.role as Role) : undefined;
  };
  const of = async (workspaceId: WorkspaceId, actor: Actor): Promise<Sees> => {
    const reach = await reachFor(workspaceId, actor);
    return (event) => maySee(actor, reach, event);
  };

  return {
    /** What a caller of this moment sees. */
    of,
    /** What somebody sees who goes on listening: asked anew from time to time, and when the reach of roles was changed. */
    async watch(workspaceId: WorkspaceId, actor: Actor): Promise<{ sees: Sees; stop: () => void }> {
      let sees = await of(workspaceId, actor);
      const refresh = async () => {
        const role = actor.kind === 'person' ? await roleNow(workspaceId, actor) : undefined;
        if (actor.kind === 'person' && !role) sees = NOTHING;
        else sees = await of(workspaceId, actor.kind === 'person' && role ? { ...actor, role } : actor);
      };
      const watched = { workspaceId, refresh };
      open.add(watched);
      const timer = setInterval(() => void refresh().catch(onError), refreshMs).unref();
      return {
        sees: (event) => sees(event),
        stop: () => {
          clearInterval(timer);
          open.delete(watched);
        },
      };
    },
    /** What an outgoing webhook is told: what whoever made it may see. It outlives their leaving, with the role they had. */
    async ofWebhook(workspaceId: WorkspaceId, maker: Actor | null): Promise<Sees> {
      if (!maker) return (event) => maySee({ kind: 'system', reason: 'webhook' }, EVERYTHING, event);
      const role = maker.kind === 'person' ? await roleNow(workspaceId, maker) : undefined;
      return of(workspaceId, maker.kind === 'person' && role ? { ...maker, role } : maker);
    },
    /** The reach of a role in this workspace is another one now. */
    async changed(workspaceId: WorkspaceId): Promise<void> {
      await Promise.all([...open].filter((each) => each.workspaceId === workspaceId).map((each) => each.refresh().catch(onError)));
    },
  };
}
export type Audiences = ReturnType<typeof createAudiences>;
