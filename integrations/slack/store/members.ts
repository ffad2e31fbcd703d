import { and, asc, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Transaction } from '#sdk';
import type { ProviderMember } from '../client/directory.ts';
import { slackMembers as members } from '../models/index.ts';
import type { Place } from './channels.ts';

export type MemberRow = typeof members.$inferSelect;
const own = (of: Place) => and(eq(members.workspaceId, of.workspaceId), eq(members.connectionId, of.connectionId));

const nameOf = ({ profile, real_name, name, id }: ProviderMember) => profile.real_name || real_name || profile.display_name || name || id;

/** Of the workspace, or of a workspace of the organization, that the app is installed on. */
const isOfHouse = ({ team_id: team, enterprise_user: user }: ProviderMember, house: string): boolean =>
  team === undefined || team === house || user?.enterprise_id === house;

/** Brings people to what Slack says; who they are here stays, unless it was known by an address that is no longer theirs. */
export async function saveMembers(tx: Transaction, of: Place & { teamId: string }, remote: readonly ProviderMember[]): Promise<void> {
  if (remote.length === 0) return;
  await tx
    .insert(members)
    .values(
      remote.map((each) => ({
        workspaceId: of.workspaceId,
        connectionId: of.connectionId,
        id: uuidv7(),
        externalId: each.id,
        teamId: each.team_id ?? null,
        name: nameOf(each),
        email: each.profile.email?.toLowerCase() ?? null,
        timeZone: each.tz ?? null,
        isBot: each.is_bot || each.id === 'USLACKBOT',
        isGuest: each.is_restricted || each.is_ultra_restricted,
        isStranger: each.is_stranger ?? !isOfHouse(each, of.teamId),
        isDeleted: each.deleted,
      })),
    )
    .onConflictDoUpdate({
      target: [members.workspaceId, members.connectionId, members.externalId],
      set: {
        teamId: sql`excluded.team_id`,
        name: sql`excluded.name`,
        email: sql`excluded.email`,
        timeZone: sql`excluded.time_zone`,
        isBot: sql`excluded.is_bot`,
        isGuest: sql`excluded.is_guest`,
        isStranger: sql`excluded.is_stranger`,
        isDeleted: sql`excluded.is_deleted`,
        userId: sql`case when ${members.mappedBy} = 'email' and ${members.email} is distinct from excluded.email then null else ${members.userId} end`,
        mappedBy: sql`case when ${members.mappedBy} = 'email' and ${members.email} is distinct from excluded.email then null else ${members.mappedBy} end`,
        updatedAt: sql`now()`,
      },
    });
}

export async function memberOf(tx: Transaction, of: Place, externalId: string): Promise<MemberRow | undefined> {
  const [row] = await tx
    .select()
    .from(members)
    .where(and(own(of), eq(members.externalId, externalId)));
  return row;
}

/** People whom nobody has placed yet: those an address can tell. */
export const unplaced = (tx: Transaction, of: Place): Promise<MemberRow[]> =>
  tx
    .select()
    .from(members)
    .where(and(own(of), isNull(members.mappedBy), eq(members.isBot, false), eq(members.isDeleted, false), eq(members.isStranger, false)));

/** Says who somebody is. A person here has one Slack account in each workspace: another that said so before is let go. */
export async function placeMember(tx: Transaction, of: Place, externalId: string, userId: string | null, by: 'email' | 'manual' | 'self'): Promise<void> {
  if (userId !== null)
    await tx
      .update(members)
      .set({ userId: null, mappedBy: null })
      .where(and(own(of), eq(members.userId, userId), ne(members.externalId, externalId)));
  await tx
    .update(members)
    .set({ userId, mappedBy: userId === null ? 'none' : by, updatedAt: sql`now()` })
    .where(and(own(of), eq(members.externalId, externalId)));
}

/** Their Slack account, where they have one that can be written to. */
export async function accountOf(tx: Transaction, workspaceId: string, userId: string, connectionId?: string): Promise<MemberRow | undefined> {
  const [row] = await tx
    .select()
    .from(members)
    .where(
      and(
        eq(members.workspaceId, workspaceId),
        eq(members.userId, userId),
        eq(members.isDeleted, false),
        ...(connectionId ? [eq(members.connectionId, connectionId)] : []),
      ),
    )
    .orderBy(asc(members.id))
    .limit(1);
  return row;
}

export const accountsOf = (tx: Transaction, of: Place, userIds: readonly string[]): Promise<MemberRow[]> =>
  userIds.length === 0
    ? Promise.resolve([])
    : tx
        .select()
        .from(members)
        .where(and(own(of), inArray(members.userId, [...userIds]), eq(members.isDeleted, false)));

export const listMembers = (tx: Transaction, workspaceId: string): Promise<MemberRow[]> =>
  tx
    .select()
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.isBot, false), or(eq(members.isDeleted, false), sql`${members.userId} is not null`)))
    .orderBy(asc(members.name), asc(members.id));

export async function memberById(tx: Transaction, workspaceId: string, id: string): Promise<MemberRow | undefined> {
  const [row] = await tx
    .select()
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.id, id)));
  return row;
}
