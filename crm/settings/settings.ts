import { and, eq } from 'drizzle-orm';
import { PatchbayError, ROLES, type Role, type Transaction } from '#sdk';
import { type Channel, crmSettings, type ReachWidth, roleReach } from '../models.ts';
import { DEFAULT_REACH } from '../reach.ts';
import type { CrmScope } from '../scope.ts';

export interface QuietHours {
  from: string;
  to: string;
}
export interface CrmSettings {
  defaultCountry: string;
  currency: string;
  consentRequired: Channel[];
  quietHours: QuietHours | null;
}
export interface RoleReach {
  role: Role;
  read: ReachWidth;
  write: ReachWidth;
  isDefault: boolean;
}
const WIDTH: readonly ReachWidth[] = ['own', 'team', 'all'];

/** What the record assumes, and whose records each role reaches. */
export function createCrmSettings(scope: CrmScope) {
  const { workspaceId, db, clock } = scope;
  const roles = async (tx: Transaction): Promise<RoleReach[]> => {
    const rows = await tx.select().from(roleReach).where(eq(roleReach.workspaceId, workspaceId));
    return ROLES.map((role) => {
      const set = rows.find((row) => row.role === role);
      return { role, ...(set ? { read: set.read, write: set.write } : DEFAULT_REACH[role]), isDefault: !set };
    });
  };
  return {
    get: (): Promise<CrmSettings> => db.transaction((tx) => settingsOf(tx, scope)),
    update: (change: { [K in keyof CrmSettings]?: CrmSettings[K] | undefined }): Promise<CrmSettings> =>
      db.transaction(async (tx) => {
        const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
        const at = clock.now();
        await tx
          .insert(crmSettings)
          .values({ workspaceId, ...said, createdAt: at, updatedAt: at })
          .onConflictDoUpdate({ target: crmSettings.workspaceId, set: { ...said, updatedAt: at } });
        return settingsOf(tx, scope);
      }),
    reach: {
      list: (): Promise<RoleReach[]> => db.transaction(roles),
      get: (role: Role): Promise<RoleReach> => db.transaction(async (tx) => one(await roles(tx), role)),
      set: async (role: Role, { read, write }: { read: ReachWidth; write: ReachWidth }): Promise<RoleReach> => {
        // Whoever runs the hub could give it back to themselves anyway; locked out, nobody could.
        if (role === 'owner' && (read !== 'all' || write !== 'all')) {
          throw new PatchbayError('invalid_input', { errors: [{ path: 'read', message: 'An owner always reaches everything.' }] });
        }
        if (WIDTH.indexOf(write) > WIDTH.indexOf(read)) {
          throw new PatchbayError('invalid_input', {
            errors: [{ path: 'write', message: 'Nobody changes what they do not read: choose a wider reach to read.' }],
          });
        }
        return db.transaction(async (tx) => {
          await tx
            .insert(roleReach)
            .values({ workspaceId, role, read, write })
            .onConflictDoUpdate({ target: [roleReach.workspaceId, roleReach.role], set: { read, write } });
          return one(await roles(tx), role);
        });
      },
    },
  };
}
const one = (all: readonly RoleReach[], role: Role): RoleReach => {
  const found = all.find((each) => each.role === role);
  if (!found) throw new PatchbayError('not_found');
  return found;
};

/** As they stand in the table, or as it would write them. */
const ASSUMED: CrmSettings = { defaultCountry: 'US', currency: 'USD', consentRequired: [], quietHours: { from: '21:00', to: '08:00' } };
export async function settingsOf(tx: Transaction, { workspaceId }: Pick<CrmScope, 'workspaceId'>): Promise<CrmSettings> {
  const { defaultCountry, currency, consentRequired, quietHours } = crmSettings;
  const [row] = await tx
    .select({ defaultCountry, currency, consentRequired, quietHours })
    .from(crmSettings)
    .where(and(eq(crmSettings.workspaceId, workspaceId)));
  return row ?? ASSUMED;
}
