/**
 * Tables that cross workspaces and may therefore be read and written by `patchbay_system`, each with its reason.
 * Everything else with a `workspace_id` is visible to `patchbay_app` of that workspace only; the walls test reads the
 * catalogue and fails on a table that is in neither camp. Never a CRM or integration table.
 */
export const SYSTEM_TABLES = {
  workspaces: 'sign-in and schedulers list them',
  api_calls: 'the audit is written in batches across workspaces, sealed and purged',
  api_call_bodies: 'written with api_calls',
  audit_acts: 'written in batches, sealed and purged',
  audit_chain: 'the sealer adds links for all workspaces',
  audit_seals: 'the sealer closes ranges for all workspaces',
  quota_windows: 'allowances are shared by all workspaces and processes',
} as const satisfies Record<string, string>;

/** Tables that `patchbay_app` may add to and read, never change. */
export const APPEND_ONLY: readonly string[] = ['api_calls', 'api_call_bodies', 'audit_acts', 'audit_chain', 'audit_seals'];
