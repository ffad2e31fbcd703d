import { afterAll } from 'vitest';

type Close = () => unknown;
const opened: Close[] = [];

/**
 * Closes what a helper opened when its test file is over, the last first. `afterAll` itself is heard only while a file is
 * collected: called from within `beforeAll`, as most helpers are, it never runs.
 */
export const afterFile = (close: Close): void => void opened.push(close);

// A setup file of the tests: this one line is collected with each of them.
afterAll(async () => {
  for (let close = opened.pop(); close; close = opened.pop()) await close();
});
