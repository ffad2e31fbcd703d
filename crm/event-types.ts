import type { EventType } from '#sdk';
import { activityEventTypes } from './activities/event-types.ts';
import { contactEventTypes } from './contacts/event-types.ts';
import { dealEventTypes } from './deals/event-types.ts';
import { organizationEventTypes } from './organizations/event-types.ts';

/** What the record tells: one list per room. */
export const crmEventTypes: readonly EventType[] = [...activityEventTypes, ...contactEventTypes, ...dealEventTypes, ...organizationEventTypes];
