import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '#platform/database/database';
import type { Actor, Provider, WorkspaceId } from '#sdk';
import { type Catalogue, overridesOf, type ProviderSetup } from './catalogue.ts';
import { type ConnectionRow, healthOf, maySee } from './connection-row.ts';
import { bestOf, type FeatureReport, featureStatus } from './feature-status.ts';
import { connections } from './models.ts';

export interface IntegrationOverview {
  name: string;
  title: string;
  description: string;
  providers: { name: string; title: string; auth: 'oauth2' | 'credentials'; configured: boolean; reason?: string; form?: CredentialForm }[];
  features: FeatureReport[];
}

/** What a person is asked for: JSON Schema of the credentials, and which of them are secret. */
interface CredentialForm {
  schema: Record<string, unknown>;
  secretFields: string[];
}
const formOf = ({ auth }: Provider): { form?: CredentialForm } =>
  auth.kind === 'credentials'
    ? {
        form: {
          schema: z.toJSONSchema(auth.schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>,
          secretFields: [...auth.secretFields],
        },
      }
    : {};

const text = (at: Date | null): string | null => at?.toISOString() ?? null;

/** What a program sees of a connection. Credentials are not part of the row, so they cannot slip in. */
export const viewOf = (catalogue: Catalogue, row: ConnectionRow) => {
  const { integration, spec, env, setup } = catalogue.provider(row.integration, row.provider);
  const health = healthOf(row);
  return {
    id: row.id,
    integration: row.integration,
    provider: row.provider,
    label: row.label,
    externalId: row.externalId,
    status: row.status,
    statusReason: row.statusReason,
    grantedScopes: row.grantedScopes,
    ownerUserId: row.ownerUserId,
    settings: row.settings,
    data: row.data,
    health: { ...health, lastOkAt: text(health.lastOkAt), lastErrorAt: text(health.lastErrorAt), lastCheckedAt: text(health.lastCheckedAt) },
    features: integration.features.map((feature) => featureStatus(feature, row, setup)),
    /** Environment values that put another address in place of the provider's. */
    overrides: overridesOf(spec, env),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
};
export type ConnectionView = ReturnType<typeof viewOf>;

export function createOverview({ database, catalogue }: { database: Database; catalogue: Catalogue }) {
  return async function overview(workspaceId: WorkspaceId, actor: Actor): Promise<IntegrationOverview[]> {
    const rows = await database.workspace(workspaceId, (tx) => tx.select().from(connections).where(eq(connections.workspaceId, workspaceId)));
    const visible = rows.filter((row) => maySee(actor, row));
    return catalogue.integrations().map((integration) => {
      const providers = catalogue.providers(integration);
      const setups = new Map<string, ProviderSetup>(providers.map(({ name, setup }) => [name, setup]));
      const own = visible.filter((row) => row.integration === integration.name);
      const anySetup = [...setups.values()].find((setup) => setup.configured) ?? [...setups.values()][0] ?? { configured: false };
      return {
        name: integration.name,
        title: integration.title,
        description: integration.description,
        providers: providers.map(({ name, spec, setup }) => ({ name, title: spec.title, auth: spec.auth.kind, ...setup, ...formOf(spec) })),
        features: integration.features.map((feature) => {
          const reports = own.map((row) => featureStatus(feature, row, setups.get(row.provider) ?? { configured: false }));
          return bestOf(reports) ?? featureStatus(feature, undefined, anySetup);
        }),
      };
    });
  };
}
