import { z } from 'zod';
import type { Connection } from '#sdk';

const country = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/);

/** Empty: none. */
const ownNumber = z.string().regex(/^(\+\d{6,15})?$/, 'Write the number with its country code and no spaces, such as +14155550100.');

export const settings = z.object({
  /** ISO countries that may be called; empty: all. */
  countries: z.array(country).max(250).default([]),
  attemptsPerDay: z.number().int().min(1).max(100).default(6),
  spendPerDay: z.number().min(0).max(100_000).default(50),
  spendPerPersonPerDay: z.number().min(0).max(100_000).default(15),
  /** `off`, every call, or only those that a person chooses. */
  recording: z.enum(['off', 'on', 'on_demand']).default('off'),
  /** Said before a call is recorded; `all_party_states` says it only where the law asks for everybody's consent. */
  announce: z.enum(['always', 'all_party_states', 'never']).default('always'),
  announcement: z.string().trim().min(3).max(500).default('This call may be recorded.'),
  keepRecordingsDays: z.number().int().min(1).max(3650).default(365),
  deleteAtProvider: z.boolean().default(false),
  /** Where callers end when nothing else works: a telephone number in E.164. */
  fallbackNumber: ownNumber.optional(),
  /** The number that is shown when nobody chose one. */
  callerId: ownNumber.optional(),
  /** What whoever is put on hold or waits in a queue hears: a WAV or MP3 that was uploaded; none: the built-in music. */
  holdMusicFileId: z.uuid().nullish(),
  ringSeconds: z.number().int().min(5).max(120).default(25),
  /** Whoever is rung first presses a key, so that their voicemail does not answer for them. */
  confirmByKey: z.boolean().default(false),
  /** Whether the provider listens for answering machines on calls that are placed; it costs. */
  detectMachines: z.boolean().default(false),
  /** The action that writes recordings down, such as one of a speech service's integration; empty: none. */
  transcribeWith: z
    .string()
    .regex(/^([a-z][a-z0-9-]*\.[a-z][a-z0-9-]*)?$/, 'Name an action, such as acme.transcribe.')
    .optional(),
  lookupBudgetPerDay: z.number().min(0).max(1000).default(1),
  /** Fields that must be filled in before a call's outcome can be set. */
  requiredOutcomeFields: z.array(z.string().trim().min(1).max(60)).max(10).default([]),
  outcomes: z
    .array(z.string().trim().min(1).max(60))
    .max(40)
    .default(['Connected', 'Left a message', 'No answer', 'Wrong number', 'Not interested', 'Call back']),
});
export type VoiceSettings = z.output<typeof settings>;

/** A connection's settings, with what was never set. */
export function settingsOf({ settings: given }: Pick<Connection, 'settings'>): VoiceSettings {
  const before = read.get(given);
  if (before) return before;
  const now = settings.parse(Object.fromEntries(Object.entries(given).filter(([name]) => name in settings.shape)));
  read.set(given, now);
  return now;
}
// Asked for several times for each step of a call.
const read = new WeakMap<object, VoiceSettings>();
