import { and, eq, inArray } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Context, PatchbayError, type Transaction } from '#sdk';
import { personOf } from '../calls/place.ts';
import { isOpen } from '../flows/hours.ts';
import { voipAgents as agents, voipGreetings as greetings, voipNumbers as numbers, voipQueues as queues } from '../models.ts';
import { checkSound } from './check.ts';

export type Greeting = typeof greetings.$inferSelect;
export type Owner = Pick<Greeting, 'ownerKind' | 'ownerId'>;
export type During = Greeting['during'];
/** What is said, or played in its place. */
export interface Heard {
  text: string;
  fileId?: string;
}

/** One's own is one's own business; what callers of a number or a queue hear is for those who set those up. */
function checkRight(ctx: Context, { ownerKind, ownerId }: Owner): void {
  if (ownerKind === 'person' && ownerId === personOf(ctx)) return;
  if (!ctx.may('voip:manage')) throw new PatchbayError('forbidden');
}

async function checkOwner(ctx: Context, tx: Transaction, { ownerKind, ownerId }: Owner): Promise<void> {
  if (ownerKind === 'person') return;
  const found =
    ownerKind === 'number'
      ? await tx
          .select({ id: numbers.id })
          .from(numbers)
          .where(and(eq(numbers.workspaceId, ctx.workspaceId), eq(numbers.id, ownerId)))
      : await tx
          .select({ id: queues.id })
          .from(queues)
          .where(and(eq(queues.workspaceId, ctx.workspaceId), eq(queues.id, ownerId)));
  if (found.length === 0) throw new PatchbayError('not_found');
}

const ofOwner = (workspaceId: string, { ownerKind, ownerId }: Owner) =>
  and(eq(greetings.workspaceId, workspaceId), eq(greetings.ownerKind, ownerKind), eq(greetings.ownerId, ownerId));

export const greetingsOf = (ctx: Context, owner: Owner): Promise<Greeting[]> =>
  ctx.db.transaction((tx) => tx.select().from(greetings).where(ofOwner(ctx.workspaceId, owner)).orderBy(greetings.during));

export async function setGreeting(ctx: Context, owner: Owner, during: During, { text, fileId }: { text?: string | undefined; fileId?: string | undefined }) {
  checkRight(ctx, owner);
  if (during === 'machine' && owner.ownerKind !== 'person')
    throw new PatchbayError('invalid_input', { errors: [{ path: 'during', message: 'Only people leave messages on answering machines.' }] });
  if (owner.ownerKind === 'person' && !(await ctx.people.get(owner.ownerId))) throw new PatchbayError('not_found');
  const contentType = fileId ? await checkSound(ctx, fileId, 'fileId') : null;
  const said = { text: fileId ? null : (text ?? null), fileId: fileId ?? null, contentType };
  return ctx.db.transaction(async (tx) => {
    await checkOwner(ctx, tx, owner);
    const [row] = await tx
      .insert(greetings)
      .values({ workspaceId: ctx.workspaceId, id: uuidv7(), ...owner, during, ...said })
      .onConflictDoUpdate({
        target: [greetings.workspaceId, greetings.ownerKind, greetings.ownerId, greetings.during],
        set: { ...said, updatedAt: ctx.clock.now() },
      })
      .returning();
    return row as Greeting;
  });
}

export async function removeGreeting(ctx: Context, owner: Owner, during: During): Promise<void> {
  checkRight(ctx, owner);
  const removed = await ctx.db.transaction((tx) =>
    tx
      .delete(greetings)
      .where(and(ofOwner(ctx.workspaceId, owner), eq(greetings.during, during)))
      .returning({ id: greetings.id }),
  );
  if (removed.length === 0) throw new PatchbayError('not_found');
}

const heardIn = (own: readonly Greeting[], { ownerKind, ownerId }: Owner, isOpenNow: boolean): Heard | undefined => {
  const theirs = own.filter((each) => each.ownerKind === ownerKind && each.ownerId === ownerId);
  const found = theirs.find(({ during }) => during === (isOpenNow ? 'open' : 'closed')) ?? theirs.find(({ during }) => during === 'always');
  return found && { text: found.text ?? '', ...(found.fileId ? { fileId: found.fileId } : {}) };
};

export interface Mailbox {
  userId?: string | undefined;
  queueId?: string | undefined;
}
export type GreetingOf = (mailbox: Mailbox) => Heard | undefined;

/**
 * What is heard before the tone by whoever called this number, read once for one answer: of the person whose mailbox it is,
 * else of the queue they waited in, else of the number.
 */
export async function greetingsFor(
  tx: Transaction,
  workspaceId: string,
  { number, userIds, queueIds, now }: { number: typeof numbers.$inferSelect | undefined; userIds: readonly string[]; queueIds: readonly string[]; now: Date },
): Promise<GreetingOf> {
  const ids = [...userIds, ...queueIds, ...(number ? [number.id] : [])];
  if (ids.length === 0) return () => undefined;
  const own = await tx
    .select()
    .from(greetings)
    .where(and(eq(greetings.workspaceId, workspaceId), inArray(greetings.ownerId, ids)));
  const spoken =
    userIds.length > 0
      ? await tx
          .select({ userId: agents.userId, text: agents.voicemailGreeting })
          .from(agents)
          .where(and(eq(agents.workspaceId, workspaceId), inArray(agents.userId, [...userIds])))
      : [];
  const isOpenNow = number?.openHours ? isOpen(number.openHours, now) : true;
  return ({ userId, queueId }) => {
    const theirs = userId ? heardIn(own, { ownerKind: 'person', ownerId: userId }, isOpenNow) : undefined;
    const said = spoken.find((each) => each.userId === userId)?.text;
    return (
      theirs ??
      (said ? { text: said } : undefined) ??
      (queueId ? heardIn(own, { ownerKind: 'queue', ownerId: queueId }, isOpenNow) : undefined) ??
      (number ? heardIn(own, { ownerKind: 'number', ownerId: number.id }, isOpenNow) : undefined) ??
      (number?.greetingText ? { text: number.greetingText } : undefined)
    );
  };
}
