import { eq } from 'drizzle-orm';
import { authUsers, workspaces } from '#platform/access/models';
import { type Actor, PatchbayError, type UserId, type WorkspaceId } from '#sdk';
import type { Hub } from '../hub.ts';
import { chance } from './chance.ts';
import { fillRecord } from './fill-record.ts';
import { hubClient, pause } from './hub-client.ts';
import { pastOf } from './past.ts';
import { connectAll, connectNumbers, receiveMail, tieChannels } from './recipes.ts';
import { drawn, happenings, pastTalk } from './traffic.ts';
import { twinClient } from './twin-client.ts';

const EACH_MS = 4_000;
const LOOK_EVERY_MS = 500;
/** Meetings, mails, calls and leads of three months. */
const PAST = 400;
const TODAY = 3;

export interface DemoState {
  state: 'none' | 'filling' | 'alive';
  workspaceId: string | null;
  done: number;
  total: number;
  /** What could not be connected. */
  failed: string[];
}
const NONE: DemoState = { state: 'none', workspaceId: null, done: 0, total: 0, failed: [] };

/**
 * A workspace of invented people, connected to the twins as a person connects it: by forms and consent pages, written by
 * the API, alive by what happens at the twins. Only where the twins stand in for the providers.
 */
export function createDemo({ hub, hubUrl, twinsUrl, past = PAST }: { hub: Hub; hubUrl: string; twinsUrl: string; past?: number }) {
  let state: DemoState = NONE;
  let running: { end: AbortController; over: Promise<void> } | undefined;
  const report = (error: unknown, what: string) => {
    if (!running?.end.signal.aborted) hub.log.warn({ err: error, what }, 'part of the demo did not work');
  };

  const existing = async (): Promise<WorkspaceId | undefined> => {
    const [found] = await hub.database.system((tx) => tx.select({ id: workspaces.id }).from(workspaces).where(eq(workspaces.isDemo, true)).limit(1));
    return found?.id as WorkspaceId | undefined;
  };
  const owner = async (): Promise<UserId | undefined> => {
    const [found] = await hub.database.system((tx) => tx.select({ id: authUsers.id }).from(authUsers).where(eq(authUsers.isInstallationOwner, true)).limit(1));
    return found?.id as UserId | undefined;
  };
  const asOwner = (userId: UserId): Actor => ({ kind: 'person', userId, role: 'owner' });

  const live = async (workspaceId: WorkspaceId, key: string, isNew: boolean, signal: AbortSignal) => {
    const [program, twins] = [hubClient(hubUrl, key, signal), twinClient(twinsUrl, signal)];
    const luck = chance(26);
    const say = (change: Partial<DemoState>) => {
      state = { ...state, ...change };
    };
    const filled = isNew ? await fillRecord(program, await twins.now(), (done, total) => say({ done, total })) : undefined;
    const scene = { hub: program, twins, luck };
    const all = happenings({ ...scene, connections: new Map(), channels: [] });
    const relive = pastOf(all, await twins.now(), luck, isNew ? past : 0);
    // What a provider keeps of the past is there before anybody reads it.
    await relive('kept');
    // And somebody is met today.
    if (isNew)
      for (const meeting of all.filter(({ by }) => by === 'calendar/google'))
        for (let n = 0; n < TODAY; n++) await meeting.happen(await twins.now()).catch(() => undefined);
    const { ids, failed } = await connectAll(program, twins, report);
    say({ failed });
    const sendgrid = ids.get('email/sendgrid');
    if (sendgrid) await receiveMail(twins, hubUrl, sendgrid);
    const sayPast = async (channel: string) => pastTalk(twins, luck, channel, await twins.now());
    const tie = async () => (filled && ids.has('slack/slack') ? tieChannels(program, filled.deals, signal, sayPast) : []);
    const channels = await tie().catch((error: unknown) => {
      report(error, 'the channels of deals');
      return [];
    });
    if (ids.has('voip/twilio')) await connectNumbers(program, signal).catch((error: unknown) => report(error, 'the telephone numbers'));
    await relive('told');
    const possible = happenings({ ...scene, connections: ids, channels }).filter(({ by }) => ids.has(by));
    say({ state: 'alive' });
    hub.log.info({ workspaceId, connected: [...ids.keys()] }, 'the demo is alive');
    while (!signal.aborted) {
      const next = drawn(possible, luck);
      await next?.happen(new Date((await twins.now()).getTime() + luck.under(5) * 86_400_000)).catch((error: unknown) => report(error, next.by));
      await pause(EACH_MS, signal);
    }
  };
  const run = (workspaceId: WorkspaceId, key: string, isNew: boolean) => {
    const end = new AbortController();
    state = { ...NONE, state: 'filling', workspaceId };
    const over = live(workspaceId, key, isNew, end.signal).catch((error: unknown) => report(error, 'all of it'));
    running = { end, over };
  };
  const stop = async () => {
    running?.end.abort(new Error('the demo ends'));
    await running?.over;
    running = undefined;
  };
  const begin = async (actor: Actor): Promise<DemoState> => {
    if (running) return state;
    if (await existing()) throw new PatchbayError('already_exists', { detail: 'There is a demo already.' });
    const { workspace, apiKey } = await hub.access.workspaces.create(actor, { name: 'Demo', isDemo: true });
    run(workspace.id as WorkspaceId, apiKey, true);
    return state;
  };
  /** After a restart: the workspace is there, life goes on in it. */
  const goOn = async (): Promise<boolean> => {
    const [workspaceId, userId] = [await existing(), await owner()];
    if (!workspaceId || !userId || running) return false;
    const { key } = await hub.access.apiKeys.create(workspaceId, asOwner(userId), { name: 'The demo', scopes: ['*'], actAs: userId });
    run(workspaceId, key, false);
    return true;
  };

  return {
    state: (): DemoState => state,
    begin,
    goOn,
    /** As soon as the hub has an owner; who removed the demo gets no second one before the next start. */
    beginWhenOwned(): void {
      const look = async (): Promise<void> => {
        if (await goOn()) return;
        const userId = await owner();
        if (userId) return void (await begin(asOwner(userId)));
        setTimeout(() => void look().catch((error: unknown) => report(error, 'the beginning')), LOOK_EVERY_MS).unref();
      };
      void look().catch((error: unknown) => report(error, 'the beginning'));
    },
    async remove(actor: Actor): Promise<void> {
      const workspaceId = await existing();
      await stop();
      state = NONE;
      if (workspaceId) await hub.access.workspaces.remove(actor, workspaceId);
    },
    stop,
  };
}
export type Demo = ReturnType<typeof createDemo>;
