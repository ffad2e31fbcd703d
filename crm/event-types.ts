import type { EventType } from '#sdk';
import { activityEventTypes } from './activities/event-types.ts';
import { dealEventTypes } from './deals/event-types.ts';

/** What the record tells: one list per room. */
export const crmEventTypes: readonly EventType[] = [...activityEventTypes, ...dealEventTypes];
