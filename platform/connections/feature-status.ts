import type { Connection, Feature, FeatureStatus } from '#sdk';
import type { ProviderSetup } from './catalogue.ts';
import { missingScopes } from './scopes.ts';

export interface FeatureReport {
  id: string;
  title: string;
  status: FeatureStatus;
  reason?: string;
  nextStep?: string;
}
type ForStatus = Pick<Connection, 'provider' | 'status' | 'grantedScopes' | 'label'> & { statusReason?: string | null };

/** What a feature can do, and if it cannot: why, and what to do. Never a dead button. */
export function featureStatus(feature: Feature, connection: ForStatus | undefined, setup: ProviderSetup): FeatureReport {
  const { id, title } = feature;
  const declared = feature.status && feature.status.status !== 'available' ? feature.status : undefined;
  // An approval that the provider has given shows in the scopes it grants.
  const needed = connection ? (feature.scopes[connection.provider] ?? []) : [];
  const approved = declared?.status === 'needs_approval' && needed.length > 0 && connection && missingScopes(needed, connection.grantedScopes).length === 0;
  if (declared && !approved) return { id, title, ...declared };
  const needsSetup = (reason: string, nextStep: string): FeatureReport => ({ id, title, status: 'needs_setup', reason, nextStep });
  if (!setup.configured) return needsSetup(setup.reason ?? 'The provider is not set up on this hub.', 'An administrator of this hub sets the named values.');
  if (!connection) return needsSetup('Nothing is connected yet.', 'Connect an account.');
  if (connection.status === 'disabled') return needsSetup(`${connection.label} is switched off.`, 'Switch the connection on again.');
  if (connection.status === 'reauthorize') {
    return needsSetup(connection.statusReason ?? `The provider no longer accepts ${connection.label}.`, 'Reconnect it on the Connections page.');
  }
  const missing = missingScopes(needed, connection.grantedScopes);
  if (missing.length > 0) {
    return needsSetup(`${connection.label} was connected without the permission ${missing.join(', ')}.`, 'Reconnect and accept this permission.');
  }
  return { id, title, status: 'available' };
}

const RANK: Record<FeatureStatus, number> = { available: 3, import_only: 2, needs_setup: 1, needs_approval: 0 };

/** Several connections or providers: what works with one of them works. The first of equals is told. */
export function bestOf(reports: readonly FeatureReport[]): FeatureReport | undefined {
  return reports.reduce<FeatureReport | undefined>((best, next) => (best && RANK[best.status] >= RANK[next.status] ? best : next), undefined);
}
