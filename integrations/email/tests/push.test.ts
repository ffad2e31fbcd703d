import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { PUSHER, pushKey } from '../../../twins/google/pub-sub.ts';

const DAY = 86_400_000;
let hub: TestHub;
let workspace: TestWorkspace;
let janeId: string;
beforeAll(async () => {
  hub = await testHub();
  workspace = await hub.newWorkspace();
  janeId = (await workspace.post<{ id: string }>('/contacts', { firstName: 'Jane', lastName: 'Doe', emails: [{ value: 'jane@customer.test' }] })).id;
}, 120_000);

const subjects = async () =>
  (await workspace.get<{ data: { subject: string }[] }>(`/activities?contactId=${janeId}&kind=email&limit=200`)).data.map(({ subject }) => subject);
const arrive = (provider: string, subject: string, travel: Record<string, unknown> = {}) =>
  hub.twins.act(provider, { verb: 'mail.arrive', from: 'Jane Doe <jane@customer.test>', subject, text: 'Hello.', ...travel });
/** Nobody asks and no time passes: what appears was told of. */
const appears = async (subject: string) =>
  expect
    .poll(
      async () => {
        await hub.settle();
        return (await subjects()).filter((each) => each === subject).length;
      },
      { timeout: 15_000 },
    )
    .toBe(1);

describe('Gmail', () => {
  const watch = async () =>
    Object.values(
      (await hub.twins.state<{ data: { gmail: { watches: Record<string, { expirationMs: number; topicName: string }> } } }>('google')).data.gmail.watches,
    )[0];
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const tokenOf = (claims: Record<string, unknown>, key: KeyObject = pushKey().privateKey) => {
    const now = Math.floor(hub.clock.now().getTime() / 1000);
    const head = part({ alg: 'RS256', kid: pushKey().id, typ: 'JWT' });
    const body = part({
      iss: 'https://accounts.google.com',
      aud: `${hub.url}/integrations/email/webhooks/google/pubsub`,
      email: PUSHER,
      email_verified: true,
      iat: now,
      exp: now + 3600,
      ...claims,
    });
    return `${head}.${body}.${sign('sha256', Buffer.from(`${head}.${body}`), key).toString('base64url')}`;
  };
  const post = async (token?: string, emailAddress = 'ada@acme.test') =>
    (
      await hub.app.inject({
        method: 'POST',
        url: '/integrations/email/webhooks/google/pubsub',
        headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
        payload: JSON.stringify({
          message: { data: Buffer.from(JSON.stringify({ emailAddress, historyId: 7 })).toString('base64'), messageId: String(Math.random()).slice(2) },
          subscription: 'projects/patchbay-twin/subscriptions/gmail',
        }),
      })
    ).statusCode;

  beforeAll(async () => {
    await workspace.connect('email', 'google', 'ada@acme.test');
    await hub.settle();
  });

  it('is watched, and what it tells of is read at once, also when it is told thrice', async () => {
    expect(await watch()).toMatchObject({ topicName: 'projects/patchbay-twin/topics/gmail' });
    await arrive('google', 'Told at once');
    await appears('Told at once');
    await arrive('google', 'Told thrice', { repeat: 3, shuffle: true });
    await appears('Told thrice');
  });

  it('believes nobody but the service account of its subscription', async () => {
    expect(await post(tokenOf({}))).toBe(200);
    expect(await post()).toBe(401);
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const now = Math.floor(hub.clock.now().getTime() / 1000);
    for (const [why, token] of [
      ['another account of Google’s many', tokenOf({ email: 'somebody@elsewhere.iam.gserviceaccount.com' })],
      ['an address that was never proven', tokenOf({ email_verified: false })],
      ['made out for somebody else', tokenOf({ aud: 'https://elsewhere.example/push' })],
      ['another issuer', tokenOf({ iss: 'https://accounts.elsewhere.example' })],
      ['over', tokenOf({ iat: now - 7200, exp: now - 3600 })],
      ['another key', tokenOf({}, stranger)],
      ['no token at all', 'x.y.z'],
    ] as const)
      expect(await post(token), why).toBe(401);
    // Of a mailbox that nobody here reads: taken, and of no consequence.
    expect(await post(tokenOf({}), 'nobody@elsewhere.example')).toBe(200);
    await hub.settle();
  });

  it('is asked anew every day, and its place is what was read, not what was told', async () => {
    const before = (await watch())?.expirationMs ?? 0;
    await hub.twins.clock({ advanceMs: 1.3 * DAY });
    await expect
      .poll(
        async () => {
          await hub.settle();
          return ((await watch())?.expirationMs ?? 0) > before;
        },
        { timeout: 15_000 },
      )
      .toBe(true);
    await arrive('google', 'After a day');
    await appears('After a day');
  });

  it('is looked at all the same when Gmail tells nothing, or refuses to', async () => {
    await hub.twins.act('google', { verb: 'watch.drop' });
    await arrive('google', 'Untold');
    await hub.settle();
    expect(await subjects()).not.toContain('Untold');
    await hub.twins.clock({ advanceMs: 61_000 });
    await appears('Untold');

    await hub.twins.fault('google', { match: { method: 'POST', path: '/gmail/v1/users/me/watch' }, next: 1, do: 'status', status: 403 });
    const other = await hub.newWorkspace();
    const jane = (await other.post<{ id: string }>('/contacts', { firstName: 'Jane', emails: [{ value: 'jane@customer.test' }] })).id;
    await other.connect('email', 'google', 'ada@acme.test');
    await hub.settle();
    const seen = async () =>
      (await other.get<{ data: { subject: string }[] }>(`/activities?contactId=${jane}&kind=email&limit=200`)).data.map((each) => each.subject);
    expect(await seen()).toContain('Untold');
    await arrive('google', 'Refused and found');
    await hub.twins.clock({ advanceMs: 61_000 });
    await expect
      .poll(
        async () => {
          await hub.settle();
          return (await seen()).includes('Refused and found');
        },
        { timeout: 15_000 },
      )
      .toBe(true);
  });
});

