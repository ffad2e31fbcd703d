import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { UserId } from '#sdk';
import { contacts, type IdentityKind, identities, organizations, timelineEntries } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import type { ActivityFacts } from './facts.ts';
import { recordActivity } from './record-activity.ts';

/** Records for tests of what happens with them, written as they lie in the tables. */
export const addOrganization = async (scope: CrmScope, more: Partial<typeof organizations.$inferInsert> = {}): Promise<string> => {
  const id = uuidv7();
  await scope.db.transaction((tx) => tx.insert(organizations).values({ workspaceId: scope.workspaceId, id, name: 'Acme', ...more }));
  return id;
};
export const addIdentity = (scope: CrmScope, contactId: string, kind: IdentityKind, value: string) =>
  scope.db.transaction((tx) =>
    tx.insert(identities).values({ workspaceId: scope.workspaceId, id: uuidv7(), contactId, kind, value, source: 'person', isPrimary: true }),
  );
export const addContact = async (
  scope: CrmScope,
  { email, phone, ...more }: Partial<typeof contacts.$inferInsert> & { email?: string; phone?: string } = {},
): Promise<string> => {
  const id = uuidv7();
  await scope.db.transaction((tx) =>
    tx.insert(contacts).values({ workspaceId: scope.workspaceId, id, primaryEmail: email ?? null, primaryPhone: phone ?? null, ...more }),
  );
  if (email) await addIdentity(scope, id, 'email', email);
  if (phone) await addIdentity(scope, id, 'phone', phone);
  return id;
};
export const addColleague = async (scope: CrmScope, more: { email?: string; timeZone?: string; role?: string } = {}): Promise<UserId> => {
  const id = uuidv7() as UserId;
  const { email = `${id}@house.test`, timeZone = 'UTC', role = 'salesperson' } = more;
  await scope.db.transaction((tx) =>
    tx.execute(
      sql`insert into members (workspace_id, user_id, role, name, email, time_zone) values (${scope.workspaceId}, ${id}, ${role}, 'C', ${email}, ${timeZone})`,
    ),
  );
  return id;
};

export const MAIL: ActivityFacts = {
  kind: 'email',
  direction: 'inbound',
  occurredAt: new Date('2026-03-01T10:00:00Z'),
  subject: 'Offer',
  snippet: 'Thank you',
  body: 'Thank you, one question',
  participants: [{ address: 'Ann <Ann@Acme.test>', role: 'from', name: 'Ann' }],
  source: { integration: 'email', provider: 'imap', externalId: '1', threadId: 't1' },
};
export const record = (scope: CrmScope, facts: Partial<ActivityFacts> = {}) => scope.db.transaction((tx) => recordActivity(tx, scope, { ...MAIL, ...facts }));

export const timelineOf = async (scope: CrmScope, recordId: string): Promise<string[]> => {
  const rows = await scope.db.transaction((tx) =>
    tx.select({ id: timelineEntries.activityId }).from(timelineEntries).where(sql`workspace_id = ${scope.workspaceId} and record_id = ${recordId}`),
  );
  return rows.map((row) => row.id);
};
