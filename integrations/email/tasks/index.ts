import type { Schedule } from '#sdk';
import * as delivery from './delivery.ts';
import * as mailbox from './mailbox.ts';
import * as outreach from './outreach.ts';

export const tasks = [...mailbox.tasks, ...delivery.tasks, ...outreach.tasks];
export const streams = [...mailbox.streams];
export const schedules: readonly Schedule[] = [...mailbox.schedules, ...delivery.schedules, ...outreach.schedules];
