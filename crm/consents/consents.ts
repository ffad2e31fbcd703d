import { and, eq, gt, isNull, lte } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { liveContacts } from '../deals/references.ts';
import { type Channel, consents, contacts, type LEGAL_BASES } from '../models.ts';
import { assertMayChange, ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { ANY_PURPOSE, type MayContact, mayContact } from './may-contact.ts';

type Row = typeof consents.$inferSelect;
export type Consent = Omit<Row, 'workspaceId'>;
export interface NewConsent {
  contactId: string;
  channel: Channel;
  /** `newsletter`, `sales`, … */
  purpose: string;
  basis: (typeof LEGAL_BASES)[number];
  /** Which words they agreed to. */
  textVersion?: string | undefined;
  source?: string | undefined;
  givenAt?: Date | undefined;
}
export interface Withdrawal {
  contactId: string;
  channel: Channel;
  /** Without it every purpose of the channel. */
  purpose?: string | undefined;
  withdrawnAt?: Date | undefined;
}
const shape = ({ workspaceId: _, ...row }: Row): Consent => row;

/** What people agreed to. Only added to: a consent is never changed, but taken back. */
export function createConsents(scope: CrmScope) {
  const { workspaceId, db } = scope;
  return {
    list: ({
      contactId,
      channel,
      limit,
      after,
    }: {
      contactId?: string | undefined;
      channel?: Channel | undefined;
      limit: number;
      after?: string | undefined;
    }): Promise<Consent[]> =>
      db.transaction(async (tx) => {
        const id = contactId && (await liveContacts(tx, scope, [contactId])).get(contactId);
        if (contactId && !id) return [];
        const rows = await tx
          .select({ consent: consents })
          .from(consents)
          .innerJoin(contacts, and(eq(contacts.workspaceId, consents.workspaceId), eq(contacts.id, consents.contactId)))
          .where(
            and(
              eq(consents.workspaceId, workspaceId),
              ownedBy(scope.reach.read, contacts.ownerId),
              id ? eq(consents.contactId, id) : undefined,
              channel ? eq(consents.channel, channel) : undefined,
              after ? gt(consents.id, after) : undefined,
            ),
          )
          .orderBy(consents.id)
          .limit(limit);
        return rows.map((row) => shape(row.consent));
      }),
    give: (input: NewConsent): Promise<Consent> => db.transaction(async (tx) => shape(await giveConsent(tx, scope, input))),
    withdraw: (input: Withdrawal): Promise<Consent[]> => db.transaction(async (tx) => (await withdrawConsent(tx, scope, input)).map(shape)),
    mayContact: (contactId: string, channel: Channel, at?: Date, purpose?: string): Promise<MayContact> =>
      db.transaction((tx) => mayContact(tx, scope, contactId, channel, at ?? scope.clock.now(), purpose)),
  };
}

/** The contact that is meant, locked: a consent and its withdrawal at the same time follow each other. */
async function lockContact(tx: Transaction, scope: CrmScope, contactId: string): Promise<string> {
  const id = (await liveContacts(tx, scope, [contactId])).get(contactId);
  if (!id) throw new PatchbayError('invalid_input', { errors: [{ path: 'contactId', message: 'There is no such contact.' }] });
  const [row] = await tx
    .select({ ownerId: contacts.ownerId })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, id)))
    .for('no key update');
  assertMayChange(scope.reach, row);
  return id;
}

export async function giveConsent(tx: Transaction, scope: CrmScope, { givenAt, source, textVersion, ...input }: NewConsent): Promise<Row> {
  const contactId = await lockContact(tx, scope, input.contactId);
  const now = scope.clock.now();
  if (givenAt && givenAt > now) throw new PatchbayError('invalid_input', { errors: [{ path: 'givenAt', message: 'lies in the future' }] });
  const [row] = await tx
    .insert(consents)
    .values({
      ...input,
      contactId,
      workspaceId: scope.workspaceId,
      id: uuidv7(),
      textVersion: textVersion ?? null,
      source: source ?? scope.source,
      givenAt: givenAt ?? now,
      createdAt: now,
    })
    .returning();
  if (!row) throw new PatchbayError('internal');
  return row;
}

/** Takes back what stands; where nothing does, it is kept that they do not want it. Twice is once. */
export async function withdrawConsent(tx: Transaction, scope: CrmScope, { contactId, channel, purpose, withdrawnAt }: Withdrawal): Promise<Row[]> {
  const id = await lockContact(tx, scope, contactId);
  const { workspaceId, actorName: withdrawnBy, clock, source } = scope;
  const now = clock.now();
  const at = withdrawnAt && withdrawnAt < now ? withdrawnAt : now;
  const of = and(
    eq(consents.workspaceId, workspaceId),
    eq(consents.contactId, id),
    eq(consents.channel, channel),
    purpose ? eq(consents.purpose, purpose) : undefined,
  );
  const taken = await tx
    .update(consents)
    .set({ withdrawnAt: at, withdrawnBy })
    // What they agreed to afterwards stands: this withdrawal only comes late.
    .where(and(of, isNull(consents.withdrawnAt), lte(consents.givenAt, at)))
    .returning();
  if (taken.length > 0) return taken;
  const before = await tx.select().from(consents).where(of);
  if (before.length > 0) return before;
  return tx
    .insert(consents)
    .values({
      workspaceId,
      id: uuidv7(),
      contactId: id,
      channel,
      purpose: purpose ?? ANY_PURPOSE,
      basis: 'consent',
      source,
      givenAt: at,
      withdrawnAt: at,
      withdrawnBy,
      createdAt: now,
    })
    .returning();
}
