import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { scripts: { start: string } };
const words = scripts.start.split(' ');

/** What `npm start` gives the process: without it memory is not what a host sees. */
export const AS_STARTED = {
  flags: words.filter((word) => word.startsWith('--')),
  env: Object.fromEntries(words.filter((word) => /^[A-Z_]+=/.test(word)).map((word) => word.split('=') as [string, string])),
};
