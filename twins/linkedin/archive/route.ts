import { z } from 'zod';
import { json } from '../../http/answer.ts';
import type { Route } from '../../http/router.ts';
import { archiveName, ERAS, makeArchive } from './archive.ts';

const count = (most: number) => z.coerce.number().int().min(0).max(most);
const query = z.object({
  era: z.enum(ERAS).default('2026'),
  connections: count(200_000).default(40),
  messages: count(500_000).default(120),
  invitations: count(5_000).default(12),
  seed: count(1_000_000).default(1),
  moved: count(10_000).default(0),
  gone: count(10_000).default(0),
});

/** "Get a copy of your data", ready at once. */
export const archiveRoute = (): Route => ({
  method: 'GET',
  path: '/linkedin/psettings/member-data.zip',
  handle: (request) => {
    const parsed = query.safeParse(Object.fromEntries(request.query));
    if (!parsed.success) return json(400, { message: z.prettifyError(parsed.error), status: 400 });
    const headers = { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${archiveName(parsed.data)}"` };
    return { status: 200, headers, body: makeArchive(parsed.data) };
  },
});
