import { drizzle } from 'drizzle-orm/pg-proxy';
import type { Database } from '../database/database.ts';

/**
 * Drizzle for the account library: it asks for a connection of its own and knows nothing of our transactions, so each of
 * its statements goes out as one statement of the system role, alike on both engines. It never joins an open transaction.
 */
export function authDatabase(database: Pick<Database, 'systemQuery'>) {
  return drizzle(async (text, params, method) => {
    // The library counts what a plain DELETE or UPDATE touched; the rows themselves say so.
    const counted = method === 'execute' && /^(delete|update) /i.test(text) ? `${text} returning 1 as touched` : text;
    const rows = await database.systemQuery({ text: counted, values: params });
    // Single-table statements only: no column name comes twice, so values stand in the order of the select list.
    return { rows: method === 'all' ? rows.map((row) => Object.values(row)) : rows };
  });
}
