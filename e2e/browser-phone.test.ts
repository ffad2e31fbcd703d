import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customerNow, hasServices, holdServer, phone, rpc, type SipPhone, sip } from '../integrations/voip/tests/sip-phone.ts';
import { type ConsolePage, openConsole } from './console-page.ts';
import { type Program, programOf } from './program.ts';

const SECRET = 'a-secret-of-the-sip-server';
interface Call {
  id: string;
  state: string;
  direction: string;
  disposition: string | null;
  talkSeconds: number | null;
  userId: string | null;
}

/** Every connection that the page makes for sound, so that the browser itself can be asked what went over it. */
const WATCH = `
  window.peers = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...given) { super(...given); window.peers.push(this); }
  };`;
const HEARD = `(async () => {
  const all = { received: 0, sent: 0, energy: 0 };
  for (const peer of window.peers) for (const each of (await peer.getStats()).values()) {
    if (each.type === 'inbound-rtp') { all.received += each.packetsReceived; all.energy += each.totalAudioEnergy ?? 0; }
    if (each.type === 'outbound-rtp') all.sent += each.packetsSent;
  }
  return all;
})()`;

describe.skipIf(!hasServices)('a telephone in a browser, at a real SIP server', () => {
  let opened: ConsolePage;
  let customer: SipPhone;
  let rep: SipPhone;
  let api: Program;
  let userId = '';
  const until = <T>(read: () => Promise<T> | T, check: (value: T) => void) => opened.hub.until(read, check, 60_000);
  const calls = async () => (await api<{ data: Call[] }>('GET', '/voip/calls?limit=50')).data;

  let letGo: () => void;

  beforeAll(async () => {
    letGo = await holdServer();
    opened = await openConsole({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' }, hasSound: true });
    const { hub, page } = opened;
    // The server checks passwords and signs by its own clock.
    await hub.twins.clock({ now: new Date().toISOString() });
    await page.addInitScript(WATCH);
    await opened.setUp();
    await page.getByRole('button', { name: 'Create the workspace' }).click();
    await page.getByText('Connect your first account to begin.').waitFor();
    api = await programOf(hub);
    const { id } = await api('POST', '/connections', {
      integration: 'voip',
      provider: 'sip',
      credentials: {
        rpcUrl: sip.rpcUrl,
        domain: 'pbx.test',
        proxy: sip.proxy,
        numbers: '+14155550100',
        webhookSecret: SECRET,
        webSocketUrl: sip.webSocketUrl,
        browserSecret: sip.browserSecret,
      },
      settings: { attemptsPerDay: 50 },
    });
    await hub.settle();
    userId = (await api<{ data: { id: string }[] }>('GET', '/users')).data[0]?.id ?? '';
    await rpc('cfg.sets', ['pb', 'url', `${hub.url}/integrations/voip/webhooks/sip/calls?connection=${id}`]);
    await rpc('cfg.sets', ['pb', 'secret', SECRET]);
    customer = await phone(sip.customer);
    rep = await phone(sip.rep);
  }, 400_000);
  afterAll(async () => {
    for (const each of [customer, rep]) {
      each?.hangUp();
      each?.close();
    }
    await rpc('cfg.sets', ['pb', 'url', '']);
    letGo?.();
  });

  const dock = () => opened.page.getByRole('dialog', { name: 'Telephone' });
  const opensDock = async () => {
    if (!(await dock().isVisible())) await opened.page.getByRole('button', { name: /^Telephone/ }).click();
    await dock().waitFor();
  };

  it('is chosen, registers with a password of the hub, and really rings to show it', { timeout: 300_000 }, async () => {
    const { page, inspect } = opened;
    await opensDock();
    await dock().getByText('Available', { exact: true }).click();
    await dock().getByText('This browser', { exact: true }).click();
    // The page is older than the connection: its policy does not know the server yet.
    await dock().getByText('Reload it once.', { exact: false }).waitFor();
    await dock().getByRole('button', { name: 'Reload the page' }).click();
    await page.waitForLoadState();
    await opensDock();
    await dock().getByText('Rings in this browser.').waitFor();
    await dock().getByText('A call would ring this browser now.').waitFor();
    await dock().getByRole('button', { name: 'Microphone and loudspeaker' }).click();
    const settings = dock().getByRole('group', { name: 'Microphone and loudspeaker' });
    // The microphone of this browser beeps now and then.
    await until(
      async () => Number(await settings.getByRole('progressbar').getAttribute('aria-valuenow')),
      (level) => expect(level).toBeGreaterThan(0),
    );
    await inspect('browser-phone-settings');
    await dock().getByRole('button', { name: 'Microphone and loudspeaker' }).click();

    await dock().getByRole('button', { name: 'Would I ring right now?' }).click();
    await dock().getByText('You are being rung').waitFor();
    await inspect('browser-phone-ringing');
    await dock().getByRole('button', { name: 'Answer' }).click();
    await until(
      () => dock().getByText('You answered: you can be reached.').isVisible(),
      (isShown) => expect(isShown).toBe(true),
    );
    await until(
      () => dock().getByText('In a call').isVisible(),
      (isShown) => expect(isShown).toBe(false),
    );
    // Nobody was called, so there is no call.
    expect(await calls()).toEqual([]);
  });

  it('calls a customer from the page: both hear each other, keys are tones, and the call is logged once', { timeout: 300_000 }, async () => {
    const { page, inspect } = opened;
    const to = customerNow();
    const { id: contactId } = await api('POST', '/contacts', { firstName: 'Jane', lastName: 'Doe', phones: [{ value: to, label: 'work' }] });
    await opensDock();
    await dock().getByLabel('With its country code').fill(to);
    await dock().getByRole('button', { name: 'Call', exact: true }).click();
    // Whoever pressed "Call" here need not press "Answer" too.
    await until(
      () => customer.count('CALL_INCOMING'),
      (rings) => expect(rings).toBe(1),
    );
    customer.accept();
    await until(calls, (all) => expect(all).toMatchObject([{ direction: 'outbound', state: 'answered', userId }]));
    await dock().getByText('Talking with Jane Doe').waitFor();
    const before = (await page.evaluate(HEARD)) as { received: number; sent: number; energy: number };
    await until(
      async () => (await page.evaluate(HEARD)) as typeof before,
      (now) => {
        expect(now.received).toBeGreaterThan(before.received + 50);
        expect(now.sent).toBeGreaterThan(before.sent + 50);
        // The customer's telephone says back what it hears: sound that comes in went out before.
        expect(now.energy).toBeGreaterThan(0.0001);
      },
    );
    await dock().getByRole('button', { name: 'Keys' }).click();
    await dock().getByRole('group', { name: 'Keys' }).getByRole('button', { name: '5' }).click();
    await until(
      () => customer.count('CALL_DTMF_START'),
      (pressed) => expect(pressed).toBe(1),
    );
    await dock().getByRole('button', { name: 'Mute' }).click();
    await dock().getByRole('button', { name: 'Be heard' }).waitFor();
    await inspect('browser-phone-talking');
    await dock().getByRole('button', { name: 'Hang up' }).click();
    await until(calls, (all) => expect(all).toMatchObject([{ direction: 'outbound', state: 'ended', disposition: 'answered' }]));
    const { data } = await api<{ data: { subject: string }[] }>('GET', `/activities?contactId=${contactId}&kind=call`);
    expect(data).toEqual([expect.objectContaining({ subject: expect.stringMatching(/^Talked for \d+ s$/) })]);
  });

  it('is called, and shows a second caller without ringing over the first', { timeout: 300_000 }, async () => {
    const { complaints, inspect } = opened;
    const user = userId.replaceAll('-', '_');
    customer.dial(`sip:${user}@pbx.test`);
    await dock().getByRole('button', { name: 'Answer', exact: true }).click();
    await until(calls, (all) => expect(all.find(({ direction }) => direction === 'inbound')).toMatchObject({ state: 'answered', userId }));
    rep.dial(`sip:${user}@pbx.test`);
    await dock().getByRole('button', { name: 'Hang up and answer' }).waitFor();
    await dock().getByText('A second call waits.', { exact: false }).waitFor();
    await inspect('browser-phone-waiting');
    await dock().getByRole('button', { name: 'Decline' }).click();
    await until(
      () => rep.count('CALL_CLOSED'),
      (closed) => expect(closed).toBe(1),
    );
    const hangUp = dock().getByRole('button', { name: 'Hang up', exact: true });
    await until(
      () => hangUp.count(),
      (count) => expect(count).toBe(1),
    );
    await hangUp.click();
    await until(calls, (all) => expect(all.filter(({ state }) => state !== 'ended')).toEqual([]));
    expect(
      (await calls())
        .filter(({ direction }) => direction === 'inbound')
        .map(({ disposition }) => disposition)
        .toSorted(),
    ).toEqual(['answered', 'missed']);
    // Once, before the page knew the server.
    expect(complaints.filter((text) => !text.includes(sip.webSocketUrl) && !/status of (401|409|422)/.test(text))).toEqual([]);
  });

  it('says so while its line to the server is broken, is not rung then, and comes back by itself', { timeout: 120_000 }, async () => {
    const own = async () =>
      (await api<{ data: { userId: string; browserIsThere: boolean }[] }>('GET', '/voip/agents')).data.find((each) => each.userId === userId);
    await opensDock();
    await until(own, (agent) => expect(agent).toMatchObject({ browserIsThere: true }));
    const dumped = JSON.stringify(await rpc('ws.dump'));
    for (const [, id] of dumped.matchAll(/"(\d+): /g)) await rpc('ws.close', [Number(id)]);
    await dock().getByText('Not reachable: the telephone server does not answer.', { exact: false }).waitFor();
    await dock().getByText('Rings in this browser.').waitFor();
    await until(own, (agent) => expect(agent).toMatchObject({ browserIsThere: true }));
    customer.dial(`sip:${userId.replaceAll('-', '_')}@pbx.test`);
    await dock().getByRole('button', { name: 'Decline' }).click();
    await until(calls, (all) => expect(all.filter(({ state }) => state !== 'ended')).toEqual([]));
  });

  it('is nobody’s telephone without a password of the hub', { timeout: 60_000 }, async () => {
    const wrong = await opened.page.evaluate(`new Promise((done) => {
      const socket = new WebSocket('${sip.webSocketUrl}', 'sip');
      socket.onerror = () => done('error');
      socket.onmessage = ({ data }) => done(String(data).split('\\r\\n')[0]);
      socket.onopen = () => socket.send(['REGISTER sip:pbx.test SIP/2.0', 'Via: SIP/2.0/WS x.invalid;branch=z9hG4bK1', 'Max-Forwards: 70',
        'To: <sip:${userId.replaceAll('-', '_')}@pbx.test>', 'From: <sip:${userId.replaceAll('-', '_')}@pbx.test>;tag=1', 'Call-ID: stranger', 'CSeq: 1 REGISTER',
        'Contact: <sip:x@x.invalid;transport=ws>', 'Content-Length: 0', '', ''].join('\\r\\n'));
    })`);
    expect(wrong).toMatch(/^SIP\/2\.0 401/);
  });
});
