import { and, asc, count, eq, gt, inArray, isNotNull, isNull, ne, or, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { contacts } from '#crm/models';
import { among, PatchbayError, type Transaction } from '#sdk';
import { emailTopicChoices as choices, emailErasures as erasures, type OptInProof, emailTopics as topics } from '../models/outreach.ts';
import { addressHash } from '../preferences/hashes.ts';
import { outreachSettings } from './outreach-settings.ts';

export type TopicRow = typeof topics.$inferSelect;
export type ChoiceRow = typeof choices.$inferSelect;

/** Those that people choose among now, or those that were put away. */
export const listTopics = (tx: Transaction, workspaceId: string, { isArchived = false } = {}): Promise<TopicRow[]> =>
  tx
    .select()
    .from(topics)
    .where(and(eq(topics.workspaceId, workspaceId), isArchived ? isNotNull(topics.removedAt) : isNull(topics.removedAt)))
    .orderBy(asc(topics.name));

export type ChoiceCounts = Record<ChoiceRow['state'], number>;
const NOBODY: ChoiceCounts = { subscribed: 0, pending: 0, unsubscribed: 0 };
/** How many said what about each of these. Whoever said nothing is in none of the counts. */
export async function choiceCounts(tx: Transaction, workspaceId: string, topicIds: readonly string[]): Promise<(topicId: string) => ChoiceCounts> {
  const rows = topicIds.length
    ? await tx
        .select({ topicId: choices.topicId, state: choices.state, count: count() })
        .from(choices)
        .where(and(eq(choices.workspaceId, workspaceId), inArray(choices.topicId, [...topicIds])))
        .groupBy(choices.topicId, choices.state)
    : [];
  const found = new Map<string, ChoiceCounts>();
  for (const row of rows) found.set(row.topicId, { ...NOBODY, ...found.get(row.topicId), [row.state]: row.count });
  return (topicId) => found.get(topicId) ?? NOBODY;
}

interface PeopleFilter {
  state?: ChoiceRow['state'] | undefined;
  q?: string | undefined;
  /** Behind this address. */
  after?: string | undefined;
  limit: number;
}
/** Who said something about a topic, by address, with the name they have now. */
export const choicePage = (tx: Transaction, workspaceId: string, topicId: string, { state, q, after, limit }: PeopleFilter) =>
  tx
    .select({ choice: choices, firstName: contacts.firstName, lastName: contacts.lastName })
    .from(choices)
    .leftJoin(contacts, and(eq(contacts.workspaceId, choices.workspaceId), eq(contacts.id, choices.contactId)))
    .where(
      and(
        eq(choices.workspaceId, workspaceId),
        eq(choices.topicId, topicId),
        state ? eq(choices.state, state) : undefined,
        after ? gt(choices.address, after) : undefined,
        q
          ? or(
              sql`strpos(${choices.address}, ${q.toLowerCase()}) > 0`,
              sql`strpos(lower(${contacts.firstName} || ' ' || ${contacts.lastName}), ${q.toLowerCase()}) > 0`,
            )
          : undefined,
      ),
    )
    .orderBy(asc(choices.address))
    .limit(limit);

/** @throws PatchbayError not_found */
export async function topicById(tx: Transaction, workspaceId: string, id: string): Promise<TopicRow> {
  const [row] = await tx
    .select()
    .from(topics)
    .where(and(eq(topics.workspaceId, workspaceId), eq(topics.id, id)));
  if (!row) throw new PatchbayError('not_found', { detail: 'There is no such topic.' });
  return row;
}

/** A unique key alone would not say whose name it is. @throws PatchbayError already_exists */
async function freeName(tx: Transaction, workspaceId: string, name: string, except?: string): Promise<void> {
  const [taken] = await tx
    .select({ removedAt: topics.removedAt })
    .from(topics)
    .where(and(eq(topics.workspaceId, workspaceId), eq(topics.name, name), except ? ne(topics.id, except) : undefined));
  if (!taken) return;
  const message = taken.removedAt ? 'An archived topic has this name. Bring it back, or choose another one.' : 'There is a topic of this name.';
  throw new PatchbayError('already_exists', { detail: message, errors: [{ path: 'name', message }] });
}

export async function saveTopic(tx: Transaction, workspaceId: string, facts: Pick<TopicRow, 'name' | 'description' | 'doubleOptIn'>): Promise<TopicRow> {
  await freeName(tx, workspaceId, facts.name);
  const [row] = await tx
    .insert(topics)
    .values({ workspaceId, id: uuidv7(), ...facts })
    .onConflictDoNothing()
    .returning();
  if (!row) throw new PatchbayError('already_exists', { errors: [{ path: 'name', message: 'There is a topic of this name.' }] });
  return row;
}

export async function changeTopic(
  tx: Transaction,
  workspaceId: string,
  id: string,
  change: Partial<Pick<TopicRow, 'name' | 'description' | 'doubleOptIn' | 'removedAt'>>,
  now: Date,
) {
  await topicById(tx, workspaceId, id);
  if (change.name !== undefined) await freeName(tx, workspaceId, change.name, id);
  await tx
    .update(topics)
    .set({ ...change, updatedAt: now })
    .where(and(eq(topics.workspaceId, workspaceId), eq(topics.id, id)));
  return topicById(tx, workspaceId, id);
}

export const choicesOf = (tx: Transaction, workspaceId: string, address: string): Promise<ChoiceRow[]> =>
  tx
    .select()
    .from(choices)
    .where(and(eq(choices.workspaceId, workspaceId), eq(choices.address, address.toLowerCase())));

export async function choicesOnTopic(
  tx: Transaction,
  workspaceId: string,
  topicId: string,
  addresses: readonly string[],
): Promise<Map<string, ChoiceRow['state']>> {
  if (addresses.length === 0) return new Map();
  const rows = await tx
    .select({ address: choices.address, state: choices.state })
    .from(choices)
    .where(
      and(
        eq(choices.workspaceId, workspaceId),
        eq(choices.topicId, topicId),
        among(
          choices.address,
          addresses.map((each) => each.toLowerCase()),
        ),
      ),
    );
  return new Map(rows.map(({ address, state }) => [address, state]));
}

export async function choose(
  tx: Transaction,
  workspaceId: string,
  choice: { topicId: string; address: string; state: ChoiceRow['state']; contactId: string | null; proof: OptInProof },
  now: Date,
): Promise<void> {
  const address = choice.address.toLowerCase();
  await tx
    .insert(choices)
    .values({ workspaceId, ...choice, address })
    .onConflictDoUpdate({
      target: [choices.workspaceId, choices.topicId, choices.address],
      set: { state: choice.state, proof: choice.proof, updatedAt: now, ...(choice.contactId ? { contactId: choice.contactId } : {}) },
    });
}

/** Which of these asked to be forgotten. */
export async function erasedAmong(tx: Transaction, workspaceId: string, addresses: readonly string[]): Promise<Set<string>> {
  if (addresses.length === 0) return new Set();
  const { erasureSalt } = await outreachSettings(tx, workspaceId);
  const byHash = new Map(addresses.map((address) => [addressHash(erasureSalt, address), address]));
  const rows = await tx
    .select({ hash: erasures.addressHash })
    .from(erasures)
    .where(and(eq(erasures.workspaceId, workspaceId), among(erasures.addressHash, [...byHash.keys()])));
  return new Set(rows.flatMap(({ hash }) => byHash.get(hash) ?? []));
}

export const addErasure = (tx: Transaction, workspaceId: string, hash: string, proof: Record<string, number>, now: Date) =>
  tx.insert(erasures).values({ workspaceId, addressHash: hash, erasedAt: now, proof }).onConflictDoNothing();
