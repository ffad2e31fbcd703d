import { z } from 'zod';
import type { HttpClient } from '#sdk';

const opened = z.object({ ok: z.literal(true), url: z.url() });
/** Where to call for events: good once, for some hours (docs.slack.dev/apis/events-api/using-socket-mode). The address is a secret. */
export async function openConnection(http: HttpClient, appToken: string): Promise<string> {
  const { body } = await http.request({
    method: 'POST',
    url: '/apps.connections.open',
    headers: { authorization: `Bearer ${appToken}`, 'content-type': 'application/x-www-form-urlencoded' },
    quotaClass: 'apps.connections.open',
    operation: 'slack.apps.connections.open',
    lane: 'backfill',
    // `url` carries the permission to listen.
    redact: ['url'],
    responseType: 'json',
  });
  return opened.parse(body).url;
}
