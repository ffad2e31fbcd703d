import { and, desc, eq, gt } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Clock, PatchbayError, type Role, type Transaction, type UserId, type WorkspaceId } from '#sdk';
import type { Database } from '../database/database.ts';
import { authSessions } from './auth-models.ts';

export const SESSION_SECONDS = 30 * 24 * 3600;

export interface SessionRow {
  id: string;
  userId: UserId;
  isInstallationOwner: boolean;
  expiresAt: Date;
  memberships: readonly { workspaceId: WorkspaceId; role: Role }[];
}

interface Raw {
  id: string;
  user_id: UserId;
  installation: boolean;
  expires_at: Date | string;
  workspace_id: WorkspaceId | null;
  role: Role | null;
}

/** A session that no password made: who came was proven in another way. As the system. */
export async function insertSession(
  tx: Transaction,
  clock: Clock,
  { token, userId, ip, userAgent }: { token: string; userId: UserId; ip?: string; userAgent?: string },
): Promise<void> {
  const now = clock.now();
  await tx.insert(authSessions).values({
    id: uuidv7(),
    userId,
    token,
    createdAt: now,
    updatedAt: now,
    expiresAt: new Date(now.getTime() + SESSION_SECONDS * 1000),
    ipAddress: ip ?? null,
    userAgent: userAgent?.slice(0, 300) ?? null,
  });
}

/** Sessions as our own edge needs them; the account library only makes them. */
export function createSessions({ database, clock }: { database: Database; clock: Clock }) {
  const removeAll = (userId: UserId) => database.systemQuery({ text: 'delete from auth.sessions where user_id = $1', values: [userId] });
  return {
    /** One prepared statement: 5 ms through the account library, well below one here. */
    async find(token: string): Promise<SessionRow | undefined> {
      const rows = await database.systemQuery<Raw>({
        name: 'session-by-token',
        text: `select s.id, s.user_id, s.expires_at, u.is_installation_owner as installation, m.workspace_id, m.role
               from auth.sessions s join auth.users u on u.id = s.user_id
               left join public.members m on m.user_id = s.user_id and m.state = 'active'
               where s.token = $1 and s.expires_at > $2 order by m.created_at, m.workspace_id`,
        values: [token, clock.now().toISOString()],
      });
      const [first] = rows;
      if (!first) return undefined;
      return {
        id: first.id,
        userId: first.user_id,
        isInstallationOwner: first.installation,
        expiresAt: new Date(first.expires_at),
        memberships: rows.flatMap(({ workspace_id, role }) => (workspace_id && role ? [{ workspaceId: workspace_id, role }] : [])),
      };
    },
    /** Puts the end of a session that is in use 30 days ahead, once a day at most. */
    async prolong(session: SessionRow): Promise<void> {
      const full = clock.now().getTime() + SESSION_SECONDS * 1000;
      if (full - session.expiresAt.getTime() < 24 * 3600 * 1000) return;
      await database.systemQuery({
        text: 'update auth.sessions set expires_at = $2, updated_at = $3 where id = $1',
        values: [session.id, new Date(full).toISOString(), clock.now().toISOString()],
      });
    },
    async list(userId: UserId) {
      return database.system((tx) =>
        tx
          .select({
            id: authSessions.id,
            createdAt: authSessions.createdAt,
            lastSeenAt: authSessions.updatedAt,
            ipAddress: authSessions.ipAddress,
            userAgent: authSessions.userAgent,
          })
          .from(authSessions)
          .where(and(eq(authSessions.userId, userId), gt(authSessions.expiresAt, clock.now())))
          .orderBy(desc(authSessions.createdAt))
          .limit(200),
      );
    },
    async revoke(userId: UserId, sessionId: string): Promise<void> {
      const gone = await database.systemQuery({ text: 'delete from auth.sessions where id = $1 and user_id = $2 returning id', values: [sessionId, userId] });
      if (gone.length === 0) throw new PatchbayError('not_found');
    },
    removeAll,
    async removeToken(token: string): Promise<void> {
      await database.systemQuery({ text: 'delete from auth.sessions where token = $1', values: [token] });
    },
    /** For tests and the schedule: what has ended is of no use to anybody. */
    async purge(): Promise<void> {
      await database.systemQuery({ text: 'delete from auth.sessions where expires_at < $1', values: [clock.now().toISOString()] });
      await database.systemQuery({ text: 'delete from auth.verifications where expires_at < $1', values: [clock.now().toISOString()] });
    },
  };
}
export type Sessions = ReturnType<typeof createSessions>;
