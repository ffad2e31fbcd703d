import { createServer } from 'node:http';
import { afterAll } from 'vitest';
import { dovecot } from './dovecot.fixture.ts';

/** Vouches for tokens before Dovecot (RFC 7662): whoever the twin's account call says a token belongs to. */
export async function vouchFor(userinfoUrl: string): Promise<{ asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', async () => {
      const token = new URLSearchParams(body).get('token') ?? '';
      const account = await fetch(userinfoUrl, { headers: { authorization: `Bearer ${token}` } });
      const answer = account.ok ? { active: 'true', username: ((await account.json()) as { email: string }).email } : { active: 'false' };
      asked.push(account.ok ? 'known' : 'refused');
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(dovecot.introspectPort, '127.0.0.1', resolve));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { asked };
}
