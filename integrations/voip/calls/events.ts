/** What can happen to a leg, in our words; providers' words end in their serializer. */
export const LEG_EVENTS = [
  'requested',
  'queued',
  'initiated',
  'ringing',
  'answered',
  'completed',
  'busy',
  'no_answer',
  'failed',
  'cancelled',
  'amd',
  'held',
  'resumed',
  'queue_entered',
  'queue_left',
  'menu_entered',
  'voicemail',
  'callback_asked',
  'message_left',
  'snapshot',
] as const;
export type LegEventType = (typeof LEG_EVENTS)[number];

export const TERMINAL: readonly LegEventType[] = ['completed', 'busy', 'no_answer', 'failed', 'cancelled'];
/** Never the provider's sequence alone: it counts what was asked for, not what happened. */
export const RANK: Readonly<Record<LegEventType, number>> = {
  requested: 0,
  queued: 1,
  initiated: 2,
  ringing: 3,
  answered: 4,
  amd: 5,
  menu_entered: 5,
  queue_entered: 5,
  queue_left: 6,
  voicemail: 6,
  callback_asked: 6,
  message_left: 6,
  held: 6,
  resumed: 7,
  completed: 9,
  busy: 9,
  no_answer: 9,
  failed: 9,
  cancelled: 9,
  snapshot: 10,
};

/** `listener`: somebody of us who listens in; they are no side of the call. */
export type LegRole = 'us' | 'them' | 'listener' | 'unknown';

/** What an event knew beside that it happened. */
export interface CallEventFacts {
  role?: LegRole;
  parentLegId?: string;
  from?: string;
  to?: string;
  userId?: string;
  /** Seconds from answer to end, as the provider counts. */
  durationSeconds?: number;
  billedSeconds?: number;
  sipCode?: number;
  answeredBy?: string;
  sequence?: number;
  cost?: string;
  currency?: string;
  /** Of a snapshot: how it ended, when it began and ended. */
  status?: LegEventType;
  answeredAt?: string;
  endedAt?: string;
  queueId?: string;
  nodeId?: string;
  stir?: string;
  callerName?: string;
  errorCode?: string;
  /** Nobody said so: it is no longer there. Whoever was there knows better. */
  isPresumed?: boolean;
}
export interface CallEvent {
  type: LegEventType;
  legId: string;
  at: Date;
  dedupeKey: string;
  facts: CallEventFacts;
}

/** A leg as its events say. */
export interface LegState {
  legId: string;
  parentLegId?: string;
  role: LegRole;
  from?: string;
  to?: string;
  userId?: string;
  ringingAt?: string;
  answeredAt?: string;
  endedAt?: string;
  end?: LegEventType;
  seconds?: number;
  billedSeconds?: number;
  sipCode?: number;
  answeredBy?: string;
}
