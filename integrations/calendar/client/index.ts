import { PatchbayError } from '#sdk';
import { caldavClient } from './caldav/index.ts';
import { googleClient } from './google.ts';
import { microsoftClient } from './microsoft.ts';
import type { CalendarClient } from './provider.ts';

const clients: Readonly<Record<string, CalendarClient>> = { caldav: caldavClient, google: googleClient, microsoft: microsoftClient };

export function clientOf(provider: string): CalendarClient {
  const client = clients[provider];
  if (!client) throw new PatchbayError('internal', { facts: { provider, reason: 'no such calendar client' } });
  return client;
}
