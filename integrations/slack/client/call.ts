import { z } from 'zod';
import { type HttpClient, type Lane, PatchbayError } from '#sdk';
import type { Method } from './methods.ts';

export interface CallOptions {
  lane?: Lane;
  /** A repeat does no harm. */
  idempotent?: boolean;
  timeoutMs?: number;
}

const isTrue = z.looseObject({ ok: z.literal(true) });

/** Reads take their arguments in the address: several of them do not read JSON. */
export async function read<S extends z.ZodType>(
  http: HttpClient,
  method: Method,
  query: Readonly<Record<string, string | number | boolean | undefined>>,
  schema: S,
  options: CallOptions = {},
): Promise<z.output<S>> {
  const { body } = await http.request({
    method: 'GET',
    url: `/${method}`,
    query,
    quotaClass: method,
    operation: `slack.${method}`,
    lane: options.lane ?? 'interactive',
    responseType: 'json',
  });
  return schema.parse(isTrue.parse(body));
}

export async function write<S extends z.ZodType>(
  http: HttpClient,
  method: Method,
  args: Readonly<Record<string, unknown>>,
  schema: S,
  { lane = 'interactive', idempotent = false, timeoutMs = 10_000 }: CallOptions = {},
): Promise<z.output<S>> {
  const { body } = await http.request({
    method: 'POST',
    url: `/${method}`,
    json: args,
    // Without the charset Slack answers with a warning.
    headers: { 'content-type': 'application/json; charset=utf-8' },
    quotaClass: method,
    ...(method === 'chat.postMessage' ? { quotaSubject: String(args.channel) } : {}),
    operation: `slack.${method}`,
    lane,
    idempotent,
    timeoutMs,
    responseType: 'json',
  });
  return schema.parse(isTrue.parse(body));
}

/** The word with which Slack refused; undefined when it was something else. */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof PatchbayError) || error.code !== 'provider_rejected') return undefined;
  const code = error.details.facts?.code;
  return typeof code === 'string' && code.startsWith('slack_') ? code.slice('slack_'.length) : undefined;
}
