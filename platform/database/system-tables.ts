/**
 * Tables that cross workspaces and may therefore be read and written by `patchbay_system`, each with its reason.
 * Everything else with a `workspace_id` is visible to `patchbay_app` of that workspace only; the walls test reads the
 * catalogue and fails on a table that is in neither camp. Never a CRM or integration table.
 */
export const SYSTEM_TABLES = {
  workspaces: 'sign-in and schedulers list them',
  vault_keys: 'root key rotation re-wraps the keys of all workspaces, each process watches for new ones',
  files: 'the sweep finds what killed writers and removals left',
  members: 'sign-in asks for all workspaces of one person',
  invitations: 'accepted before the person belongs to the workspace',
  api_keys: 'looked up by hash before the workspace is known',
  setup_links: 'used before there is a workspace',
  request_log: 'written in batches over all workspaces',
  idempotency_keys: 'swept after a day over all workspaces',
  rate_limits: 'counts of all processes, by key, person and address',
  api_calls: 'the audit is written in batches across workspaces, sealed and purged',
  api_call_bodies: 'written with api_calls',
  audit_acts: 'written in batches, sealed and purged',
  audit_chain: 'the sealer adds links for all workspaces',
  audit_seals: 'the sealer closes ranges for all workspaces',
  quota_windows: 'allowances are shared by all workspaces and processes',
  events: 'the outbox: one reader serves all workspaces',
  event_cursors: 'how far each subscriber has read; belongs to no workspace',
  event_holds: 'a subscriber finds what it must try again',
  webhook_endpoints: 'who wants which events, looked up for a whole page of the outbox',
  webhook_deliveries: 'the sender claims what is due, whatever its workspace',
  incidents: 'reminders that are due',
  alert_settings: 'who is told, read with the notices that are due',
  alert_notices: 'the notifier claims what is due, whatever its workspace',
  task_timers: 'one promoter moves what is due into the queue',
  task_schedules: 'one process fires what is due',
  task_failures: 'written with the completion of the task',
  jobs: 'the worker reports progress and end of what it runs',
  effects: 'the sweeper finds what a dead process left started',
  streams: 'one poller finds what is due to be read',
  connection_routes: 'a webhook names an account only; schedules list the connections of all workspaces',
  webhook_inbox: 'one insert for the events of all workspaces, and the drain claims them together',
  webhook_archive: 'handled events move here with the batch that handled them',
  webhook_requests: 'inserted with the inbox',
  public_names: 'a stranger asks for a page by its name',
  notifications: 'swept after three months over all workspaces',
  webhook_tokens: 'one-time tokens of signatures, checked before the workspace is known',
} as const satisfies Record<string, string>;

/**
 * Tables that functions of `patchbay_search` may read in the application's name, each with its reason. Such a function
 * asks for the workspace itself; operators that are not leakproof would lose their index under the policy.
 */
export const SEARCH_TABLES = {
  search_documents: 'full text and trigrams are found by index only without the policy',
} as const satisfies Record<string, string>;

/** Tables that `patchbay_app` may add to and read, never change. */
export const APPEND_ONLY: readonly string[] = ['api_calls', 'api_call_bodies', 'audit_acts', 'audit_chain', 'audit_seals', 'events'];

/** Schemas beside `public` without any workspace, whose tables `patchbay_system` may use: people and their sessions. */
export const SYSTEM_SCHEMAS: readonly string[] = ['auth'];
