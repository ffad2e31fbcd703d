import { ask, hub, Refused } from '../../../api.ts';
import { type BrowserCall, type BrowserPhone, type Devices, type Grant, type OpenPhone, PhoneTrouble, type Trouble } from './browser-phone.ts';
import { keepDevices, keptDevices, proveMicrophone } from './devices.ts';

export interface LineState {
  /** `off`: this browser was not chosen to ring. */
  state: 'off' | 'starting' | 'ready' | 'away';
  trouble?: Trouble | undefined;
  /** What the hub or the provider says of it. */
  detail?: string | undefined;
  calls: readonly BrowserCall[];
  devices: Devices;
}

const RINGS_HERE = 'patchbay.phone.rings-here';
const LOCK = 'patchbay-phone';
/** Credentials are asked for anew when so much of their life is over. */
const RENEW_AT = 0.75;
const AGAIN_MS = [3_000, 10_000, 30_000] as const;

export const ringsHere = (): boolean => localStorage.getItem(RINGS_HERE) === 'yes';

/** Both weigh as much as the rest of the page: fetched once somebody chose to be rung here. */
const load = async (grant: Grant): Promise<OpenPhone> =>
  (grant.provider === 'sip' ? await import('./sip-phone.ts') : await import('./twilio-phone.ts')).openPhone;

