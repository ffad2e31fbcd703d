import type pg from 'pg';

/**
 * Ends whoever is still in it. An autovacuum worker may be ended by a superuser only, so `force` is refused while one is
 * there; the plain statement ends autovacuum by itself.
 */
export async function dropDatabase(admin: pg.Client, name: string): Promise<void> {
  await admin.query(`drop database if exists ${name} with (force)`).catch(async (error: { code?: string }) => {
    if (error.code !== '42501') throw error;
    await admin.query(`drop database if exists ${name}`);
  });
}
