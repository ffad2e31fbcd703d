import createFetchClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.gen.ts';

export type Patchbay = Client<paths>;
export type Schemas = components['schemas'];
/** Every path with its parameters, bodies and answers. */
export type Paths = paths;

/** RFC 9457 body of a refusal: `detail` and `remedy` are sentences for a person, `code` can be searched. */
export interface Problem {
  title: string;
  status: number;
  code: string;
  detail: string;
  remedy?: string;
  errors?: { path: string; message: string }[];
  requestId: string;
}

/**
 * The typed client of a hub.
 * @example const hub = createPatchbay({ baseUrl: 'http://localhost:8000', apiKey: 'pb_…' }); const { data } = await hub.GET('/api/v1/connections');
 */
export function createPatchbay(options: { baseUrl?: string; apiKey?: string; fetch?: typeof globalThis.fetch } = {}): Patchbay {
  return createFetchClient<paths>({
    baseUrl: options.baseUrl ?? '/',
    ...(options.fetch ? { fetch: options.fetch } : {}),
    headers: options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {},
  });
}
