import type { Hub, HubRole } from './hub.ts';

type Rooms = Pick<
  Hub,
  'audit' | 'outbound' | 'files' | 'tasks' | 'events' | 'incidents' | 'effects' | 'sync' | 'inbox' | 'access' | 'requestLog' | 'rateLimits'
>;

/** Begins what runs by itself, in the order in which one needs the other; each leaves how it is ended behind. */
export async function startRooms(
  { audit, outbound, files, tasks, events, incidents, effects, sync, inbox, access, requestLog, rateLimits }: Rooms,
  roles: ReadonlySet<HubRole>,
  closers: (() => Promise<unknown> | unknown)[],
): Promise<void> {
  const works = roles.has('worker');
  await audit.adopt();
  audit.start();
  await outbound.start();
  closers.push(() => files.close());
  await tasks.start({ roles: [...roles] });
  closers.push(() => tasks.stop());
  await events.start({ roles });
  closers.push(() => events.stop());
  if (works) {
    await files.clearSpool();
    incidents.start();
    closers.push(() => incidents.stop());
    effects.start();
    closers.push(() => effects.stop());
    sync.start();
    closers.push(() => sync.stop());
  }
  await inbox.start({ drain: works });
  closers.push(() => inbox.stop());
  for (const each of [access, requestLog, rateLimits]) {
    each.start();
    closers.push(() => each.stop());
  }
}
