import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Actor, PatchbayError, type Role, type Transaction, type UserId, type WorkspaceId } from '#sdk';
import { setTeams } from './members.ts';
import { authAccounts, authUsers, invitations, members, workspaces } from './models.ts';
import { ensurePerson, findPerson, hashPassword, normalEmail, setPassword, verifyPassword } from './people.ts';
import { type AccessDependencies, actsInside } from './ports.ts';
import { actorName, mayAssign, roleOf } from './roles.ts';
import { hashToken, newWorkspaceToken, workspaceOfToken } from './tokens.ts';

const VALID_MS = 7 * 24 * 3600 * 1000;
/** So long after its end an invitation is still there for whoever asks what became of it. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

export interface NewMember {
  email: string;
  name: string;
  role: Role;
  teamIds?: readonly string[];
  timeZone?: string;
  locale?: string;
  password?: string;
}

export async function insertMember(tx: Transaction, workspaceId: WorkspaceId, userId: UserId, who: NewMember, state: 'active' | 'invited'): Promise<void> {
  const values = {
    role: who.role,
    name: who.name,
    email: normalEmail(who.email),
    state,
    ...(who.timeZone ? { timeZone: who.timeZone } : {}),
    ...(who.locale ? { locale: who.locale } : {}),
  };
  const [added] = await tx
    .insert(members)
    .values({ workspaceId, userId, ...values })
    // Somebody who had left comes back under the same id.
    .onConflictDoUpdate({ target: [members.workspaceId, members.userId], set: { ...values, updatedAt: sql`now()` }, setWhere: eq(members.state, 'left') })
    .returning({ userId: members.userId });
  if (!added) throw new PatchbayError('already_exists', { detail: 'This person is already in your workspace.' });
}

/** Has this person ever had a way in of their own: a password, an identity provider, a place in a workspace? */
async function isInUse(tx: Transaction, userId: UserId): Promise<boolean> {
  const [account] = await tx.select({ id: authAccounts.id }).from(authAccounts).where(eq(authAccounts.userId, userId)).limit(1);
  const [place] = await tx
    .select({ id: members.userId })
    .from(members)
    .where(and(eq(members.userId, userId), eq(members.state, 'active')))
    .limit(1);
  return account !== undefined || place !== undefined;
}

export type Invitation =
  | { state: 'unknown' | 'used' | 'expired' }
  /** `proof`: what who accepts must give. */
  | { state: 'open'; workspaceName: string; name: string; email: string; proof: 'new_password' | 'password' | 'session' };

type Dependencies = Pick<AccessDependencies, 'database' | 'clock' | 'audit' | 'publicUrl' | 'sendInvitation'> & { onError: (error: unknown) => void };

