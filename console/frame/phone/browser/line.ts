import { ask, hub, Refused } from '../../../api.ts';
import { type BrowserCall, type BrowserPhone, type Devices, type Grant, type OpenPhone, PhoneTrouble, type Trouble } from './browser-phone.ts';
import { keepDevices, keptDevices, proveMicrophone, whenAllowed } from './devices.ts';

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

  const beat = async (connectionId: string | null, keepalive = false): Promise<boolean> => {
    try {
      await ask(hub.POST('/api/v1/voip/agents/me/heartbeat', { body: { connectionId }, keepalive }));
      return true;
    } catch (error) {
      // Whoever was signed out is rung here no longer.
      if (error instanceof Refused && error.problem.status === 401) void stop();
      return false;
    }
  };
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

  // A microphone that is plugged in, allowed or taken away changes what is true.
  const lookAgain = () => {
    if (now.state === 'ready' || (now.state === 'away' && /microphone/.test(now.trouble ?? ''))) void start(false);
  };
  navigator.mediaDevices?.addEventListener('devicechange', () => {
    if (now.trouble === 'no_microphone') lookAgain();
  });
  void whenAllowed(() => {
    if (now.calls.length === 0) lookAgain();
  });

  /** One page of this browser rings: two that are registered as the same person take calls away from each other. */
  const own = (mine: number) =>
    new Promise<boolean>((resolve) => {
      if (!navigator.locks || release) return resolve(true);
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
    try {
      const [call, me] = await Promise.all([ask(hub.GET('/api/v1/voip/calls/{id}', { params: { path: { id: key } } })), ask(hub.GET('/api/v1/me'))]);
      return call.direction === 'outbound' && call.state !== 'ended' && call.userId === me.user?.id && call.to === decodeURIComponent(target);
    } catch {
      return false;
    }
  }

  async function renew(mine: number): Promise<void> {
    // Fresh credentials in the middle of a call are heard as a click.
    if (now.calls.length > 0) return plan(mine, 30);
    try {
      const fresh = await ask(hub.POST('/api/v1/voip/browser-token', { body: {} }));
      if (run !== mine || !phone) return;
      grant = fresh;
      await phone.renew(fresh);
      plan(mine, fresh.lifetimeSeconds * RENEW_AT);
    } catch (error) {
      if (run !== mine) return;
      if (!(error instanceof Refused)) return plan(mine, 30);
      await putDown();
      away(error);
    }
  }
  const plan = (mine: number, seconds: number) => {
    clearTimeout(renewal);
    renewal = setTimeout(() => void renew(mine), seconds * 1000);
  };

  /** Lets go of the provider, and tells the hub. */
  async function putDown(): Promise<void> {
    run += 1;
    isRegistered = false;
    clearTimeout(renewal);
    const old = phone;
    phone = undefined;
    if (old) await Promise.all([old.close().catch(() => undefined), beat(null)]);
  }

  async function start(asks: boolean): Promise<void> {
    await putDown();
    const mine = run;
    set({ calls: [], state: 'starting', trouble: undefined, detail: undefined });
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
    beats?.terminate();
    beats = undefined;
    set({ state: 'off', trouble: undefined, detail: undefined, calls: [] });
    await putDown();
    release?.();
    release = undefined;
  }

  const onPhone = async (act: (phone: BrowserPhone) => unknown) => {
    if (!phone) return;
    try {
      await act(phone);
      if (now.state === 'ready' && now.trouble) set({ trouble: undefined, detail: undefined });
    } catch (error) {
      set({ trouble: error instanceof PhoneTrouble ? error.trouble : 'unreachable', detail: undefined });
    }
  };
  return {
    get: () => now,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Rings for this person in this browser from now on, also when it is opened again. */
    async switchOn(userId: string): Promise<void> {
      localStorage.setItem(RINGS_HERE, userId);
      await start(true);
    },
    async switchOff(): Promise<void> {
      localStorage.removeItem(RINGS_HERE);
      await stop();
    },
    /** What they chose before the page was opened. */
    wake: (userId: string) => {
      if (localStorage.getItem(RINGS_HERE) === userId && now.state === 'off') void start(false);
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
