import { expect } from 'vitest';
import { afterFile } from '#platform/testing/after-file';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { outgoingProblems } from './outgoing-contract.fixture.ts';

export interface ShownMessage {
  channel: string;
  ts: string;
  user: string;
  botId?: string;
  text: string;
  blocks?: Record<string, unknown>[];
  threadTs?: string;
  metadata?: { event_type: string; event_payload: Record<string, string> };
  ephemeralFor?: string;
  unfurls: Record<string, { blocks: Record<string, unknown>[] }>;
  userAuthRequired?: boolean;
  reactions: { name: string; users: string[] }[];
}
export interface ShownView {
  id: string;
  userId: string;
  isOpen: boolean;
  view: Record<string, unknown> & { callback_id: string; blocks: Record<string, unknown>[]; twin_errors?: Record<string, string> };
}
interface TwinState {
  data: {
    messages: Record<string, ShownMessage>;
    views: Record<string, ShownView>;
    homes: Record<string, { blocks: Record<string, unknown>[] }>;
    channels: Record<string, { id: string; name: string; topic: string; isArchived: boolean; members: string[] }>;
    bookmarks: Record<string, { channel: string; link: string }>;
    pins: { channel: string; ts: string }[];
    answers: { kind: string; status: number; body: string }[];
  };
}

/** A hub connected to the Slack twin, with Dana, Sam and Mia among its people. */
export async function slackWorld(options: Parameters<typeof testHub>[0] = {}) {
  const hub = await testHub(options);
  const workspace = await hub.newWorkspace();
  const people: Record<string, string> = {};
  for (const [name, email, role] of [
    ['dana', 'dana@acme.test', 'admin'],
    ['sam', 'sam@acme.test', 'salesperson'],
    ['mia', 'mia@acme.test', 'viewer'],
  ] as const) {
    people[name] = (
      await workspace.post<{ id: string }>('/users', { email, name: name === 'dana' ? 'Dana Scully' : name, role, password: 'a long enough password' })
    ).id;
  }
  // Whatever a test had the hub send keeps to the contract and to what Block Kit takes.
  afterFile(async () => {
    const { problems, checked } = outgoingProblems(await hub.twins.journal('slack'));
    expect(problems).toEqual([]);
    expect(checked).toBeGreaterThan(0);
  });
  const { id: connectionId } = await workspace.connect('slack', 'slack', 'dana@acme.test');
  await hub.settle();
  return { ...slackHands(hub, workspace), hub, workspace, people, connectionId };
}

/** What a test does in Slack, and sees there. */
export function slackHands(hub: TestHub, workspace: TestWorkspace) {
  const state = () => hub.twins.state<TwinState>('slack').then(({ data }) => data);
  const act = <T = { result: Record<string, string> }>(verb: string, input: Record<string, unknown> = {}) => hub.twins.act<T>('slack', { verb, ...input });
  const messages = async (channel: string) =>
    Object.values((await state()).messages)
      .filter((message) => message.channel === channel)
      .sort((a, b) => (a.ts < b.ts ? -1 : 1));
  const eventually = <T>(read: () => Promise<T>, check: (value: T) => void) => hub.until(read, check, 60_000);
  const modal = async (user = 'U0DANA') => Object.values((await state()).views).findLast((each) => each.userId === user && each.isOpen);
  /** Types a command and gives what was answered at once. */
  const slash = async (text: string, more: Record<string, unknown> = {}) => {
    await act('slack.slash', { text, ...more });
    const answer = (await state()).answers.at(-1);
    return answer?.body.startsWith('{')
      ? (JSON.parse(answer.body) as { text: string; blocks?: Record<string, unknown>[]; response_type: string })
      : { text: answer?.body ?? '', response_type: 'none' };
  };
  const calls = async (method: string) => (await hub.twins.journal('slack')).filter(({ path }) => path.split('?')[0] === `/slack/api/${method}`);
  const deal = (name: string, more: Record<string, unknown> = {}) =>
    workspace.post<{ id: string; version: number; stage: string; pipelineId: string }>('/deals', { name, amount: '48000.00', currency: 'EUR', ...more });
  return { state, act, messages, eventually, modal, slash, calls, deal };
}
