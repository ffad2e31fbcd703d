import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';

let hub: TestHub;
let workspace: TestWorkspace;
let sendgridId: string;
let mailgunId: string;

interface Suppression {
  id: string;
  reason: string;
  heldAt: string[];
}
const connect = (provider: string, credentials: Record<string, unknown>) =>
  workspace.post<{ id: string }>('/connections', { integration: 'email', provider, credentials });
const act = (provider: string, verb: string, input: Record<string, unknown> = {}) => hub.twins.act(provider, { verb, ...input });
const listed = async (query = '') => (await workspace.get<{ data: Suppression[] }>(`/email/suppressions?limit=200${query}`)).data;
const twinData = async <T>(provider: string) => (await hub.twins.state<{ data: T }>(provider)).data;

beforeAll(async () => {
  hub = await testHub();
  workspace = await hub.newWorkspace();
  sendgridId = (await connect('sendgrid', { apiKey: 'SG.acme.full-access' })).id;
  mailgunId = (await connect('mailgun', { apiKey: 'key-acme-full', domain: 'mg.acme.test', region: 'us' })).id;
  await hub.settle();
});

describe.each([
  ['sendgrid', () => sendgridId],
  ['mailgun', () => mailgunId],
] as const)('the list of %s', (provider, connectionId) => {
  it('and ours are kept in step, both ways', async () => {
    await act(provider, 'suppression.put', { email: `theirs@${provider}.test` });
    const mine = await workspace.post<Suppression>('/email/suppressions', { address: `mine@${provider}.test`, note: 'asked on the phone' });
    await workspace.post('/email/suppressions/sync', {});
    const heldBy = async (address: string) => {
      await hub.settle();
      return (await listed(`&q=${address}`))[0]?.heldAt.includes(connectionId()) ?? false;
    };
    await expect.poll(() => heldBy(`theirs@${provider}`), { timeout: 20_000 }).toBe(true);
    expect(await listed(`&q=theirs@${provider}`)).toMatchObject([{ reason: 'hard_bounce' }]);
    await expect.poll(() => heldBy(`mine@${provider}`), { timeout: 20_000 }).toBe(true);
    expect(JSON.stringify(await twinData(provider))).toContain(`mine@${provider}.test`);
    await workspace.call('DELETE', `/email/suppressions/${mine.id}`);
    const [theirs] = await listed(`&q=theirs@${provider}`);
    await workspace.call('DELETE', `/email/suppressions/${theirs?.id}`);
    const theirList = async () => {
      await hub.settle();
      return JSON.stringify((await twinData<{ suppressions: unknown }>(provider)).suppressions);
    };
    await expect.poll(theirList, { timeout: 20_000 }).not.toMatch(new RegExp(`(mine|theirs)@${provider}`));
    await workspace.post('/email/suppressions/sync', {});
    await hub.settle();
    expect(await listed(`&q=theirs@${provider}`)).toEqual([]);
    expect(await listed(`&q=theirs@${provider}&show=past`)).toHaveLength(1);
  }, 120_000);
});