export function createInvitations({ database, clock, audit, publicUrl, sendInvitation, onError }: Dependencies) {
  const actInside = actsInside(database, audit);
  const issue = async (tx: Transaction, workspaceId: WorkspaceId, userId: UserId, actor: Actor): Promise<string> => {
    const token = newWorkspaceToken(workspaceId);
    await tx
      .update(invitations)
      .set({ revokedAt: clock.now() })
      .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.userId, userId), isNull(invitations.acceptedAt)));
    await tx.insert(invitations).values({
      workspaceId,
      id: uuidv7(),
      userId,
      tokenHash: hashToken(token),
      invitedBy: actorName(actor),
      expiresAt: new Date(clock.now().getTime() + VALID_MS),
    });
    return `${publicUrl}/invitation/${token}`;
  };

  return {
    /** Links long past their time, accepted or not. Who was invited stays so and can be sent a fresh one. */
    async purge(): Promise<void> {
      await database.system((tx) => tx.delete(invitations).where(lt(invitations.expiresAt, new Date(clock.now().getTime() - KEPT_MS))));
    },

    /**
     * With a password the person can sign in at once, unless the hub knows the address already: an administrator never
     * sets the password of somebody who has one, so that person gets an invitation instead.
     */
    async add(workspaceId: WorkspaceId, actor: Actor, who: NewMember): Promise<{ userId: UserId; inviteUrl?: string }> {
      if (!mayAssign(roleOf(actor), who.role)) throw new PatchbayError('forbidden', { detail: 'You cannot give a role above your own.' });
      const passwordHash = who.password === undefined ? undefined : await hashPassword(who.password);
      const { userId, inviteUrl } = await database.system(async (tx) => {
        const known = await findPerson(tx, who.email);
        const person = known ?? (await ensurePerson(tx, who));
        const activeAtOnce = passwordHash !== undefined && known === undefined;
        await insertMember(tx, workspaceId, person.id, who, activeAtOnce ? 'active' : 'invited');
        if (who.teamIds) await database.enter(tx, workspaceId, (inner) => setTeams(inner, workspaceId, person.id, who.teamIds ?? []));
        if (activeAtOnce) await setPassword(tx, person.id, passwordHash);
        await actInside(tx, {
          workspaceId,
          actor: actorName(actor),
          act: activeAtOnce ? 'member.added' : 'member.invited',
          target: { type: 'user', id: person.id },
          after: [`role:${who.role}`],
        });
        return { userId: person.id, inviteUrl: activeAtOnce ? undefined : await issue(tx, workspaceId, person.id, actor) };
      });
      if (inviteUrl && sendInvitation) await sendInvitation({ workspaceId, email: normalEmail(who.email), name: who.name, url: inviteUrl }).catch(onError);
      return { userId, ...(inviteUrl ? { inviteUrl } : {}) };
    },

    /** A fresh link; the older ones end. */
    async again(workspaceId: WorkspaceId, actor: Actor, userId: UserId): Promise<{ inviteUrl: string }> {
      const { inviteUrl, member } = await database.system(async (tx) => {
        const [member] = await tx
          .select()
          .from(members)
          .where(and(eq(members.workspaceId, workspaceId), eq(members.userId, userId), eq(members.state, 'invited')));
        if (!member) throw new PatchbayError('not_found');
        if (!mayAssign(roleOf(actor), member.role as Role)) throw new PatchbayError('forbidden');
        await actInside(tx, { workspaceId, actor: actorName(actor), act: 'member.invited', target: { type: 'user', id: userId } });
        return { member, inviteUrl: await issue(tx, workspaceId, userId, actor) };
      });
      if (sendInvitation) await sendInvitation({ workspaceId, email: member.email, name: member.name, url: inviteUrl }).catch(onError);
      return { inviteUrl };
    },

    /** What became of a link, for whoever holds it; one that was never given is `unknown`, whatever else there is. */
    async look(token: string): Promise<Invitation> {
      const workspaceId = workspaceOfToken(token);
      if (!workspaceId) return { state: 'unknown' };
      return database.system(async (tx) => {
        const [found] = await tx
          .select({ row: invitations, email: authUsers.email, workspace: workspaces.name, name: members.name })
          .from(invitations)
          .innerJoin(authUsers, eq(authUsers.id, invitations.userId))
          .innerJoin(workspaces, eq(workspaces.id, invitations.workspaceId))
          .innerJoin(members, and(eq(members.workspaceId, invitations.workspaceId), eq(members.userId, invitations.userId)))
          .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.tokenHash, hashToken(token))));
        if (!found) return { state: 'unknown' };
        if (found.row.acceptedAt) return { state: 'used' };
        if (found.row.revokedAt || found.row.expiresAt <= clock.now()) return { state: 'expired' };
        const person = await findPerson(tx, found.email);
        const proof = person?.passwordHash ? 'password' : person && (await isInUse(tx, person.id)) ? 'session' : 'new_password';
        return { state: 'open', workspaceName: found.workspace, name: found.name, email: found.email, proof };
      });
    },

    /**
     * Once, within seven days. Somebody new chooses a password; somebody the hub knows gives the one they have, or is
     * signed in: the link alone never opens an account that somebody uses.
     * @throws PatchbayError not_found for a link that is used, revoked, too old or forged
     */
    async accept(
      token: string,
      request: { password: string; name?: string; signedInAs?: UserId },
    ): Promise<{ workspaceId: WorkspaceId; userId: UserId; email: string }> {
      const workspaceId = workspaceOfToken(token);
      if (!workspaceId) throw new PatchbayError('not_found');
      const open = and(
        eq(invitations.workspaceId, workspaceId),
        eq(invitations.tokenHash, hashToken(token)),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, clock.now()),
      );
      const known = await database.system(async (tx) => {
        const [found] = await tx.select({ email: authUsers.email }).from(invitations).innerJoin(authUsers, eq(authUsers.id, invitations.userId)).where(open);
        const person = found && (await findPerson(tx, found.email));
        return person && { ...person, isInUse: await isInUse(tx, person.id) };
      });
      if (!known) throw new PatchbayError('not_found');
      // Scrypt before the transaction; the transaction checks again what it stands on.
      let fresh: string | undefined;
      if (request.signedInAs === known.id) fresh = undefined;
      else if (known.passwordHash === null && known.isInUse) {
        throw new PatchbayError('unauthenticated', { detail: 'You have an account here already.', remedy: 'Sign in, then open the invitation again.' });
      } else if (known.passwordHash === null) fresh = await hashPassword(request.password);
      else if (!(await verifyPassword(known.passwordHash, request.password))) throw new PatchbayError('wrong_credentials');
      await database.system(async (tx) => {
        const [mine] = await tx.update(invitations).set({ acceptedAt: clock.now() }).where(open).returning({ userId: invitations.userId });
        if (!mine) throw new PatchbayError('not_found');
        // Two invitations of one person, accepted at once: the second sees the password of the first.
        await tx.select({ id: authUsers.id }).from(authUsers).where(eq(authUsers.id, known.id)).for('update');
        const person = await findPerson(tx, known.email);
        if (person?.passwordHash !== known.passwordHash || (fresh && (await isInUse(tx, known.id)))) throw new PatchbayError('conflict');
        if (fresh) await setPassword(tx, known.id, fresh);
        await tx
          .update(members)
          .set({ state: 'active', updatedAt: clock.now(), ...(request.name ? { name: request.name } : {}) })
          .where(and(eq(members.workspaceId, workspaceId), eq(members.userId, known.id)));
        await actInside(tx, { workspaceId, actor: `person:${known.id}`, act: 'member.joined', target: { type: 'user', id: known.id } });
      });
      return { workspaceId, userId: known.id, email: known.email };
    },
  };
}
