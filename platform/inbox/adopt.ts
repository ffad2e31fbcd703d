import type { ConnectionId } from '#sdk';
import type { Definitions } from './definitions.ts';
import type { InsertQueue } from './insert-queue.ts';
import type { JournalEntry, WebhookJournal } from './journal.ts';
import type { InboxDeps } from './ports.ts';
import { type SealedRequests, unpackRequest } from './request-envelope.ts';
import { additionOf, read, receiptOf, routeEvents } from './store-webhook.ts';

export interface AdoptParts {
  deps: InboxDeps;
  definitions: Definitions;
  queue: InsertQueue;
  sealed: SealedRequests;
}

/** Brings a webhook that was answered earlier into the inbox. It was verified then; a repeat is dropped by its key. */
async function adoptEntry({ deps, definitions, queue, sealed }: AdoptParts, entry: JournalEntry): Promise<void> {
  const known = definitions.find(entry.integration, entry.provider, entry.topic);
  if (!known) {
    deps.log.error({ integration: entry.integration, provider: entry.provider, topic: entry.topic }, 'a journal names a webhook that nobody declares');
    return;
  }
  const request = unpackRequest(entry.packed);
  const secrets = await deps.secretsFor(known.integration, known.definition, (entry.connectionId ?? undefined) as ConnectionId | undefined);
  const receipt = receiptOf(known.integration, known.definition, secrets, request, entry.requestId, new Date(entry.receivedAt));
  const reading = read(known.definition, request);
  const routes = await routeEvents(deps, receipt, secrets, 'events' in reading ? reading.events : []);
  await queue.add(await additionOf(sealed, receipt, request, reading, routes, secrets));
}

/** What this process could not store at once. Stops at the first failure: the database is still away. */
export async function adoptOwn(parts: AdoptParts, journal: WebhookJournal): Promise<number> {
  let adopted = 0;
  for (const entry of journal.waiting()) {
    await adoptEntry(parts, entry);
    await journal.done(entry.requestId);
    adopted++;
  }
  return adopted;
}

/** What processes left that are no more. A file goes when all of it is stored; killed before that, it is read again. */
export async function adoptOrphans(parts: AdoptParts, journal: WebhookJournal): Promise<number> {
  let adopted = 0;
  for (const { entries, remove } of await journal.orphans()) {
    for (const entry of entries) await adoptEntry(parts, entry);
    await remove();
    adopted += entries.length;
  }
  return adopted;
}
