import type { Context, WebhookDefinition } from '#sdk';
import type { Prepared } from './prepare.ts';

export type Ready = Extract<Prepared, { run: unknown }>;

const placeOf = ({ waiting, run }: Ready): string =>
  [waiting.workspaceId, waiting.connectionId, waiting.integration, run.definition.provider, run.definition.topic].join('/');

/**
 * What may be handled by one call: events of one webhook, workspace and connection that takes many (`handleAll`). The rest
 * stands alone. Within a key nothing overtakes: an event that would come before an earlier one of its key begins anew.
 */
export function gather(events: readonly Prepared[]): Prepared[][] {
  const groups: Prepared[][] = [];
  let open = new Map<string, Ready[]>();
  let placeOfKey = new Map<string, string>();
  for (const event of events) {
    const { keyHash, attempts, id } = event.waiting;
    // What has failed before is handled by itself: it must not take others with it again.
    const isAlone = 'error' in event || !(event.run.definition as WebhookDefinition<Context>).handleAll || attempts > 0;
    const place = isAlone ? id : placeOf(event);
    const before = placeOfKey.get(keyHash);
    if (before !== undefined && before !== place) {
      open = new Map();
      placeOfKey = new Map();
    }
    placeOfKey.set(keyHash, place);
    const group = isAlone ? undefined : open.get(place);
    if (group) group.push(event as Ready);
    else {
      const fresh = [event as Ready];
      if (!isAlone) open.set(place, fresh);
      groups.push(fresh);
    }
  }
  return groups;
}
