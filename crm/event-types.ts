import type { EventType } from '#sdk';

/** What the record tells: one list per room. */
export const crmEventTypes: readonly EventType[] = [];
