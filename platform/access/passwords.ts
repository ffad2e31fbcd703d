import { and, eq, gt, like, ne } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Actor, PatchbayError, type Transaction, type UserId, type WorkspaceId } from '#sdk';
import { authAccounts, authSessions, authUsers, authVerifications, members } from './models.ts';
import { findPerson, hashPassword, type Person, setPassword, verifyPassword } from './people.ts';
import { type AccessDependencies, actsInside } from './ports.ts';
import { hashToken, newToken } from './tokens.ts';

const VALID_MS = 3600_000;
/** A second link to the same person comes this much later at the earliest: nobody's mailbox is filled from here. */
const PAUSE_MS = 120_000;
/** In the account library's table of short-lived secrets; its own rows have other names. */
const rowOf = (token: string) => `password-reset:${hashToken(token)}`;

type Dependencies = Pick<AccessDependencies, 'database' | 'clock' | 'audit' | 'publicUrl' | 'sendPasswordReset'> & { onError: (error: unknown) => void };

/** Changing a password one knows, and replacing one that was forgotten by a link to the address. */
export function createPasswords({ database, clock, audit, publicUrl, sendPasswordReset, onError }: Dependencies) {
  const actInside = actsInside(database, audit);
  const pending = new Set<Promise<void>>();

  const ofUser = (userId: string) => and(eq(authVerifications.value, userId), like(authVerifications.identifier, 'password-reset:%'));
  const workspacesOf = (tx: Transaction, userId: string) =>
    tx
      .select({ id: members.workspaceId })
      .from(members)
      .where(and(eq(members.userId, userId), eq(members.state, 'active')));

  /** Who comes by the organisation's provider alone has no password here, and gets none by mail. */
  const mayReset = async (tx: Transaction, person: Person): Promise<boolean> => {
    const accounts = await tx.select({ id: authAccounts.id }).from(authAccounts).where(eq(authAccounts.userId, person.id)).limit(1);
    const isHere = person.isInstallationOwner || (await workspacesOf(tx, person.id)).length > 0;
    return isHere && (person.passwordHash !== null || accounts.length === 0);
  };

  const issue = (email: string) =>
    database.system(async (tx) => {
      const person = await findPerson(tx, email);
      if (!person || !(await mayReset(tx, person))) return undefined;
      // Two requests at once become one mail.
      await tx.select({ id: authUsers.id }).from(authUsers).where(eq(authUsers.id, person.id)).for('update');
      const now = clock.now();
      const [recent] = await tx
        .select({ id: authVerifications.id })
        .from(authVerifications)
        .where(and(ofUser(person.id), gt(authVerifications.createdAt, new Date(now.getTime() - PAUSE_MS))));
      if (recent) return undefined;
      const token = newToken();
      await tx.delete(authVerifications).where(ofUser(person.id));
      await tx.insert(authVerifications).values({
        id: uuidv7(),
        identifier: rowOf(token),
        value: person.id,
        createdAt: now,
        expiresAt: new Date(now.getTime() + VALID_MS),
      });
      return { email: person.email, name: person.name, url: `${publicUrl}/reset-password/${token}` };
    });
  const open = (token: string) => and(eq(authVerifications.identifier, rowOf(token)), gt(authVerifications.expiresAt, clock.now()));

  return {
    canReset: sendPasswordReset !== undefined,

    /**
     * Every other session of the person ends, and so does a link that is under way.
     * @throws PatchbayError invalid_input when the current password is not right
     */
    async change(caller: { workspaceId: WorkspaceId; actor: Actor & { kind: 'person' }; sessionId: string }, passwords: { current: string; next: string }) {
      const { userId } = caller.actor;
      const person = await database.system(async (tx) => {
        const [found] = await tx.select({ email: authUsers.email }).from(authUsers).where(eq(authUsers.id, userId));
        return found && findPerson(tx, found.email);
      });
      const isRight = person?.passwordHash ? await verifyPassword(person.passwordHash, passwords.current) : false;
      if (!isRight) throw new PatchbayError('invalid_input', { errors: [{ path: 'current', message: 'does not match' }] });
      const hash = await hashPassword(passwords.next);
      await database.system(async (tx) => {
        await setPassword(tx, userId, hash);
        await tx.delete(authSessions).where(and(eq(authSessions.userId, userId), ne(authSessions.id, caller.sessionId)));
        await tx.delete(authVerifications).where(ofUser(userId));
        const act = { actor: `person:${userId}`, act: 'password.changed', target: { type: 'user', id: userId } };
        await actInside(tx, { ...act, workspaceId: caller.workspaceId });
      });
    },

    /** Answers at once and does the work afterwards: neither the answer nor its time tells whether the address is known. */
    requestReset(email: string): void {
      if (!sendPasswordReset) return;
      const work = issue(email)
        .then((link) => link && sendPasswordReset(link))
        .catch(onError)
        .finally(() => pending.delete(work));
      pending.add(work);
    },
    /** When the mails of requests so far have left. */
    idle: async () => void (await Promise.all(pending)),

    async isOpen(token: string): Promise<boolean> {
      return database.system(async (tx) => (await tx.select({ id: authVerifications.id }).from(authVerifications).where(open(token))).length > 0);
    },
    /**
     * Once, within the hour. All sessions end; a second factor stays.
     * @throws PatchbayError not_found for a link that is used, replaced, too old or forged
     */
    async reset(token: string, password: string): Promise<void> {
      if (!(await this.isOpen(token))) throw new PatchbayError('not_found', { detail: 'This link is used or too old.' });
      const hash = await hashPassword(password);
      await database.system(async (tx) => {
        const [mine] = await tx.delete(authVerifications).where(open(token)).returning({ userId: authVerifications.value });
        if (!mine) throw new PatchbayError('not_found', { detail: 'This link is used or too old.' });
        const userId = mine.userId as UserId;
        await setPassword(tx, userId, hash);
        // Whoever holds the link reads the mailbox.
        await tx.update(authUsers).set({ emailVerified: true }).where(eq(authUsers.id, userId));
        await tx.delete(authSessions).where(eq(authSessions.userId, userId));
        for (const { id } of await workspacesOf(tx, userId)) {
          const act = { actor: `person:${userId}`, act: 'password.reset', target: { type: 'user', id: userId } };
          await actInside(tx, { ...act, workspaceId: id as WorkspaceId });
        }
      });
    },
  };
}
