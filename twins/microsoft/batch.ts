import { z } from 'zod';
import { type Answer, json } from '../http/answer.ts';
import { jsonOf, type TwinRequest } from '../http/request.ts';
import { createRouter, type Route } from '../http/router.ts';
import { graphError } from './errors.ts';

const BASE = '/microsoft/v1.0';
const MOST = 20;
const body = z.strictObject({
  requests: z.array(
    z.strictObject({
      id: z.string(),
      method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
      url: z.string().startsWith('/'),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
      dependsOn: z.array(z.string()).optional(),
    }),
  ),
});

/** Up to twenty calls in one; each is authorised, counted and answered for itself, and the whole is 200 whatever its parts are. */
export const batchRoute = (routes: readonly Route[]): Route => {
  const router = createRouter(routes, () => graphError(404, 'ResourceNotFound', 'Resource not found.'));
  return {
    method: 'POST',
    path: `${BASE}/$batch`,
    handle: async (request: TwinRequest): Promise<Answer> => {
      const parsed = body.safeParse(jsonOf(request));
      if (!parsed.success) return graphError(400, 'BadRequest', z.prettifyError(parsed.error));
      const { requests } = parsed.data;
      if (requests.length > MOST) return graphError(400, 'BadRequest', `Number of batch request steps exceeds the maximum value of ${MOST}.`);
      const needsType = requests.find(
        (each) => each.body !== undefined && !Object.keys(each.headers ?? {}).some((name) => name.toLowerCase() === 'content-type'),
      );
      if (needsType) return graphError(400, 'BadRequest', 'Write request bodies must contain a Content-Type header.');
      const done = new Map<string, number>();
      const responses = [];
      for (const each of requests) {
        if (each.dependsOn?.some((id) => (done.get(id) ?? 500) >= 300)) {
          done.set(each.id, 424);
          responses.push({ id: each.id, status: 424, body: { error: { code: 'FailedDependency', message: 'A request it depends on failed.' } } });
          continue;
        }
        const [path = '', query = ''] = each.url.split('?');
        const headers = Object.fromEntries(Object.entries(each.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
        const answer = await router({
          ...request,
          method: each.method,
          url: `${BASE}${each.url}`,
          path: `${BASE}${path}`,
          query: new URLSearchParams(query),
          headers: { ...headers, authorization: request.headers.authorization ?? '' },
          rawBody: Buffer.from(each.body === undefined ? '' : JSON.stringify(each.body)),
        });
        done.set(each.id, answer.status);
        const text = String(answer.body ?? '');
        responses.push({ id: each.id, status: answer.status, headers: answer.headers, ...(text ? { body: JSON.parse(text) } : {}) });
      }
      return json(200, { responses });
    },
  };
};
