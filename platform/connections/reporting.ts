import { type ConnectionId, type HttpClient, type Net, PatchbayError, type WorkspaceId } from '#sdk';
import type { CallReports } from './call-reports.ts';

/** Errors that speak of the provider and its answer; the others (a full queue of ours, a bad argument) say nothing of its health. */
const SPEAKS_OF_PROVIDER = new Set([
  'provider_unavailable',
  'provider_timeout',
  'provider_rejected',
  'provider_rate_limited',
  'response_too_large',
  'credentials_rejected',
]);

async function watched<T>(
  reports: CallReports,
  workspaceId: WorkspaceId,
  connectionId: ConnectionId,
  run: () => Promise<T>,
  apiCallOf: (value: T) => string | undefined,
) {
  try {
    const value = await run();
    const apiCallId = apiCallOf(value);
    reports.report({ workspaceId, connectionId, ok: true, ...(apiCallId ? { apiCallId } : {}) });
    return value;
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    const { facts } = error.details;
    const call = typeof facts?.apiCallId === 'string' ? { apiCallId: facts.apiCallId } : {};
    // Refused although it was just renewed, or although it is a key: told once, then nobody asks any more.
    if (error.code === 'reauthorize') await reports.refused(workspaceId, connectionId, { code: error.code, sentence: error.message, ...call });
    else if (SPEAKS_OF_PROVIDER.has(error.code)) {
      // A refused request (no such record) proves that the provider knows us.
      const ok = error.code === 'provider_rejected' || error.code === 'provider_rate_limited';
      reports.report({ workspaceId, connectionId, ok, code: error.code, ...call });
    }
    throw error;
  }
}

/** The same client; what its calls prove is the connection's health. */
export const reportingHttp = (http: HttpClient, workspaceId: WorkspaceId, id: ConnectionId, reports: CallReports): HttpClient => ({
  request: (request) =>
    watched(
      reports,
      workspaceId,
      id,
      () => http.request(request),
      (answer) => answer.apiCallId,
    ) as never,
  async fetch(input, init) {
    const response = await http.fetch(input, init);
    reports.report({ workspaceId, connectionId: id, ok: response.status < 500, code: `http_${response.status}` });
    return response;
  },
});

export const reportingNet = (net: Net, workspaceId: WorkspaceId, id: ConnectionId, reports: CallReports): Net => ({
  resolve: (host) => net.resolve(host),
  connect: (target) => net.connect(target),
  texts: (name) => net.texts(name),
  credentials: (options) => net.credentials(options),
  // Whose line it is the integration knows; the connection’s own calls say how it is.
  openLine: (address, options) => net.openLine(address, options),
  command: (target, summary, run) =>
    watched(
      reports,
      workspaceId,
      id,
      () => net.command(target, summary, run),
      () => undefined,
    ),
});
