import { type Answer, problem } from './http/answer.ts';
import { mediaType, type TwinRequest } from './http/request.ts';
import { hostName, isLoopbackHost } from './loopback.ts';

/** A name of somebody else's that was pointed at this machine (DNS rebinding) gets no answer. */
export const refuseStrangeHost = (request: TwinRequest): Answer | undefined =>
  isLoopbackHost(hostName(request.headers.host ?? '')) ? undefined : problem(403, 'Loopback only', 'The twins answer to localhost and 127.0.0.1 only.');

/** A page of another site, open in the developer's browser, must not turn the dials. */
export const refuseStrangePage = (request: TwinRequest): Answer | undefined => {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  const { origin } = request.headers;
  if (origin !== undefined && origin !== request.origin) return problem(403, 'Another origin', `${origin} may not change the twins.`);
  const hasBody = request.rawBody.length > 0;
  return hasBody && mediaType(request) !== 'application/json' ? problem(415, 'JSON only', 'Send application/json.') : undefined;
};
