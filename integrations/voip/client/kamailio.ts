import { z } from 'zod';
import { type HttpClient, type HttpRequest, PatchbayError } from '#sdk';

const dialog = z.object({
  h_entry: z.number(),
  h_id: z.number(),
  'call-id': z.string(),
  state: z.number(),
  variables: z.array(z.record(z.string(), z.string().nullish())).nullish(),
});
/** A call that is up at the server. `call`: the hub's own name of it, where the hub asked for it. */
export interface Dialog {
  callId: string;
  call: string | undefined;
  entry: number;
  id: number;
  /** False: it still rings. */
  isAnswered: boolean;
}
/** States of a dialog there: 1 and 2 before it is answered, 5 when it is over and only still remembered. */
const RINGS = 2;
const GONE = 5;
const answer = z.object({ result: z.unknown(), error: z.object({ code: z.number().nullish(), message: z.string() }).nullish() });

/** JSON-RPC 2.0 of a Kamailio server by its modules jsonrpcs and xhttp, version 5.6: kamailio.org/docs/modules/5.6.x/modules/dialog.html, read 2026-09. */
export function kamailioClient(http: HttpClient, rpcUrl: string) {
  const ask = async (operation: string, method: string, params: readonly (string | number)[], more: Partial<HttpRequest> = {}): Promise<unknown> => {
    const { body } = await http.request({
      method: 'POST',
      url: rpcUrl,
      json: { jsonrpc: '2.0', method, params, id: 1 },
      operation: `sip.${operation}`,
      lane: 'interactive',
      timeoutMs: 5_000,
      ...more,
    });
    const { result, error } = answer.parse(body);
    if (error) throw new PatchbayError('provider_rejected', { detail: `The SIP server refuses this: ${error.message}.` });
    return result;
  };
  return {
    version: async () => z.string().parse(await ask('version', 'core.version', [], { idempotent: true })),
    /** Rings `first`; whoever picks up there is sent on to `second`. Never repeated by itself: a telephone would ring twice. */
    bridge: async (first: string, second: string, proxy: string) => void (await ask('bridge', 'dlg.bridge_dlg', [first, second, proxy])),
    async dialogs(): Promise<Dialog[]> {
      const rows = z.array(dialog).parse((await ask('dialogs', 'dlg.list', [], { idempotent: true })) ?? []);
      return rows
        .filter(({ state }) => state < GONE)
        .map((row) => ({
          callId: row['call-id'],
          call: row.variables?.find((each) => each.pb)?.pb ?? undefined,
          entry: row.h_entry,
          id: row.h_id,
          isAnswered: row.state > RINGS,
        }));
    },
    /** Only of calls that were answered: the server cannot end others. */
    end: async ({ entry, id }: Pick<Dialog, 'entry' | 'id'>) => void (await ask('end', 'dlg.end_dlg', [entry, id], { idempotent: true })),
  };
}
