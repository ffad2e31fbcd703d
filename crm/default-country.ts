import { eq } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { crmSettings } from './models.ts';
import type { CrmScope } from './scope.ts';

/** How phone numbers without a country code are read in this workspace. */
export async function defaultCountry(tx: Transaction, { workspaceId }: Pick<CrmScope, 'workspaceId'>): Promise<string> {
  const [settings] = await tx.select({ country: crmSettings.defaultCountry }).from(crmSettings).where(eq(crmSettings.workspaceId, workspaceId));
  return settings?.country ?? 'US';
}
