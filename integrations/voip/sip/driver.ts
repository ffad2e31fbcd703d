import { z } from 'zod';
import { type ConnectedContext, PatchbayError } from '#sdk';
import { kamailioClient } from '../client/kamailio.ts';
import type { VoiceDriver } from '../driver.ts';

/** What a connection to a SIP server knows of it. */
export const sipData = z.object({
  rpcUrl: z.string(),
  domain: z.string(),
  proxy: z.string(),
  numbers: z.array(z.string()),
  /** Where browsers register; absent: they cannot. */
  webSocketUrl: z.string().optional(),
  iceServers: z.array(z.string()).default([]),
});
/** Calls to this user of the server reach nobody: whoever is rung to see whether they can be is sent there. */
export const TEST_USER = 'patchbay-test';

export const sipServer = (ctx: ConnectedContext) => {
  const data = sipData.parse(ctx.connection.data);
  return { ...data, client: kamailioClient(ctx.http, data.rpcUrl) };
};
const notHere = (): never => {
  throw new PatchbayError('invalid_input', {
    detail: 'A SIP server does this at the telephone: hold, mute and hand on with the keys of your own phone.',
  });
};

/** Any SIP trunk or PBX behind a Kamailio server. */
export function sipDriver(ctx: ConnectedContext): VoiceDriver {
  const { client, domain, proxy, webSocketUrl } = sipServer(ctx);
  return {
    capabilities: { recording: false, hold: false, mute: false, listen: false, lookup: false, browser: webSocketUrl !== undefined, flows: false },
    async placeCall({ to, callee, callId }) {
      if (!callee || !callId) return notHere();
      const address = (target: string) => `sip:${target.replace(/^client:/, '')}@${domain};x-pb=${callId}`;
      await client.bridge(address(to), address(callee), proxy);
      return { externalId: callId };
    },
    async findCall({ callId }) {
      const dialogs = await client.dialogs();
      // One that rang and ended since left nothing that could be asked for; its webhooks bear our id.
      return callId && dialogs.some(({ call }) => call === callId) ? { externalId: callId } : 'unsure';
    },
    // A whole call is ended by `hang-up.ts`: the server knows calls, not their legs.
    hangUp: async () => notHere(),
    mute: async () => notHere(),
    listen: async () => notHere(),
    instruct: async () => notHere(),
  };
}
