import { z } from 'zod';
import type { Connection } from '#sdk';

export const settings = z.object({
  /** Whether guests from outside become contacts when nobody knows them yet. */
  createContacts: z.enum(['none', 'guests']).default('guests'),
  /** Domains beside the account's own whose people are colleagues. */
  internalDomains: z.array(z.string().trim().toLowerCase().min(3)).max(50).default([]),
  /** Meetings among ourselves are kept on the timeline too. */
  internalMeetings: z.boolean().default(false),
  /** Where calendars are that do not say so themselves, and times that name no zone. */
  timeZone: z.string().max(64).default(''),
  /** Tentative meetings make busy. */
  tentativeBlocks: z.boolean().default(true),
});

/** A connection's settings, with what was never set. */
export const settingsOf = ({ settings: given }: Pick<Connection, 'settings'>) =>
  settings.parse(Object.fromEntries(Object.entries(given).filter(([name]) => name in settings.shape)));
