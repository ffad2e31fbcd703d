import type { Outbound } from '#platform/outbound/outbound';
import { classifyHttp, INSTALLATION_WORKSPACE } from '#sdk';

/** Fetches the public keys of a provider by the one audited way out; whose workspace a webhook is for is not known yet. */
export const publicKeysOver =
  (outbound: Pick<Outbound, 'httpFor'>) =>
  async (url: string): Promise<Response> => {
    const http = outbound.httpFor({
      workspaceId: INSTALLATION_WORKSPACE,
      integration: 'platform',
      provider: 'public-keys',
      providerSpec: { baseUrl: new URL(url).origin, quotas: [], classify: classifyHttp },
      actor: { kind: 'system', reason: 'webhook' },
    });
    const { status, body } = await http.request({
      method: 'GET',
      url,
      operation: 'platform.get-public-keys',
      lane: 'webhook',
      timeoutMs: 5_000,
      maxWaitMs: 5_000,
    });
    return Response.json(body, { status });
  };
