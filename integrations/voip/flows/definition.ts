import { z } from 'zod';

/** What is said when nobody set anything; a greeting takes its place. */
export const STANDARD_GREETINGS: readonly string[] = [
  'Please leave a message after the tone.',
  'Nobody can take your call right now. Please leave a message after the tone.',
];
const said = z.string().trim().max(1000);
const nodeId = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'Small letters, digits and _ only.');
const next = z.record(z.string().min(1).max(40), nodeId).default({});
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Write times as 09:00.');
export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const weekly = z.partialRecord(z.enum(DAYS), z.array(z.object({ start: clockTime, end: clockTime })).max(6));
const e164 = z.string().regex(/^\+\d{6,15}$/, 'Write the number with its country code.');
const ringSeconds = z.number().int().min(5).max(120).default(20);
/** When somebody is there, by the clock of a place. */
export const openHours = z.object({
  timeZone: z.string().min(1).max(60),
  hours: weekly,
  holidays: z.array(z.iso.date()).max(200).default([]),
});
/** Where the editor shows it. */
const at = { position: z.object({ x: z.number(), y: z.number() }).optional(), next };

export const flowNode = z.discriminatedUnion('type', [
  z.object({ type: z.literal('greeting'), text: said.min(1), ...at }),
  z.object({
    type: z.literal('menu'),
    text: said.min(1),
    retries: z.number().int().min(0).max(5).default(2),
    timeoutSeconds: z.number().int().min(2).max(30).default(5),
    ...at,
  }),
  z.object({
    type: z.literal('hours'),
    timeZone: z.string().min(1).max(60),
    hours: weekly,
    holidays: z.array(z.iso.date()).max(200).default([]),
    ...at,
  }),
  z.object({
    type: z.literal('route'),
    to: z.enum(['contact_owner', 'deal_owner', 'user']),
    userId: z.uuid().optional(),
    ringSeconds,
    ...at,
  }),
  z.object({ type: z.literal('ring_group'), userIds: z.array(z.uuid()).max(10).default([]), numbers: z.array(e164).max(10).default([]), ringSeconds, ...at }),
  z.object({
    type: z.literal('queue'),
    queueId: z.uuid(),
    maxWaitSeconds: z.number().int().min(10).max(3600).default(300),
    /** Whoever does not want to wait presses 1 and is called back. */
    offersCallback: z.boolean().default(false),
    ...at,
  }),
  z.object({
    type: z.literal('voicemail'),
    text: said.default('Please leave a message after the tone.'),
    userId: z.uuid().optional(),
    maxSeconds: z.number().int().min(10).max(600).default(120),
    ...at,
  }),
  z.object({ type: z.literal('forward'), number: e164, ringSeconds, ...at }),
  z.object({ type: z.literal('webhook'), url: z.url({ protocol: /^https?$/ }), timeoutSeconds: z.number().int().min(1).max(15).default(5), ...at }),
  z.object({ type: z.literal('book'), text: said.default('We have sent you a link to choose a time.'), slug: z.string().max(80).optional(), ...at }),
  z.object({ type: z.literal('hangup'), text: said.default(''), ...at }),
]);
export const flowDefinition = z.object({ entry: nodeId, nodes: z.record(nodeId, flowNode) });
export type FlowNode = z.output<typeof flowNode>;
export type FlowDefinition = z.output<typeof flowDefinition>;
export type NodeType = FlowNode['type'];

/** The ways out that a node must have; a menu also has its keys. */
export const REQUIRED_LABELS: Readonly<Record<NodeType, readonly string[]>> = {
  greeting: ['done'],
  menu: ['timeout', 'invalid'],
  hours: ['open', 'closed'],
  route: ['no_answer'],
  ring_group: ['no_answer'],
  queue: ['timeout'],
  voicemail: [],
  forward: ['no_answer'],
  webhook: ['done', 'error'],
  book: ['done'],
  hangup: [],
};
export const isKey = (label: string): boolean => /^[0-9*#]$/.test(label);
