import { type Clock, systemClock } from '#sdk';

/** The clock of `PATCHBAY_CLOCK_URL`: asked twice a second, in between it runs with the machine's own. */
export async function openClock(url: string | undefined): Promise<Clock & { stop(): void }> {
  if (!url) return { ...systemClock, stop: () => {} };
  let offset = 0;
  const look = async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    const { now } = (await response.json()) as { now: string };
    offset = Date.parse(now) - Date.now();
  };
  await look();
  // A clock server that is away leaves the last offset in force.
  const timer = setInterval(() => void look().catch(() => {}), 500).unref();
  return { now: () => new Date(Date.now() + offset), stop: () => clearInterval(timer) };
}
