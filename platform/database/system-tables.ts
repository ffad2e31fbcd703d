/**
 * Tables that cross workspaces and may therefore be read and written by `patchbay_system`, each with its reason.
 * Everything else with a `workspace_id` is visible to `patchbay_app` of that workspace only; the walls test reads the
 * catalogue and fails on a table that is in neither camp. Never a CRM or integration table.
 */
export const SYSTEM_TABLES = {
  workspaces: 'sign-in and schedulers list them',
} as const satisfies Record<string, string>;

/** Tables that `patchbay_app` may add to and read, never change. */
export const APPEND_ONLY: readonly string[] = [];
