/** Where time comes from. Tests and `PATCHBAY_CLOCK_URL` give another one; nothing else reads the wall clock. */
export interface Clock {
  now(): Date;
}
export const systemClock: Clock = { now: () => new Date() };
