import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { emailTopicChoices as choices, emailErasures as erasures, type OptInProof, emailTopics as topics } from '../models/outreach.ts';
import { addressHash } from '../preferences/hashes.ts';
import { outreachSettings } from './outreach-settings.ts';

export type TopicRow = typeof topics.$inferSelect;
export type ChoiceRow = typeof choices.$inferSelect;

export const listTopics = (tx: Transaction, workspaceId: string): Promise<TopicRow[]> =>
  tx
    .select()
    .from(topics)
    .where(and(eq(topics.workspaceId, workspaceId), isNull(topics.removedAt)))
    .orderBy(asc(topics.name));

/** @throws PatchbayError not_found */
export async function topicById(tx: Transaction, workspaceId: string, id: string): Promise<TopicRow> {
  const [row] = await tx
    .select()
    .from(topics)
    .where(and(eq(topics.workspaceId, workspaceId), eq(topics.id, id)));
  if (!row) throw new PatchbayError('not_found', { detail: 'There is no such topic.' });
  return row;
}

export async function saveTopic(tx: Transaction, workspaceId: string, facts: Pick<TopicRow, 'name' | 'description' | 'doubleOptIn'>): Promise<TopicRow> {
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
        inArray(
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
    .where(and(eq(erasures.workspaceId, workspaceId), inArray(erasures.addressHash, [...byHash.keys()])));
  return new Set(rows.flatMap(({ hash }) => byHash.get(hash) ?? []));
}

export const addErasure = (tx: Transaction, workspaceId: string, hash: string, proof: Record<string, number>, now: Date) =>
  tx.insert(erasures).values({ workspaceId, addressHash: hash, erasedAt: now, proof }).onConflictDoNothing();
