import { z } from 'zod';
import type { ConnectedContext } from '#sdk';
import { pages, rest } from './rest.ts';
import { urnId } from './restli.ts';

/** Of LinkedIn's existing partners (docs: "Connections", "Messages", read 2026-08). Without them nothing here is ever called. */
export const CONNECTIONS_SCOPE = 'r_1st_connections';
export const MESSAGES_SCOPE = 'w_compliance';

const connection = z.object({ to: z.string() });
/** URNs of the member's own first degree, a page at a time. */
export async function* listConnectionUrns(ctx: ConnectedContext): AsyncGenerator<string[]> {
  const call = { resource: 'connections', path: 'connections', params: { q: 'viewer' }, isLegacy: true, lane: 'backfill' } as const;
  for await (const page of pages(ctx, connection, call)) yield page.map(({ to }) => to);
}

const person = z.object({
  id: z.string(),
  localizedFirstName: z.string().default(''),
  localizedLastName: z.string().default(''),
  localizedHeadline: z.string().optional(),
  vanityName: z.string().optional(),
});
export type RemotePerson = z.output<typeof person>;
/** Who they are; whoever does not let themselves be read is left out, which is normal for a batch. */
export async function lookUpPeople(ctx: ConnectedContext, urns: readonly string[]): Promise<RemotePerson[]> {
  if (urns.length === 0) return [];
  const ids = urns.map((urn) => ({ id: urnId(urn) }));
  const { body } = await rest(ctx, { method: 'GET', resource: 'people', path: 'people', params: { ids }, restliMethod: 'BATCH_GET', lane: 'backfill' });
  return Object.values(z.object({ results: z.record(z.string(), person).default({}) }).parse(body).results);
}

export interface DirectMessage {
  /** `urn:li:person:…`, of the first degree or of somebody who wrote. */
  recipient: string;
  subject?: string | undefined;
  text: string;
}
/** Sends one message to one person, now. LinkedIn has no other way of it, and allows none that is timed or to many. */
export async function sendMessage(ctx: ConnectedContext, { recipient, subject, text }: DirectMessage): Promise<string | undefined> {
  const { id } = await rest(ctx, {
    method: 'POST',
    resource: 'messages',
    path: 'messages',
    isLegacy: true,
    json: { recipients: [recipient], ...(subject ? { subject } : {}), body: text, messageType: 'MEMBER_TO_MEMBER', attachments: [] },
    lane: 'interactive',
  });
  return id;
}