describe('Exchange Online', () => {
  interface Subscription {
    id: string;
    resource: string;
    notificationUrl: string;
    lifecycleNotificationUrl: string;
    clientState: string;
    expirationMs: number;
  }
  const subscriptions = async () =>
    Object.values((await hub.twins.state<{ data: { subscriptions: Record<string, Subscription> } }>('microsoft')).data.subscriptions).filter(
      ({ resource }) => resource === 'me/messages',
    );

  beforeAll(async () => {
    await workspace.connect('email', 'microsoft', 'dora@globex.test');
    await hub.settle();
  });

  it('is subscribed to after both addresses proved themselves, and what it tells of is read at once', async () => {
    const [made, ...more] = await subscriptions();
    expect(more).toEqual([]);
    expect(made?.notificationUrl).toContain('/integrations/email/webhooks/microsoft/notifications?account=dora%40globex.test');
    expect(made?.lifecycleNotificationUrl).toContain('/integrations/email/webhooks/microsoft/lifecycle');
    await arrive('microsoft', 'Told by Graph', { repeat: 2, shuffle: true });
    await appears('Told by Graph');
  });

  it('is prolonged at half of its life', async () => {
    const [before] = await subscriptions();
    await hub.twins.clock({ advanceMs: 4 * DAY });
    await expect
      .poll(
        async () => {
          await hub.settle();
          return ((await subscriptions())[0]?.expirationMs ?? 0) > (before?.expirationMs ?? 0);
        },
        { timeout: 15_000 },
      )
      .toBe(true);
    expect((await subscriptions()).map(({ id }) => id)).toEqual([before?.id]);
  });

  it('is subscribed to anew when it was removed, and what came meanwhile is found', async () => {
    const [before] = await subscriptions();
    await hub.twins.act('microsoft', { verb: 'subscription.lifecycle', event: 'subscriptionRemoved' });
    await arrive('microsoft', 'While deaf');
    await appears('While deaf');
    const after = await subscriptions();
    expect(after).toHaveLength(1);
    expect(after[0]?.id).not.toBe(before?.id);
    await arrive('microsoft', 'Hearing again');
    await appears('Hearing again');
    await hub.twins.act('microsoft', { verb: 'subscription.lifecycle', event: 'reauthorizationRequired' });
    await hub.settle();
    expect((await subscriptions()).map(({ id }) => id)).toEqual([after[0]?.id]);
  });

  it('believes only who knows what it was told at the subscription', async () => {
    const [made] = await subscriptions();
    const post = async (clientState: string) =>
      (
        await hub.app.inject({
          method: 'POST',
          url: '/integrations/email/webhooks/microsoft/notifications?account=dora@globex.test',
          headers: { 'content-type': 'application/json' },
          payload: JSON.stringify({ value: [{ subscriptionId: made?.id, clientState, changeType: 'created', resourceData: { id: 'x' } }] }),
        })
      ).statusCode;
    expect(await post('guessed')).toBe(401);
    expect(await post(made?.clientState ?? '')).toBe(202);
  });

  it('shares the subscription of an account that two workspaces read', async () => {
    const other = await hub.newWorkspace();
    const jane = (await other.post<{ id: string }>('/contacts', { firstName: 'Jane', emails: [{ value: 'jane@customer.test' }] })).id;
    await other.connect('email', 'microsoft', 'dora@globex.test');
    await hub.settle();
    expect(await subscriptions()).toHaveLength(1);
    await arrive('microsoft', 'For both');
    await appears('For both');
    await expect
      .poll(
        async () => {
          await hub.settle();
          return (await other.get<{ data: { subject: string }[] }>(`/activities?contactId=${jane}&kind=email&limit=200`)).data.map((each) => each.subject);
        },
        { timeout: 15_000 },
      )
      .toContain('For both');
  });
});
