import { createLog } from '#platform/telemetry/log';
import type { Config } from '../config.ts';
import { connectDatabase, migrateDatabase, waitForDatabase } from '../open-database.ts';
import type { Outcome } from './command.ts';

/** `patchbay migrate`: brings the schema up to date; where the login may not create roles, prints what the owner must run. */
export async function migrateCommand(config: Config): Promise<Outcome> {
  const log = createLog('warn');
  const { database, close } = await connectDatabase(config, log);
  try {
    await waitForDatabase(database, log, 10_000);
    const { applied, rolesMissing } = await migrateDatabase(database);
    if (rolesMissing)
      return {
        ok: false,
        text: `This login may not create roles. Have the database's owner run:\n\n${rolesMissing.join(';\n')};`,
        data: { applied, rolesMissing },
      };
    return { ok: true, text: applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The schema is up to date.', data: { applied } };
  } finally {
    await close();
  }
}
