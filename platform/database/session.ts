/** What both engines offer to the scope above them. SQL text and values; no drizzle, no workspace. */
export interface Statement {
  /** Prepared under this name where the engine can. */
  name?: string;
  text: string;
  values?: readonly unknown[];
}

export interface Rows {
  rows: Record<string, unknown>[];
  /** Rows touched by INSERT, UPDATE, DELETE. */
  count: number;
}

/** One open transaction. A settled one refuses further statements. */
export interface OpenTransaction {
  /** What drizzle talks to: a node-postgres client or a PGlite look-alike. */
  client: unknown;
  query(statement: Statement): Promise<Rows>;
  /** Several statements without values, in one round trip. */
  run(script: string): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

export type DatabaseRole = 'app' | 'system' | 'owner';

export interface Engine {
  readonly kind: 'embedded' | 'postgres';
  /** `settings` are `SET LOCAL` values that were checked by the caller. */
  begin(role: DatabaseRole, settings: Readonly<Record<string, string>>): Promise<OpenTransaction>;
  /** One statement as the system role, without BEGIN where the engine allows it. */
  query(statement: Statement): Promise<Rows>;
  /** A script of several statements as the system role, rows of all of them; what it left open after an error is rolled back. */
  script(text: string): Promise<Rows>;
  /** Gives the room of dead rows back. PostgreSQL does that by itself: there it does nothing. */
  vacuum(table: string): Promise<void>;
  /** Calls `receive` for every notification until the returned function is called. Reconnects by itself. */
  listen(channel: string, receive: (payload: string) => void): Promise<() => Promise<void>>;
  /** Opens the roles once `secure` has created them. */
  rolesReady(): Promise<void>;
  close(): Promise<void>;
}

/** `search` owns the functions that read what the application may not index its way through; nobody ever becomes it. */
export const ROLE_NAMES = { app: 'patchbay_app', system: 'patchbay_system', search: 'patchbay_search' } as const;
