import { expect } from 'vitest';
import type { TestHub } from '../server/testing/test-hub.ts';

export type Program = <T = { id: string }>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: unknown) => Promise<T>;

/** A program beside the page: whatever a test needs that is not its subject. The workspace is the one that `setUp` made. */
export async function programOf(hub: TestHub): Promise<Program> {
  const [workspace] = await hub.database.system(async (tx) => {
    const answer = (await tx.execute("select id from workspaces where name = 'Compilers Ltd'" as never)) as unknown as { rows: { id: string }[] };
    return answer.rows;
  });
  const { key } = await hub.hub.access.apiKeys.create(
    workspace?.id as never,
    { kind: 'system', reason: 'test' },
    { name: 'test', scopes: ['*'], role: 'owner' },
  );
  return async (method, path, body) => {
    const answer = await hub.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${key}` },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    return answer.json();
  };
}
