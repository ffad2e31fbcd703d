type Close = () => unknown;
const opened: Close[] = [];

/**
 * Closes what a helper opened when its test file is over, the last first. `afterAll` itself is heard only while a file is
 * collected: called from within `beforeAll`, as most helpers are, it never runs.
 */
export const afterFile = (close: Close): void => void opened.push(close);

export async function closeOpened(): Promise<void> {
  for (let close = opened.pop(); close; close = opened.pop()) await close();
}
