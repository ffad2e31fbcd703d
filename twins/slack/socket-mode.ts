import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import { json } from '../http/answer.ts';
import type { Route } from '../http/router.ts';
import type { SocketLine } from '../http/web-socket.ts';
import { type Verb, verb } from '../twin.ts';
import type { Outgoing } from '../webhook-sender.ts';
import { slackError } from './errors.ts';
import { APP } from './store.ts';

/** The app-level token of the twin’s app, with `connections:write`. */
export const APP_TOKEN = 'xapp-1-A0PATCHBAY-socket';
const MOST_LINES = 10;
const ACK_MS = 3_000;
const TYPES = { events: 'events_api', commands: 'slash_commands', interactivity: 'interactive', options: 'interactive' } as const;

/** Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode): while a line is open, nothing goes by HTTP. */
export const createSocketMode = (clock: VirtualClock) => {
  const tickets = new Set<string>();
  const lines = new Set<SocketLine>();
  const waiting = new Map<string, (payload: unknown) => void>();
  let count = 0;

  const open: Route = {
    method: 'POST',
    path: '/slack/api/apps.connections.open',
    handle: (request) => {
      if (request.headers.authorization !== `Bearer ${APP_TOKEN}`) return slackError('invalid_auth');
      const ticket = `ticket-${++count}`;
      tickets.add(ticket);
      return json(200, { ok: true, url: `${request.origin.replace(/^http/, 'ws')}/slack/socket?ticket=${ticket}&app_id=${APP.id}` });
    },
  };

  /** Takes a line in; false: the ticket is none, or was used. */
  const accept = (query: URLSearchParams, line: SocketLine): boolean => {
    if (!tickets.delete(query.get('ticket') ?? '') || lines.size >= MOST_LINES) return false;
    lines.add(line);
    line.onEnd(() => void lines.delete(line));
    line.onText((text) => {
      const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id?: string; payload?: unknown };
      waiting.get(id ?? '')?.(payload);
    });
    line.send(
      JSON.stringify({
        type: 'hello',
        num_connections: lines.size,
        debug_info: { host: 'twin', started: clock.now().toISOString(), build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: APP.id },
      }),
    );
    return true;
  };

  /** What would have been the body of the webhook. */
  const payloadOf = ({ topic, body }: Outgoing): unknown => {
    if (topic === 'events') return JSON.parse(body);
    const form = Object.fromEntries(new URLSearchParams(body));
    return topic === 'commands' ? form : JSON.parse(form.payload ?? '{}');
  };

  /** Says it on one of the lines, and waits three seconds for its envelope to come back. */
  const say = (event: Outgoing): Promise<{ status: number; body: string }> => {
    const [line] = lines;
    const topic = event.topic as keyof typeof TYPES;
    const id = `envelope-${++count}`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(id);
        reject(new Error('not acknowledged within three seconds'));
      }, ACK_MS);
      waiting.set(id, (payload) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve({ status: 200, body: payload === undefined ? '' : JSON.stringify(payload) });
      });
      line?.send(JSON.stringify({ envelope_id: id, type: TYPES[topic], accepts_response_payload: topic !== 'events', payload: payloadOf(event) }));
    });
  };

  return {
    routes: [open],
    accept,
    line: { isOpen: () => lines.size > 0, say },
    /** Slack ends lines after some hours, and says so first. */
    refresh: (reason: 'refresh_requested' | 'warning' | 'link_disabled') => {
      for (const line of lines) {
        line.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'twin' } }));
        if (reason === 'warning') continue;
        // Nothing is said on it any more.
        lines.delete(line);
        line.close();
      }
    },
    count: () => lines.size,
    close: () => {
      for (const line of lines) line.close();
      lines.clear();
      tickets.clear();
    },
  };
};

export const socketVerbs = (mode: ReturnType<typeof createSocketMode>): Record<string, Verb> => ({
  'socket.refresh': verb(
    'End the lines of Socket Mode, as Slack does every few hours',
    z.strictObject({ reason: z.enum(['refresh_requested', 'warning', 'link_disabled']).default('refresh_requested') }),
    ({ reason }) => {
      const lines = mode.count();
      mode.refresh(reason);
      return { result: { lines } };
    },
  ),
  'socket.count': verb('How many lines are open', z.strictObject({}), () => ({ result: { lines: mode.count() } })),
});
