import { type Devices, PhoneTrouble } from './browser-phone.ts';

const KEPT = 'patchbay.phone.devices';
const SYSTEM: Devices = { microphone: '', speaker: '' };

/** Chosen in this browser, for this browser: another one has other devices. */
export function keptDevices(): Devices {
  try {
    return { ...SYSTEM, ...(JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Devices>) };
  } catch {
    return SYSTEM;
  }
}
export const keepDevices = (devices: Devices): void => localStorage.setItem(KEPT, JSON.stringify(devices));

/** @throws PhoneTrouble microphone_blocked | no_microphone */
export async function openMicrophone(deviceId: string): Promise<MediaStream> {
  const voice = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: deviceId ? { ...voice, deviceId: { exact: deviceId } } : voice });
  } catch (error) {
    const { name } = error as DOMException;
    if (name === 'NotAllowedError' || name === 'SecurityError') throw new PhoneTrouble('microphone_blocked');
    // One that was chosen and is unplugged gives way to what is there.
    if (deviceId) return openMicrophone('');
    throw new PhoneTrouble('no_microphone');
  }
}
export const closeSound = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

/** Whether a call could be spoken in. Asks the person only when they have just pressed something: `asks`. @throws PhoneTrouble */
export async function proveMicrophone(deviceId: string, asks: boolean): Promise<void> {
  if (!navigator.mediaDevices?.getUserMedia || typeof RTCPeerConnection === 'undefined') throw new PhoneTrouble('unsupported');
  const { state } = (await navigator.permissions?.query({ name: 'microphone' as PermissionName }).catch(() => undefined)) ?? { state: 'granted' };
  if (state === 'denied') throw new PhoneTrouble('microphone_blocked');
  if (state === 'prompt' && !asks) throw new PhoneTrouble('microphone_unasked');
  closeSound(await openMicrophone(deviceId));
}

/** Tells each time the person allows the microphone or takes it back, where a browser says so. */
export async function whenAllowed(tell: () => void): Promise<void> {
  const permission = await navigator.permissions?.query({ name: 'microphone' as PermissionName }).catch(() => undefined);
  permission?.addEventListener('change', tell);
}

export interface Listed {
  microphones: { value: string; label: string }[];
  /** Undefined: this browser always takes what the system uses. */
  speakers: { value: string; label: string }[] | undefined;
}
/** What there is to choose from; names are known only once the microphone was allowed. */
export async function listDevices(): Promise<Listed> {
  const all = await navigator.mediaDevices.enumerateDevices();
  const of = (kind: MediaDeviceKind) =>
    all
      .filter((each) => each.kind === kind && each.deviceId !== '' && each.deviceId !== 'default' && each.deviceId !== 'communications')
      .map(({ deviceId, label }) => ({ value: deviceId, label: label || deviceId.slice(0, 8) }));
  return { microphones: of('audioinput'), speakers: 'setSinkId' in HTMLMediaElement.prototype ? of('audiooutput') : undefined };
}
