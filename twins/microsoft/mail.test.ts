import { describe, expect, test } from 'vitest';
import { clientOf, newPkce, redirectUri, startTwinsForFile } from '../testing/client.ts';
import { contract } from '../testing/contract.ts';
import { microsoft } from './index.ts';

const twins = startTwinsForFile([microsoft]);
const ME = '/microsoft/v1.0/me';

const connect = async () => {
  const { verifier, challenge } = newPkce();
  const query = new URLSearchParams({
    client_id: 'microsoft-client',
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid offline_access User.Read Mail.Read Mail.Send',
    state: 's',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const { json } = await twins.post('/_twins/microsoft/consent', {
    authorizeUrl: `/microsoft/common/oauth2/v2.0/authorize?${query}`,
    account: 'dora@globex.test',
  });
  const code = new URL(json.redirectUrl).searchParams.get('code') ?? '';
  const { json: token } = await twins.form('/microsoft/common/oauth2/v2.0/token', {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
    ...clientOf('microsoft'),
  });
  return { authorization: `Bearer ${token.access_token}`, prefer: 'IdType="ImmutableId", odata.maxpagesize=3' };
};
const act = async (verb: string, input: Record<string, unknown> = {}) => (await twins.post('/_twins/microsoft/act', { verb, ...input })).json.result;
const below = (link: string) => link.slice(link.indexOf('/microsoft/'));
interface Round {
  ids: string[];
  removed: string[];
  link: string;
}
/** Follows links to the end of one round of delta. */
const round = async (headers: Record<string, string>, from: string): Promise<Round> => {
  const seen: Round = { ids: [], removed: [], link: from };
  for (let next: string | undefined = from; next; ) {
    const { json } = await twins.get(next, headers);
    for (const each of json.value) (each['@removed'] ? seen.removed : seen.ids).push(each.id);
    seen.link = json['@odata.deltaLink'] ? below(json['@odata.deltaLink']) : seen.link;
    next = json['@odata.nextLink'] ? below(json['@odata.nextLink']) : undefined;
  }
  return seen;
};

test('delta: page by page, then what came, was read, moved away and deleted; one id wherever it lies', async () => {
  const headers = await connect();
  const { ids } = await act('mail.arrive', { count: 5 });
  const first = await round(headers, `${ME}/mailFolders/inbox/messages/delta?$select=id,isRead`);
  expect(first.ids.toSorted()).toEqual([...ids].toSorted());
  await act('mail.read', { id: ids[0] });
  await act('mail.move', { id: ids[1], folder: 'archive' });
  await act('mail.delete', { id: ids[2] });
  const second = await round(headers, first.link);
  expect([second.ids, second.removed.toSorted()]).toEqual([[ids[0]], [ids[1], ids[2]].toSorted()]);
  const archive = await round(headers, `${ME}/mailFolders/archive/messages/delta`);
  expect(archive.ids).toEqual([ids[1]]);
  await act('mail-delta.expire');
  expect((await twins.get(second.link, headers)).json.error.code).toBe('SyncStateNotFound');
});

test('gives the whole mail as it came, sends into Sent Items, and finds it by its Message-ID', async () => {
  const headers = await connect();
  const { ids } = await act('mail.arrive', { subject: 'Whole', messageId: 'whole@x.test' });
  expect((await twins.get(`${ME}/messages/${ids[0]}/$value`, headers)).text).toContain('Message-ID: <whole@x.test>');
  const raw = Buffer.from('To: jane@x.test\r\nSubject: Hi\r\nMessage-ID: <out@globex.test>\r\n\r\nHi.\r\n').toString('base64');
  const { status } = await twins.call('POST', `${ME}/sendMail`, raw, { ...headers, 'content-type': 'text/plain' });
  expect(status).toBe(202);
  const filter = encodeURIComponent("internetMessageId eq '<out@globex.test>'");
  const { json } = await twins.get(`${ME}/messages?$filter=${filter}`, headers);
  expect(json.value).toHaveLength(1);
  expect((await twins.get(`${ME}/mailFolders/sentitems`, headers)).json.totalItemCount).toBe(1);
});

describe('the published contract', () => {
  const doc = contract('msgraph-v1.0.openapi.json');
  test.runIf(doc)('folders and messages are as Microsoft describes them', async () => {
    const headers = await connect();
    await act('mail.arrive', {});
    const folders = (await twins.get(`${ME}/mailFolders?$top=100`, headers)).json.value;
    const messages = (await twins.get(`${ME}/mailFolders/inbox/messages`, headers)).json.value;
    expect([folders.length > 0, messages.length > 0]).toEqual([true, true]);
    for (const each of folders) expect(doc?.problemsOf('microsoft.graph.mailFolder', { '@odata.type': '#microsoft.graph.mailFolder', ...each })).toEqual([]);
    for (const each of messages) expect(doc?.problemsOf('microsoft.graph.message', { '@odata.type': '#microsoft.graph.message', ...each })).toEqual([]);
  });
});
