import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import type { LiveMessage } from '#platform/events/live-stream';
import { isPosition } from '#platform/events/position';
import { apiRoute } from '../http/api-route.ts';
import { eventBody } from './event-body.ts';

const HEARTBEAT_MS = 15_000;
/** A browser that reads slower than this loses the connection and comes back with its Last-Event-ID. */
const MAX_UNREAD_BYTES = 256 * 1024;

/** One server-sent event. JSON has no raw line breaks, so one data line is enough. */
export function frameOf(message: LiveMessage): string {
  if (message.kind === 'passing') return `event: ${message.message.type}\ndata: ${JSON.stringify(message.message.data)}\n\n`;
  const { event } = message;
  return `id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(eventBody(event))}\n\n`;
}

/** Writes with a bound; resolves when the reader has caught up. */
export function boundedWriter(raw: ServerResponse, maxUnreadBytes = MAX_UNREAD_BYTES): (text: string) => void | Promise<void> {
  let caughtUp: Promise<void> | undefined;
  const drained = () =>
    new Promise<void>((resolve) => {
      const done = () => {
        raw.off('drain', done);
        raw.off('close', done);
        caughtUp = undefined;
        resolve();
      };
      raw.once('drain', done);
      raw.once('close', done);
    });
  return (text) => {
    if (raw.destroyed || raw.writableEnded) return;
    if (raw.writableLength > maxUnreadBytes) {
      raw.destroy();
      return;
    }
    if (raw.write(text)) return;
    // Whatever is written meanwhile waits for the same moment.
    caughtUp ??= drained();
    return caughtUp;
  };
}

export const streamRoutes = [
  apiRoute({
    method: 'GET',
    path: '/stream',
    summary: 'Server-sent events of everything the caller may see; resumable by Last-Event-ID',
    permission: 'signed_in',
    query: z.strictObject({ lastEventId: z.string().max(100).optional() }),
    responses: { 200: z.string().meta({ description: 'text/event-stream' }) },
    async handler({ hub, actor, workspaceId, request, reply }, { query }) {
      const header = request.headers['last-event-id'];
      const asked = (typeof header === 'string' && header !== '' ? header : undefined) ?? query.lastEventId;
      const lastEventId = isPosition(asked) ? asked : undefined;
      const audience = await hub.audiences.watch(workspaceId, actor);
      reply.hijack();
      const { raw } = reply;
      // The browser may have gone while we asked.
      if (raw.destroyed) {
        audience.stop();
        return reply;
      }
      // What plugins have put on the reply (request id, security headers) does not reach a hijacked one by itself.
      raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        // Proxies of the nginx family hold answers back otherwise.
        'x-accel-buffering': 'no',
      });
      const write = boundedWriter(raw);
      void write('retry: 2000\n\n');
      // An unreadable position cannot be resumed from: whoever shows lists loads them again.
      if (asked !== undefined && lastEventId === undefined) void write('event: resync\ndata: {}\n\n');
      const heartbeat = setInterval(() => void write(':\n\n'), HEARTBEAT_MS).unref();
      let end: (() => void) | undefined;
      raw.once('close', () => {
        clearInterval(heartbeat);
        audience.stop();
        end?.();
      });
      try {
        end = await hub.events.subscribe({ workspaceId, mayTransmit: audience.sees, ...(lastEventId ? { lastEventId } : {}) }, (message) =>
          write(frameOf(message)),
        );
        if (raw.destroyed) end();
      } catch (error) {
        hub.log.warn({ error: String(error) }, 'a live stream could not be read; the browser comes back');
        raw.destroy();
      }
      return reply;
    },
  }),
];