/** The telephone of this page: begins, keeps itself known to the hub, and says how it is. One for the whole page. */
function createLine() {
  let now: LineState = { state: 'off', calls: [], devices: keptDevices() };
  let phone: BrowserPhone | undefined;
  let grant: Grant | undefined;
  let release: (() => void) | undefined;
  let beats: Worker | undefined;
  let renewal: ReturnType<typeof setTimeout> | undefined;
  let isRegistered = false;
  let run = 0;
  const listeners = new Set<() => void>();
  const set = (change: Partial<LineState>) => {
    now = { ...now, ...change };
    for (const each of listeners) each();
  };
  const away = (error: unknown) =>
    error instanceof PhoneTrouble
      ? set({ state: 'away', trouble: error.trouble, detail: error.message || undefined })
      : set({ state: 'away', trouble: error instanceof Refused ? 'not_set_up' : 'unreachable', detail: (error as Error).message });

  const beat = (connectionId: string | null, keepalive = false) =>
    ask(hub.POST('/api/v1/voip/agents/me/heartbeat', { body: { connectionId }, keepalive })).catch(() => undefined);
  /** It can be rung once the provider and the hub both know of it. */
  async function beatNow(): Promise<void> {
    if (!isRegistered || !grant) return;
    const mine = run;
    const said = await beat(grant.connectionId);
    if (run !== mine || !isRegistered) return;
    if (!said) away(new PhoneTrouble('hub'));
    else if (now.state !== 'ready') set({ state: 'ready', trouble: undefined, detail: undefined });
  }
  // Gone is gone: nobody is sent to a page that was closed.
  addEventListener('pagehide', () => {
    if (phone) void beat(null, true);
  });
  addEventListener('pageshow', () => void beatNow());
  document.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => {
    if (effectiveDirective === 'connect-src' && /^(wss?:|https:\/\/[a-z.-]*twilio\.com)/.test(blockedURI)) away(new PhoneTrouble('policy'));
  });

  /** One page of this browser rings: two that are registered as the same person take calls away from each other. */
  const own = (mine: number) =>
    new Promise<boolean>((resolve) => {
      if (!navigator.locks) return resolve(true);
      const hold = () =>
        new Promise<void>((end) => {
          release = end;
          resolve(run === mine);
          if (run !== mine) end();
        });
      void navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
        if (lock) return hold();
        away(new PhoneTrouble('elsewhere'));
        void navigator.locks.request(LOCK, hold);
        return undefined;
      });
    });

  async function mayCall(key: string | undefined, target: string): Promise<boolean> {
    if (!key || !/^[0-9a-f-]{36}$/.test(key)) return false;
    const { data: call } = await hub.GET('/api/v1/voip/calls/{id}', { params: { path: { id: key } } });
    const { data: me } = await hub.GET('/api/v1/me');
    return call?.direction === 'outbound' && call.state !== 'ended' && call.userId === me?.user?.id && call.to === decodeURIComponent(target);
  }

  async function renew(mine: number): Promise<void> {
    try {
      const { data } = await hub.POST('/api/v1/voip/browser-token', { body: {} });
      if (run !== mine || !data || !phone) return;
      // Fresh credentials in the middle of a call are heard as a click.
      if (now.calls.length > 0) return void plan(mine, 30);
      grant = data;
      await phone.renew(data);
      plan(mine, data.lifetimeSeconds * RENEW_AT);
    } catch {
      plan(mine, 30);
    }
  }
  const plan = (mine: number, seconds: number) => {
    clearTimeout(renewal);
    renewal = setTimeout(() => void renew(mine), seconds * 1000);
  };

  async function start(asks: boolean): Promise<void> {
    run += 1;
    const mine = run;
    set({ state: 'starting', trouble: undefined, detail: undefined });
    try {
      await proveMicrophone(now.devices.microphone, asks);
    } catch (error) {
      return away(error);
    }
    if (!(await own(mine))) return;
    for (let tries = 0; run === mine; tries += 1) {
      try {
        grant = await ask(hub.POST('/api/v1/voip/browser-token', { body: {} }));
        const open = await load(grant);
        if (run !== mine) return;
        phone = open(grant, now.devices, {
          onCalls: (calls) => set({ calls }),
          onReach: (trouble) => {
            if (run !== mine) return;
            isRegistered = !trouble;
            if (!trouble) return void beatNow();
            away(trouble);
            void beat(null);
          },
          mayCall,
        });
        await phone.register();
        if (run !== mine) return;
        isRegistered = true;
        beats ??= new Worker(new URL('./beat.worker.ts', import.meta.url), { type: 'module' });
        beats.onmessage = () => void beatNow();
        await beatNow();
        return plan(mine, grant.lifetimeSeconds * RENEW_AT);
      } catch (error) {
        await phone?.close().catch(() => undefined);
        phone = undefined;
        if (run !== mine) return;
        if (now.trouble !== 'policy') away(error);
        // What the hub or the server refused stays refused until somebody changes something.
        if (error instanceof Refused || now.trouble === 'policy' || now.trouble === 'refused') return;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)]));
      }
    }
  }

  async function stop(): Promise<void> {
    run += 1;
    isRegistered = false;
    clearTimeout(renewal);
    beats?.terminate();
    beats = undefined;
    const old = phone;
    phone = undefined;
    set({ state: 'off', trouble: undefined, detail: undefined, calls: [] });
    if (old) await Promise.all([old.close(), beat(null)]);
    release?.();
    release = undefined;
  }

  const onPhone = async (act: (phone: BrowserPhone) => unknown) => {
    if (!phone) return;
    try {
      await act(phone);
    } catch (error) {
      set({
        detail: error instanceof PhoneTrouble ? undefined : (error as Error).message,
        trouble: error instanceof PhoneTrouble ? error.trouble : now.trouble,
      });
    }
  };
  return {
    get: () => now,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Rings in this browser from now on, also when it is opened again. */
    async switchOn(): Promise<void> {
      localStorage.setItem(RINGS_HERE, 'yes');
      await start(true);
    },
    async switchOff(): Promise<void> {
      localStorage.removeItem(RINGS_HERE);
      await stop();
    },
    /** What was chosen before the page was opened. */
    wake: () => {
      if (ringsHere() && now.state === 'off') void start(false);
    },
    again: () => start(true),
    answer: async (id: string) => {
      // Nobody talks with two at once.
      for (const { id: other, state } of now.calls) if (other !== id && state !== 'ringing') await onPhone((each) => each.hangUp(other));
      await onPhone((each) => each.answer(id));
    },
    hangUp: (id: string) => onPhone((each) => each.hangUp(id)),
    mute: (id: string, isMuted: boolean) => onPhone((each) => each.mute(id, isMuted)),
    sendKeys: (id: string, keys: string) => onPhone((each) => each.sendKeys(id, keys)),
    ownSound: (id: string) => (now.calls.some((each) => each.id === id) ? phone?.ownSound(id) : undefined),
    async setDevices(devices: Devices): Promise<void> {
      keepDevices(devices);
      set({ devices });
      await onPhone((each) => each.setDevices(devices));
    },
  };
}
export type Line = ReturnType<typeof createLine>;

let only: Line | undefined;
export const line = (): Line => {
  only ??= createLine();
  return only;
};
