import { z } from 'zod';
import { openHours } from '../flows/definition.ts';

const number = z.string().trim().min(2, 'Say whom to call.').max(60);
const note = z.string().trim().max(20_000);

export const placeCallBody = z.strictObject({
  to: number,
  /** Who calls; the one who asks, when left out. */
  userId: z.uuid().optional(),
  /** The number that is shown. */
  from: z.string().trim().max(40).optional(),
  contactId: z.uuid().optional(),
  dealId: z.uuid().optional(),
  /** What rings first; where whoever calls has chosen to be rung, when left out. */
  via: z.enum(['phone', 'browser']).optional(),
  record: z.boolean().optional(),
  dryRun: z.boolean().default(false),
  connectionId: z.uuid().optional(),
  /** The same reference never rings twice. */
  reference: z.string().min(1).max(100).optional(),
});
export type PlaceCallInput = z.output<typeof placeCallBody>;

export const logCallBody = z.strictObject({
  direction: z.enum(['inbound', 'outbound']),
  number,
  at: z.iso.datetime({ offset: true }),
  minutes: z.number().min(0).max(1440).default(0),
  outcome: z.string().trim().max(60).optional(),
  notes: note.optional(),
  contactId: z.uuid().optional(),
  dealId: z.uuid().optional(),
  userId: z.uuid().optional(),
});
export const noteBody = z.strictObject({ notes: note });
export const dispositionBody = z.strictObject({
  outcome: z.string().trim().min(1).max(60),
  fields: z.record(z.string().max(60), z.string().trim().max(500)).default({}),
});
export const holdBody = z.strictObject({ held: z.boolean() });
export const muteBody = z.strictObject({ muted: z.boolean() });
export const transferBody = z.strictObject({
  to: number.optional(),
  userId: z.uuid().optional(),
  mode: z.enum(['blind', 'warm', 'complete', 'cancel']).default('blind'),
});
export const callsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
  direction: z.enum(['inbound', 'outbound']).optional(),
  disposition: z.string().max(20).optional(),
  userId: z.uuid().optional(),
  contactId: z.uuid().optional(),
  q: z.string().trim().max(60).optional(),
  show: z.enum(['all', 'missed', 'live', 'recorded', 'to_return']).default('all'),
});
export type CallsQuery = z.output<typeof callsQuery>;
export const agentBody = z.strictObject({
  state: z.enum(['available', 'away', 'wrap_up', 'off']).optional(),
  until: z.iso.datetime({ offset: true }).nullish(),
  phone: z.string().trim().max(40).nullish(),
  device: z.enum(['phone', 'browser']).optional(),
  voicemailGreeting: z.string().trim().max(500).nullish(),
  greetingFileId: z.uuid().nullish(),
});
export const heartbeatBody = z.strictObject({
  /** By which connection this browser can be rung; null: it no longer can. */
  connectionId: z.uuid().nullable(),
});
export const browserTokenBody = z.strictObject({ connectionId: z.uuid().optional() });
export const queueBody = z.strictObject({
  name: z.string().trim().min(1, 'Give the queue a name.').max(80),
  strategy: z.enum(['longest_idle', 'sequence', 'all']).default('longest_idle'),
  members: z.array(z.uuid()).max(200),
  wrapUpSeconds: z.number().int().min(0).max(600).default(15),
  maxWaitSeconds: z.number().int().min(10).max(3600).default(300),
  ringSeconds: z.number().int().min(5).max(60).default(20),
  holdText: z.string().trim().max(500).nullish(),
  holdMusicFileId: z.uuid().nullish(),
});
export const numberBody = z.strictObject({
  label: z.string().trim().min(1).max(80).optional(),
  flowId: z.uuid().nullish(),
  queueId: z.uuid().nullish(),
  userId: z.uuid().nullish(),
  record: z.enum(['off', 'on', 'on_demand']).optional(),
  greetingFileId: z.uuid().nullish(),
  greetingText: z.string().trim().max(500).nullish(),
  /** When somebody is there; null: always. */
  openHours: openHours.nullish(),
});
