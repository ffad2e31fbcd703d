/** Where a rule’s messages go. */
export type RuleTarget = { channelId: string } | { userId: string } | { owner: true };

/** Hours of a person or channel in which nothing rings; what falls into them waits. */
export interface QuietHours {
  /** `HH:MM`; an end before the start lies on the next day. */
  from: string;
  to: string;
  timeZone?: string;
  /** Saturdays and Sundays too. */
  weekends?: boolean;
}

/** Why somebody got a message: the rule, what was so, and who did it. */
export interface RuleWhy {
  rule: string;
  event: string;
  actor: string;
  conditions: string[];
  changed: { field: string; from: unknown; to: unknown }[];
}
