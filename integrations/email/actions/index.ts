import { actions as mailbox } from './mailbox.ts';

export const actions = [...mailbox];
