import { expect } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { smtpServer } from './smtp-server.fixture.ts';

export interface Campaign {
  id: string;
  state: string;
  pausedReason: string | null;
  counts: Record<string, number> | null;
}
export interface Recipient {
  id: string;
  contactId: string;
  address: string;
  state: string;
  reason: string | null;
  variant: string;
  messageId: string;
  openedAt: string | null;
  clickedAt: string | null;
  opens: { people: number; machines: number };
  clicks: { people: number; machines: number };
  history: { state: string; source: string }[];
}
export const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
export const CONTENT = {
  subject: 'Pricing for {{ organization.name | default: "you" }}',
  format: 'html' as const,
  body: '<p>Hi {{ contact.firstName | default: "there" }}, look at <a href="https://acme.example/pricing?a=1&amp;b=2">our prices</a> and <a href="https://acme.example/team">us</a>.</p>',
};

/** A hub, a workspace that sends through a real SMTP server, and people to write to. */
export async function campaignWorld() {
  const server = await smtpServer();
  const hub: TestHub = await testHub({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
  const workspace: TestWorkspace = await hub.newWorkspace();
  const connect = (fromEmail = 'ada@acme.example', port = server.port) =>
    workspace.post<{ id: string }>('/connections', {
      integration: 'email',
      provider: 'smtp',
      credentials: { host: '127.0.0.1', port, security: 'none', fromEmail, fromName: 'Ada of Acme' },
    });
  const { id: connectionId } = await connect();
  let made = 0;
  const contact = async (more: Record<string, unknown> = {}) => {
    made++;
    const { id } = await workspace.post<{ id: string }>('/contacts', {
      firstName: `Jane${made}`,
      lastName: 'Doe',
      emails: [{ value: `jane${made}@customer${made % 3}.example`, primary: true }],
      ...more,
    });
    return id;
  };
  const draft = async (contactIds: readonly string[], more: Record<string, unknown> = {}) =>
    (await workspace.post<Campaign>('/email/campaigns', { name: 'Spring', contactIds, content: CONTENT, from: { connectionId }, ...more })).id;
  const look = (id: string) => workspace.get<Campaign>(`/email/campaigns/${id}`);
  /** The clock is moved so that whatever waits for a time gets it. */
  const recipients = async (id: string, query = '') => (await workspace.get<{ data: Recipient[] }>(`/email/campaigns/${id}/recipients?limit=200${query}`)).data;
  const until = async (id: string, state: string, stepMs = 0) => {
    await expect
      .poll(
        async () => {
          // Time stands still for what is on its way: a lease that ended meanwhile would call it unknown.
          const onItsWay = stepMs > 0 && (await recipients(id)).some((row) => (row.state as string) === 'handed');
          if (stepMs > 0 && !onItsWay) await hub.twins.clock({ advanceMs: stepMs });
          await hub.settle();
          return (await look(id)).state;
        },
        { timeout: 30_000 },
      )
      .toBe(state);
    return look(id);
  };
  const schedule = (id: string, body: Record<string, unknown> = {}) => workspace.post<Campaign>(`/email/campaigns/${id}/schedule`, body);
  return { server, hub, workspace, connectionId, connect, contact, draft, look, until, recipients, schedule };
}
export type CampaignWorld = Awaited<ReturnType<typeof campaignWorld>>;

/** What a mail program shows of a raw mail: quoted-printable read, headers unfolded. */
export function readMail(raw: string) {
  const [head = '', ...rest] = raw.split(/\r?\n\r?\n/);
  const body = rest
    .join('\n\n')
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const headers = new Map(
    head
      .replace(/\r?\n[ \t]+/g, ' ')
      .split(/\r?\n/)
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const),
  );
  return { headers, body, links: [...body.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href), pixel: /src="([^"]+\/t\/o\/[^"]+)"/.exec(body)?.[1] };
}
