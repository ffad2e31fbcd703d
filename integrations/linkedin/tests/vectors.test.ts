import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, testHub } from '../../../server/testing/test-hub.ts';
import { classifyLinkedIn } from '../classify.ts';
import { escapeCommentary } from '../client/posts.ts';
import { isLastPage, nestedRefusal } from '../client/rest.ts';
import { decodeId, encodeRestli, restliQuery, urnId, urnTuple } from '../client/restli.ts';
import { fallbacksFor, PINS_FORM, versionFor, versionsInUse } from '../client/versions.ts';

const SECRET = 'patchbay-test-secret';
const CHALLENGE = '890e4665-4dfe-4ab1-b689-ed553bceeed0';
const RESPONSE = '1bd053fd0a73bb3c9ddec018add324f8c80e79a59caac270a0c968091929b453';
const BODY = '{"type":"LEAD_ACTION","leadAction":"CREATED"}';
const SIGNATURE = '7493ae658a311805aa66e6d1b84ba0afdcf80b1e8cc5b4c5275ceb7735288fb3';

describe('the vectors of webhooks', () => {
  let hub: TestHub;
  const url = '/integrations/linkedin/webhooks/linkedin';
  const post = (signature: string | undefined, body = BODY) =>
    hub.app.inject({
      method: 'POST',
      url,
      payload: body,
      headers: { 'content-type': 'application/json', ...(signature ? { 'x-li-signature': signature } : {}) },
    });
  beforeAll(async () => {
    hub = await testHub({ environment: { LINKEDIN_CLIENT_SECRET: SECRET } });
  });

  it('answers the challenge with its HMAC, as JSON, to whoever asks', async () => {
    const answer = await hub.app.inject({ method: 'GET', url: `${url}?challengeCode=${CHALLENGE}` });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.json()).toEqual({ challengeCode: CHALLENGE, challengeResponse: RESPONSE });
  });
  it('answers a stranger’s challenge with nothing that signs an event', async () => {
    const answer = await hub.app.inject({ method: 'GET', url: `${url}?challengeCode=${encodeURIComponent(`hmacsha256=${BODY}`)}` });
    // The documented weakness of this scheme: a challenge must never sign what an event is signed with.
    expect(answer.body).not.toContain(SIGNATURE);
  });
  it('answers the challenge while the database is away: after three silences LinkedIn would send nothing more', async () => {
    const { system, workspace } = hub.database;
    const away = () => Promise.reject(new Error('the database is away'));
    Object.assign(hub.database, { system: away, workspace: away });
    const answer = await hub.app.inject({ method: 'GET', url: `${url}?challengeCode=${CHALLENGE}&applicationId=urn%3Ali%3AdeveloperApplication%3A7` });
    Object.assign(hub.database, { system, workspace });
    expect(answer.json()).toEqual({ challengeCode: CHALLENGE, challengeResponse: RESPONSE });
  });
  it('takes what people did on a page, and reads nothing of it: whoever comments never becomes a lead', async () => {
    const body = JSON.stringify({
      type: 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS',
      notifications: [
        {
          notificationId: 1,
          organizationalEntity: 'urn:li:organization:104852',
          action: 'COMMENT',
          generatedActivity: 'urn:li:comment:(x,1)',
          subscriber: 'urn:li:person:x',
        },
      ],
    });
    const stored = () => hub.database.systemQuery({ text: 'select id from webhook_inbox union all select id from webhook_archive' });
    const before = await stored();
    expect((await post(createHmac('sha256', SECRET).update(`hmacsha256=${body}`).digest('hex'), body)).statusCode).toBeLessThan(300);
    await hub.settle();
    expect(await stored()).toEqual(before);
  });
  it('takes the signed body, with the prefix in the header or without', async () => {
    expect((await post(SIGNATURE)).statusCode).toBeLessThan(300);
    expect((await post(`hmacsha256=${SIGNATURE}`)).statusCode).toBeLessThan(300);
  });
  it('refuses the form without the prefix in the message, a wrong secret, and another body', async () => {
    expect((await post(createHmac('sha256', SECRET).update(BODY).digest('hex'))).statusCode).toBe(401);
    expect((await post(createHmac('sha256', 'another').update(`hmacsha256=${BODY}`).digest('hex'))).statusCode).toBe(401);
    expect((await post(SIGNATURE, `${BODY} `)).statusCode).toBe(401);
    expect((await post(undefined)).statusCode).toBe(401);
  });
});

