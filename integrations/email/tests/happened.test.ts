import { beforeAll, expect, it } from 'vitest';
import { type CampaignWorld, campaignWorld, readMail } from './campaign-world.fixture.ts';

interface Told {
  contactIds: string[];
  organizationId: string | null;
  address: string;
  messageId: string;
}
let world: CampaignWorld;
let organizationId: string;
let sendgridId: string;
beforeAll(async () => {
  world = await campaignWorld();
  const { workspace } = world;
  organizationId = (await workspace.post<{ id: string }>('/organizations', { name: 'Customer' })).id;
  sendgridId = (
    await workspace.post<{ id: string }>('/connections', {
      integration: 'email',
      provider: 'sendgrid',
      credentials: { apiKey: 'SG.acme.full-access' },
      settings: { fromEmail: 'ada@acme.test' },
    })
  ).id;
}, 120_000);

const told = async (type: string, address: string) => {
  await world.hub.settle();
  const { data } = await world.workspace.get<{ data: { data: Told }[] }>(`/events?type=${type}&limit=200`);
  return data.map((each) => each.data).filter((each) => each.address === address);
};
const person = (value: string) => world.contact({ organizationId, emails: [{ value, primary: true }] });

it('says of a mail that came back whose it was, and of which organization', async () => {
  const { workspace, hub } = world;
  const contactId = await person('gone@customer.example');
  await workspace.post('/email/messages', { connectionId: sendgridId, to: [{ address: 'gone@customer.example' }], subject: 'Hello', text: 'Hello', contactId });
  await hub.settle();
  await hub.twins.act('sendgrid', { verb: 'message.bounce', to: 'gone@customer.example', kind: 'hard' });
  expect(await told('message.bounced', 'gone@customer.example')).toMatchObject([{ contactIds: [contactId], organizationId, kind: 'hard' }]);
});

it('says it of a campaign’s mail too, in whatever order it is told', async () => {
  const { draft, schedule, until, hub, recipients, workspace } = world;
  const contactId = await person('away@customer.example');
  const id = await draft([contactId], { from: { connectionId: sendgridId } });
  await schedule(id);
  await until(id, 'finished', 1_000);
  await hub.twins.act('sendgrid', { verb: 'message.bounce', to: 'away@customer.example', kind: 'hard', repeat: 2, shuffle: true });
  const [bounced, ...more] = await told('message.bounced', 'away@customer.example');
  expect(more).toEqual([]);
  expect(bounced).toMatchObject({ contactIds: [contactId], organizationId });
  await hub.settle();
  expect((await recipients(id))[0]).toMatchObject({ contactId, messageId: bounced?.messageId, bouncedAt: expect.any(String) });
  // Their timeline does not say that they got it.
  expect((await workspace.get<{ data: unknown[] }>(`/activities?contactId=${contactId}&kind=email`)).data).toMatchObject([{ status: 'bounced' }]);
});

it('says it when somebody leaves, by the page and by the button of their mail program', async () => {
  const { draft, schedule, until, hub, server } = world;
  for (const [address, payload] of [
    ['leaves@customer.example', 'choice=all'],
    ['clicks@customer.example', 'List-Unsubscribe=One-Click'],
  ] as const) {
    const contactId = await person(address);
    const id = await draft([contactId]);
    await schedule(id);
    await until(id, 'finished');
    const mail = readMail(server.delivered.findLast(({ to }) => to[0] === address)?.raw ?? '');
    const url = /<([^>]+)>/.exec(mail.headers.get('list-unsubscribe') ?? '')?.[1] ?? '';
    await hub.app.inject({ method: 'POST', url: new URL(url).pathname, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload });
    expect(await told('message.unsubscribed', address)).toMatchObject([{ contactIds: [contactId], organizationId }]);
  }
});

it('knows whose a mail was by the mail, where two people share the address', async () => {
  const { workspace, hub } = world;
  const first = await person('office@shared.example');
  await workspace.post('/email/messages', {
    connectionId: sendgridId,
    to: [{ address: 'office@shared.example' }],
    subject: 'Hello',
    text: 'Hello',
    contactId: first,
  });
  await hub.settle();
  // The address is taken from them before the answer comes.
  await workspace.call('PATCH', `/contacts/${first}`, { body: { emails: [{ value: 'first@shared.example', primary: true }] } });
  await hub.twins.act('sendgrid', { verb: 'message.bounce', to: 'office@shared.example', kind: 'hard' });
  expect(await told('message.bounced', 'office@shared.example')).toMatchObject([{ contactIds: [first], organizationId }]);
});
