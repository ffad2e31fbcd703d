import { hash } from 'node:crypto';
import type { Database } from '#platform/database/database';

/**
 * A provider that signs a token and not the body can be replayed with another body. The first use of a token binds it to
 * its body: the same bytes again are a repeat, other bytes are refused.
 */
export async function claimToken(
  database: Pick<Database, 'systemQuery'>,
  use: { integration: string; provider: string; token: string; rawBody: Buffer; now: Date },
): Promise<boolean> {
  const tokenHash = hash('sha256', JSON.stringify([use.integration, use.provider, use.token]), 'buffer');
  const bodyHash = hash('sha256', use.rawBody, 'buffer');
  const [row] = await database.systemQuery<{ same: boolean }>({
    name: 'webhook_token_use',
    // The update changes nothing but makes RETURNING see the row that was there.
    text: `insert into webhook_tokens as t (token_hash, body_hash, used_at) values ($1, $2, $3)
           on conflict (token_hash) do update set used_at = t.used_at returning body_hash = $2 as same`,
    values: [tokenHash, bodyHash, use.now.toISOString()],
  });
  return row?.same === true;
}
