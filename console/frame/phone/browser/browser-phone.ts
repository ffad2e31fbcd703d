import type { Schemas } from '../../../../clients/typescript/index.ts';

export type Grant = Schemas['BrowserPhoneGrant'];

/** A call at this browser. The hub knows it too, by one of its `keys`; this is what the browser itself can do with it. */
export interface BrowserCall {
  id: string;
  /** What the hub may know it by: its own id of a call that it placed, or the provider's id of this leg. */
  keys: readonly string[];
  direction: 'inbound' | 'outbound';
  /** As the provider says it: a number, or nothing that anybody could read. */
  from: string;
  state: 'ringing' | 'connecting' | 'talking';
  isMuted: boolean;
}

/** Why a browser cannot be rung; each has its sentence. */
export type Trouble =
  | 'microphone_blocked'
  | 'no_microphone'
  | 'microphone_unasked'
  | 'elsewhere'
  | 'policy'
  | 'refused'
  | 'unreachable'
  | 'hub'
  | 'unsupported'
  | 'not_set_up';

export class PhoneTrouble extends Error {
  override name = 'PhoneTrouble';
  readonly trouble: Trouble;
  constructor(trouble: Trouble, detail = '') {
    super(detail);
    this.trouble = trouble;
  }
}

/** What a telephone tells the page that has it. */
export interface PhoneEvents {
  onCalls(calls: readonly BrowserCall[]): void;
  /** Whether it can be rung now, and if not, why. */
  onReach(trouble: PhoneTrouble | undefined): void;
  /**
   * Somebody in a call asks this browser to call somebody else. A stranger must not make it call at our cost: the hub is
   * asked whether it wanted that call.
   */
  mayCall(key: string | undefined, target: string): Promise<boolean>;
}

export interface Devices {
  /** Ids of `enumerateDevices`; empty: the system's choice. */
  microphone: string;
  speaker: string;
}

/** A telephone in this browser, whoever its provider is. One person, several calls, one of which is talked in. */
export interface BrowserPhone {
  /** Resolves once it can be rung. @throws PhoneTrouble */
  register(): Promise<void>;
  /** Other credentials for the same person, while no call goes on. */
  renew(grant: Grant): Promise<void>;
  answer(id: string): Promise<void>;
  /** Ends a call, or declines it while it rings. */
  hangUp(id: string): Promise<void>;
  mute(id: string, isMuted: boolean): void;
  /** Keys of a telephone, as tones to the other side. */
  sendKeys(id: string, keys: string): void;
  setDevices(devices: Devices): Promise<void>;
  /** What we say in a call, for the level meter. */
  ownSound(id: string): MediaStream | undefined;
  close(): Promise<void>;
}
export type OpenPhone = (grant: Grant, devices: Devices, events: PhoneEvents) => BrowserPhone;
