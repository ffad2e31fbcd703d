import { beforeAll, expect, it } from 'vitest';
import { type CampaignWorld, campaignWorld } from './campaign-world.fixture.ts';

let world: CampaignWorld;
interface Template {
  id: string;
  version: number;
  name: string;
  body: string;
}
const BODY =
  '<p>Hi {{ contact.firstName | default: "there" }} of {{ organization.name | default: "your company" }}, {{ deal.name }}</p>{% render "signature" %}<a href="{{ unsubscribeUrl }}">Leave</a>';
let template: Template;

beforeAll(async () => {
  world = await campaignWorld();
  await world.workspace.post('/email/templates', {
    kind: 'snippet',
    name: 'Signature',
    shortcut: 'signature',
    subject: '',
    format: 'html',
    body: '<p>Best, {{ sender.name }}</p>',
  });
  template = await world.workspace.post<Template>('/email/templates', {
    name: 'First mail',
    folder: 'Sales/Outbound',
    subject: 'Hello {{ contact.firstName }}',
    format: 'html',
    body: BODY,
  });
}, 120_000);

it('keeps every version, and shows who saved over whom', async () => {
  const { workspace } = world;
  const change = { content: { subject: 'Hello again', format: 'html', body: BODY } };
  const next = await workspace.call<Template>('PATCH', `/email/templates/${template.id}`, { body: { version: 1, ...change } });
  expect(next.body).toMatchObject({ version: 2 });
  const late = await workspace.call<{ detail: string }>('PATCH', `/email/templates/${template.id}`, { body: { version: 1, ...change } });
  expect([late.status, late.body.detail]).toEqual([409, 'Version 2 was saved in the meantime.']);
  const { data } = await workspace.get<{ data: { version: number; subject: string }[] }>(`/email/templates/${template.id}/versions`);
  expect(data.map(({ version, subject }) => [version, subject])).toEqual([
    [2, 'Hello again'],
    [1, 'Hello {{ contact.firstName }}'],
  ]);
  expect((await workspace.get<{ data: Template[] }>('/email/templates?folder=Sales/Outbound')).data.map(({ name }) => name)).toEqual(['First mail']);
});

it('shows it for a contact, for nobody known, and for the worst reader', async () => {
  const { workspace, contact } = world;
  const { id: organizationId } = await workspace.post<{ id: string }>('/organizations', { name: 'Globex' });
  const good = await contact({ firstName: 'Ada', organizationId });
  // A public mail domain names nobody's employer.
  await contact({ firstName: 'Bob', emails: [{ value: 'bob.jones@gmail.com', primary: true }] });
  const preview = (body: object) =>
    workspace.post<{ text: string; html: string; contact: { id: string } | null; missing: string[] }>(`/email/templates/${template.id}/preview`, body);
  const shown = await preview({ show: 'contact', contactId: good });
  expect(shown.text).toContain('Hi Ada of Globex');
  // Seen from inside a snippet too, and no page within a page.
  expect(shown.html).toContain('<p>Best, Workspace 1</p>');
  expect(shown.html?.match(/<html>/g)).toHaveLength(1);
  expect((await preview({ show: 'empty' })).text).toContain('Hi there of your company');
  const worst = await preview({ show: 'worst' });
  expect(worst.contact?.id).not.toBe(good);
  expect(worst.missing).toContain('organization.name');
  expect((await workspace.call('POST', `/email/templates/${template.id}/preview`, { body: { show: 'contact', contactId: template.id } })).status).toBe(404);
});

it('saves nothing that cannot be read or never ends', async () => {
  const { workspace } = world;
  const save = (body: string, format = 'html') =>
    workspace.call<{ code: string; errors?: { path: string; message: string }[] }>('POST', '/email/templates', {
      body: { name: 'x', subject: 's', format, body },
    });
  expect((await save('{% if contact.firstName %}')).body).toMatchObject({ code: 'invalid_input', errors: [{ path: 'html' }] });
  expect((await save('{% for a in (1..99999) %}{% for b in (1..99999) %}{% endfor %}{% endfor %}')).status).toBe(422);
  expect((await save('<p>no</p>', 'mjml')).body.errors?.[0]?.path).toBe('body');
  expect((await save('{% render "nobody" %}')).status).toBe(422);
});

it('sends a test through the door that every mail leaves by', async () => {
  const { workspace, server, hub, connectionId } = world;
  await workspace.post(`/email/templates/${template.id}/test`, { to: 'colleague@acme.example', connectionId });
  await expect
    .poll(
      async () => {
        await hub.settle();
        return server.delivered.at(-1)?.to;
      },
      { timeout: 15_000 },
    )
    .toEqual(['colleague@acme.example']);
  expect(server.delivered.at(-1)?.raw).toContain('[Test] Hello again');
});

it('is what a single mail says, for the contact that it names', async () => {
  const { workspace, server, hub, connectionId, contact } = world;
  const contactId = await contact({ firstName: 'Carla' });
  const mail = { connectionId, templateId: template.id, contactId, to: [{ address: 'carla@customer.example' }] };
  await workspace.post('/email/messages', mail);
  await expect
    .poll(
      async () => {
        await hub.settle();
        return server.delivered.at(-1)?.to;
      },
      { timeout: 15_000 },
    )
    .toEqual(['carla@customer.example']);
  expect(server.delivered.at(-1)?.raw).toContain('Hi Carla of');
  expect(server.delivered.at(-1)?.raw).toContain('Subject: Hello again');
});

it('is of its own workspace only', async () => {
  const other = await world.hub.newWorkspace();
  expect((await other.call('GET', `/email/templates/${template.id}`)).status).toBe(404);
  expect((await other.get<{ data: unknown[] }>('/email/templates')).data).toEqual([]);
});
