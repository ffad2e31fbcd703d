/** The leg ended while something was under way on it. */
export class Over extends Error {
  override name = 'Over';
}
/** The leg was given another document while something was under way on it. */
export class Redirected extends Error {
  override name = 'Redirected';
  readonly load: Load;
  constructor(load: Load) {
    super();
    this.load = load;
  }
}
export interface Document {
  xml: string;
  /** Relative addresses in it are read against this. */
  url: string;
}
export type Load = () => Promise<Document>;

/** What of a leg cannot be saved: who waits for it. Lives as long as the leg. */
export interface Line {
  sid: string;
  keys: string[];
  /** Waits until a key may be there. */
  keyed: PromiseWithResolvers<void>;
  /** Picked up, or declined with the status that says why. */
  rung: PromiseWithResolvers<'answered' | 'busy' | 'failed' | 'no-answer' | 'canceled'>;
  over: PromiseWithResolvers<void>;
  /** It was taken out of the bridge that it was in. */
  left: PromiseWithResolvers<void>;
  interrupt: PromiseWithResolvers<never>;
  /** A program of its own runs on it. */
  isDriven: boolean;
}

export const newLine = (sid: string): Line => {
  const line: Line = {
    sid,
    keys: [],
    keyed: Promise.withResolvers(),
    rung: Promise.withResolvers(),
    over: Promise.withResolvers(),
    left: Promise.withResolvers(),
    interrupt: Promise.withResolvers(),
    isDriven: false,
  };
  line.interrupt.promise.catch(() => undefined);
  return line;
};

/** The work, unless the leg ends or is redirected first. */
export const unlessInterrupted = <T>(line: Line, work: Promise<T>): Promise<T> => Promise.race([work, line.interrupt.promise]);

export const press = (line: Line, keys: string): void => {
  line.keys.push(...keys);
  line.keyed.resolve();
  line.keyed = Promise.withResolvers();
};
