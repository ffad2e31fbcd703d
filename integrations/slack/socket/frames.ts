import { z } from 'zod';

/** What comes over the line (docs.slack.dev/apis/events-api/using-socket-mode). */
const frame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello') }),
  z.object({ type: z.literal('disconnect'), reason: z.string().default('') }),
  z.object({ type: z.literal('events_api'), envelope_id: z.string(), payload: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('slash_commands'), envelope_id: z.string(), payload: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('interactive'), envelope_id: z.string(), payload: z.record(z.string(), z.unknown()) }),
]);
export type Frame = z.output<typeof frame>;
/** Undefined: nothing that we know. */
export function readFrame(text: string): Frame | undefined {
  try {
    return frame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export interface AsWebhook {
  topic: 'events' | 'commands' | 'interactivity' | 'options';
  contentType: string;
  body: string;
}
const FORM = 'application/x-www-form-urlencoded';
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The same as Slack would have sent it by HTTP, so that everything after is the same. Pure. */
export function asWebhook({ type, payload }: Extract<Frame, { envelope_id: string }>): AsWebhook {
  switch (type) {
    case 'events_api':
      return { topic: 'events', contentType: 'application/json', body: JSON.stringify(payload) };
    case 'slash_commands':
      return {
        topic: 'commands',
        contentType: FORM,
        body: new URLSearchParams(
          Object.entries(payload).flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, textOf(value)] as [string, string]])),
        ).toString(),
      };
    case 'interactive':
      return {
        topic: payload.type === 'block_suggestion' ? 'options' : 'interactivity',
        contentType: FORM,
        body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
      };
  }
}

/** What is said back: that it was taken, with the answer where there is one. */
export function acknowledgement(envelopeId: string, answer: string): string {
  let payload: unknown;
  try {
    payload = answer === '' ? undefined : JSON.parse(answer);
  } catch {
    payload = { text: answer };
  }
  return JSON.stringify({ envelope_id: envelopeId, ...(payload === undefined ? {} : { payload }) });
}
