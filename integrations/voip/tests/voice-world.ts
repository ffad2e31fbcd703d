import { expect } from 'vitest';
import type { Integration } from '#sdk';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';

export const MAIN = '+14155550100';
export const REP_PHONE = '+14155550999';
export const CUSTOMER = '+14155552671';

export interface Call {
  id: string;
  direction: string;
  state: string;
  disposition: string | null;
  number: string | null;
  contactId: string | null;
  contactName: string | null;
  userId: string | null;
  talkSeconds: number | null;
  ringSeconds: number | null;
  recordingIds: string[];
  recordingNow: string;
  notes: string | null;
  outcome: string | null;
  match: { rule: string; candidates: { contactId: string; name: string }[] } | null;
  isHeld: boolean;
  legs: { legId: string; role: string; endedAt: string | null; answeredAt: string | null; to: string | null }[];
  stir: string | null;
}

/** A workspace that is connected to the telephone twin, with one person on duty. */
export async function voiceWorld(
  options: {
    settings?: Record<string, unknown>;
    connects?: boolean;
    also?: readonly Integration[];
    apiKey?: { apiKey: string; apiSecret: string };
    environment?: Record<string, string>;
  } = {},
) {
  const hub: TestHub = await testHub({ ...(options.also ? { also: options.also } : {}), ...(options.environment ? { environment: options.environment } : {}) });
  const workspace: TestWorkspace = await hub.newWorkspace();
  // In the middle of the day for a number of San Francisco.
  await hub.twins.clock({ now: '2026-11-25T19:00:00Z' });
  const { data } = await hub.twins.state<{ data: { account: { sid: string; authToken: string } } }>('twilio');
  const credentials = { accountSid: data.account.sid, authToken: data.account.authToken };
  const { id: connectionId } = await workspace.post<{ id: string }>('/connections', {
    integration: 'voip',
    provider: 'twilio',
    credentials: { ...credentials, ...options.apiKey },
    settings: options.settings ?? {},
  });
  await hub.settle();
  const users = await workspace.get<{ data: { id: string }[] }>('/users');
  const userId = users.data[0]?.id ?? '';
  await workspace.call('PUT', `/voip/agents/${userId}`, { body: { state: 'available', phone: REP_PHONE } });
  const numbers = (await workspace.get<{ data: { id: string; e164: string; isConnected: string }[] }>('/voip/numbers')).data;
  if (options.connects !== false) for (const { id } of numbers) await workspace.post(`/voip/numbers/${id}/connect`, {});

  const act = <T = { result: { call: string } }>(verb: string, input: Record<string, unknown> = {}) => hub.twins.act<T>('twilio', { verb, ...input });
  const call = (id: string) => workspace.get<Call & { events: { type: string }[] }>(`/voip/calls/${id}`);
  const calls = async (query = '') => (await workspace.get<{ data: Call[] }>(`/voip/calls${query}`)).data;
  const legs = async () =>
    Object.values(
      (
        await hub.twins.state<{
          data: {
            legs: Record<
              string,
              { sid: string; to: string; from: string; status: string; heard: string[]; bridgedWith: string | null; room: string | null; direction: string }
            >;
          };
        }>('twilio')
      ).data.legs,
    );
  const { until } = hub;
  /** A telephone outside rings. */
  const rings = (number: string) => until(legs, (all) => expect(all.find(({ to, status }) => to === number && status === 'ringing')).toBeDefined());
  const talks = (number: string) =>
    until(legs, (all) => expect(all.find(({ to, from, bridgedWith }) => (to === number || from === number) && bridgedWith)).toBeDefined());
  const contact = async (firstName: string, phone: string, more: Record<string, unknown> = {}) =>
    (await workspace.post<{ id: string }>('/contacts', { firstName, lastName: 'Test', phones: [{ value: phone, label: 'work' }], ...more })).id;
  return {
    hub,
    workspace,
    connectionId,
    userId,
    numbers,
    credentials,
    act,
    call,
    calls,
    until,
    legs,
    rings,
    talks,
    contact,
    advance: (ms: number) => hub.twins.clock({ advanceMs: ms }),
  };
}
export type VoiceWorld = Awaited<ReturnType<typeof voiceWorld>>;
