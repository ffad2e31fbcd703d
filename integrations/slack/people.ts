import { asId, type ConnectedContext, type Person, type UserId } from '#sdk';
import { memberInfo } from './client/index.ts';
import { settingsOf } from './settings.ts';
import { type MemberRow, memberOf, placeMember, saveMembers, unplaced } from './store/members.ts';

const placeOf = (ctx: ConnectedContext) => ({ workspaceId: ctx.workspaceId, connectionId: ctx.connection.id });

/** Who somebody is here, by their address: certain only while they work here. */
const byAddress = async (ctx: ConnectedContext, email: string | null): Promise<Person | undefined> => {
  const person = email ? await ctx.people.byEmail(email) : undefined;
  return person?.state === 'active' ? person : undefined;
};

/** Places everybody whose address is that of a person here. What a person said is not touched. */
export async function placeByAddress(ctx: ConnectedContext): Promise<void> {
  const rows = await ctx.db.transaction((tx) => unplaced(tx, placeOf(ctx)));
  for (const { externalId, email } of rows) {
    const person = await byAddress(ctx, email);
    if (person) await ctx.db.transaction((tx) => placeMember(tx, placeOf(ctx), externalId, person.userId, 'email'));
  }
}

export type Who =
  | { kind: 'person'; ctx: ConnectedContext; userId: UserId; member: MemberRow }
  /** Why somebody gets nothing of the record, in a sentence for them. `link`: they could say who they are. */
  | { kind: 'nobody'; sentence: string; mayLink: boolean; member: MemberRow | undefined };

const nobody = (sentence: string, member: MemberRow | undefined, mayLink = false): Who => ({ kind: 'nobody', sentence, mayLink, member });

/** Somebody whom no reading has brought yet. */
export async function freshMember(ctx: ConnectedContext, slackUserId: string): Promise<MemberRow | undefined> {
  const told = await memberInfo(ctx.http, slackUserId);
  if (!told) return undefined;
  return ctx.db.transaction(async (tx) => {
    await saveMembers(tx, { ...placeOf(ctx), teamId: ctx.connection.externalId }, [told]);
    return memberOf(tx, placeOf(ctx), slackUserId);
  });
}

/**
 * Whose click or command this is. Every act is theirs: it is authorised by their role at that moment, whoever could see
 * the button.
 */
export async function whoIs(ctx: ConnectedContext, slackUserId: string): Promise<Who> {
  const known = await ctx.db.transaction((tx) => memberOf(tx, placeOf(ctx), slackUserId));
  const member = known ?? (await freshMember(ctx, slackUserId));
  if (!member || member.isStranger || member.isBot) return nobody('This CRM belongs to another company: its records are shown to its own people only.', member);
  if (member.isDeleted) return nobody('This Slack account is switched off.', member);
  if (member.isGuest && !settingsOf(ctx.connection).trustGuests)
    return nobody('Guests of the Slack workspace do not see the CRM. Ask its administrator.', member);
  let userId = member.userId as UserId | null;
  if (userId === null && member.mappedBy === null) userId = (await byAddress(ctx, member.email))?.userId ?? null;
  if (userId === null) return nobody('I do not know yet who you are in the CRM.', member, true);
  const person = await ctx.people.get(userId);
  if (person?.state !== 'active') return nobody('Your account in the CRM is not active. Ask its administrator.', member);
  const acting = await ctx.actAs(asId<UserId>(userId));
  return { kind: 'person', ctx: acting as ConnectedContext, userId, member };
}