describe('Rest.li parameters', () => {
  it('encodes the vector of the official client', () => {
    expect(encodeRestli({ k4: "List(value:with%reserved,chars,'')", k6: ['(v1,2)'], e: '' })).toBe(
      "(k4:List%28value%3Awith%25reserved%2Cchars%2C%27%27%29,k6:List(%28v1%2C2%29),e:'')",
    );
  });
  it('keeps structure raw and values escaped', () => {
    expect(restliQuery({ owner: { sponsoredAccount: 'urn:li:sponsoredAccount:123' } })).toBe('owner=(sponsoredAccount:urn%3Ali%3AsponsoredAccount%3A123)');
    expect(restliQuery({ ids: [1, 2], gone: undefined, none: null, empty: [] })).toBe('ids=List(1,2)&none=null&empty=List()');
    expect(restliQuery({ fields: 'id,form:(id,content)' })).toBe('fields=id,form:(id,content)');
  });
  it('reads tuples, with a space after the comma too, and encoded ids', () => {
    expect(urnTuple('urn:li:versionedLeadGenForm:(urn:li:leadGenForm:7234246, 1)')).toEqual(['urn:li:leadGenForm:7234246', '1']);
    expect(urnId('urn:li:leadGenFormResponse:249592fc-6')).toBe('249592fc-6');
    expect(decodeId('urn%3Ali%3Ashare%3A7')).toBe('urn:li:share:7');
  });
});

describe('what answers mean', () => {
  const now = new Date('2026-11-26T22:00:00Z');
  const classify = (status: number, body: unknown = {}) => classifyLinkedIn({ status, headers: {}, body }, now);
  it('tells a day’s limit from a moment’s', () => {
    const day = classify(429, { message: 'Resource level throttle APPLICATION DAY limit for calls to this resource is reached.', serviceErrorCode: 101 });
    expect(day).toMatchObject({ kind: 'rejected', code: `linkedin_day_limit application ${2 * 3_600_000}` });
    expect(classify(429, { message: 'Resource level throttle MEMBER DAY limit is reached.' })).toMatchObject({ code: expect.stringContaining('member') });
    expect(classify(429, { message: 'slow down' })).toMatchObject({ kind: 'retry', scope: 'call' });
  });
  it('tells revoked from expired, and names the version that ended', () => {
    expect(classify(401, { serviceErrorCode: 65601 })).toMatchObject({ kind: 'reauthorize', code: 'linkedin_revoked' });
    expect(classify(401, { serviceErrorCode: 65602 })).toMatchObject({ kind: 'reauthorize', code: 'linkedin_expired' });
    expect(classify(426)).toMatchObject({ kind: 'rejected', code: 'linkedin_version_retired' });
    expect(classify(422, { message: 'Content is a duplicate of urn:li:share:7' })).toMatchObject({ code: 'linkedin_duplicate urn:li:share:7' });
  });
  it('finds a refusal inside a good answer', () => {
    expect(nestedRefusal({ a: [{ 'displayImage!': { serviceErrorCode: 101, status: 429 } }] })).toBe('displayImage!');
    expect(nestedRefusal({ a: 1 })).toBeUndefined();
  });
  it('ends a list by its links, never by its total', () => {
    expect(isLastPage(10, 10, { links: [] })).toBe(false);
    expect(isLastPage(4, 10, { links: [{ rel: 'next' }] })).toBe(false);
    expect(isLastPage(4, 10, { links: [] })).toBe(true);
  });
});

it('takes versions of single resources from the configuration, and falls forward from there', () => {
  const env = { LINKEDIN_API_VERSION: '202609', LINKEDIN_API_VERSION_PINS: 'posts=202604, leadForms=202607,memberSnapshotData=202609' };
  expect(versionFor('posts', env)).toBe('202604');
  expect(versionFor('adAccounts', env)).toBe('202609');
  expect(fallbacksFor('posts', env)).toEqual(['202607', '202609']);
  // What LinkedIn answers under one version alone cannot be moved.
  expect(versionFor('memberSnapshotData', env)).toBe('202312');
  expect(versionsInUse(env)).toEqual([
    { resource: null, version: '202609' },
    { resource: 'posts', version: '202604' },
    { resource: 'leadForms', version: '202607' },
  ]);
  expect(PINS_FORM.test(env.LINKEDIN_API_VERSION_PINS)).toBe(true);
  expect(PINS_FORM.test('posts')).toBe(false);
  expect(PINS_FORM.test('')).toBe(true);
});

it('pins versions per resource, and falls forward for the rest', () => {
  expect(versionFor('memberSnapshotData', {})).toBe('202312');
  expect(versionFor('identityMe', {})).toBe('202510.03');
  expect(versionFor('posts', { LINKEDIN_API_VERSION: '202601' })).toBe('202601');
  expect(fallbacksFor('posts', { LINKEDIN_API_VERSION: '202601' })).toEqual(['202604', '202607', '202609']);
  expect(fallbacksFor('memberSnapshotData', { LINKEDIN_API_VERSION: '202601' })).toEqual([]);
});

it('escapes what the text format reads as its own, and leaves mentions alone', () => {
  expect(escapeCommentary('50% (off) #now @[Acme](urn:li:organization:1) a_b')).toBe('50% \\(off\\) \\#now @[Acme](urn:li:organization:1) a\\_b');
});
