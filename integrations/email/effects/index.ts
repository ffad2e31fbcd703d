import { effects as mailbox } from './mailbox.ts';

export const effects = [...mailbox];
