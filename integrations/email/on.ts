import type { Integration } from '#sdk';
import { heard } from './campaigns/heard.ts';

/** What e-mail does when something happens elsewhere in the hub. */
export const on: Integration['on'] = { ...heard };
