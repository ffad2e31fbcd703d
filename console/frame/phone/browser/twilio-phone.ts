import { type Call, Device } from '@twilio/voice-sdk';
import { type BrowserCall, type BrowserPhone, type Devices, type OpenPhone, PhoneTrouble, type Trouble } from './browser-phone.ts';

/** Codes of the SDK in our words: twilio.com/docs/api/errors, read 2026-09. */
const TROUBLES: Readonly<Record<number, Trouble>> = {
  20101: 'refused',
  20104: 'refused',
  31202: 'refused',
  31204: 'refused',
  31205: 'refused',
  31207: 'refused',
  31401: 'microphone_blocked',
  31402: 'no_microphone',
};
const troubleOf = ({ code, message }: { code?: number; message?: string }): PhoneTrouble =>
  new PhoneTrouble(TROUBLES[code ?? 0] ?? 'unreachable', message ?? '');

/** Twilio's own telephone for browsers, which speaks with their gateway. */
export const openPhone: OpenPhone = (grant, first, events): BrowserPhone => {
  if (grant.provider !== 'twilio') throw new PhoneTrouble('not_set_up');
  if (!Device.isSupported) throw new PhoneTrouble('unsupported');
  let devices: Devices = first;
  const calls = new Map<string, Call>();
  const device = new Device(grant.token, {
    // A second call is shown; it does not ring over the first.
    allowIncomingWhileBusy: true,
    appName: 'Patchbay',
    codecPreferences: ['opus', 'pcmu'] as Call.Codec[],
    logLevel: 'silent',
  });

  const STATES: Readonly<Record<string, BrowserCall['state']>> = { pending: 'ringing', open: 'talking', reconnecting: 'talking' };
  const tell = () =>
    events.onCalls(
      [...calls].map(([id, call]) => ({
        id,
        keys: [id],
        direction: 'inbound',
        from: call.parameters.From ?? '',
        state: STATES[call.status()] ?? 'connecting',
        isMuted: call.isMuted(),
      })),
    );
  const callOf = (id: string): Call => {
    const call = calls.get(id);
    if (!call) throw new PhoneTrouble('unreachable');
    return call;
  };
  device.on('incoming', (call: Call) => {
    const id = call.parameters.CallSid ?? '';
    calls.set(id, call);
    const over = () => {
      calls.delete(id);
      tell();
    };
    for (const end of ['cancel', 'disconnect', 'reject'] as const) call.on(end, over);
    for (const change of ['accept', 'mute', 'reconnecting', 'reconnected'] as const) call.on(change, tell);
    call.on('error', () => (call.status() === 'closed' ? over() : tell()));
    tell();
  });
  device.on('registered', () => events.onReach(undefined));
  device.on('unregistered', () => events.onReach(new PhoneTrouble('unreachable')));
  device.on('error', (error) => {
    // What goes wrong with one call says nothing of the next.
    if (device.state !== Device.State.Registered) events.onReach(troubleOf(error as { code?: number; message?: string }));
  });

  const setSound = async () => {
    // The page rings by itself, the same for every provider.
    device.audio?.incoming(false);
    device.audio?.disconnect(false);
    if (devices.microphone) await device.audio?.setInputDevice(devices.microphone).catch(() => undefined);
    if (device.audio?.isOutputSelectionSupported) await device.audio.speakerDevices.set(devices.speaker || 'default').catch(() => undefined);
  };

  return {
    async register() {
      try {
        await setSound();
        await device.register();
      } catch (error) {
        throw troubleOf(error as { code?: number; message?: string });
      }
    },
    async renew(next) {
      if (next.provider !== 'twilio') throw new PhoneTrouble('not_set_up');
      device.updateToken(next.token);
    },
    async answer(id) {
      callOf(id).accept({ rtcConstraints: { audio: devices.microphone ? { deviceId: { exact: devices.microphone } } : true } });
    },
    async hangUp(id) {
      const call = callOf(id);
      if (call.status() === 'pending') call.reject();
      else call.disconnect();
    },
    mute: (id, isMuted) => callOf(id).mute(isMuted),
    sendKeys: (id, keys) => callOf(id).sendDigits(keys),
    async setDevices(next) {
      devices = next;
      await setSound();
    },
    ownSound: (id) => callOf(id).getLocalStream(),
    async close() {
      device.destroy();
    },
  };
};
