import { createServer } from 'node:http';
import { afterFile } from '#platform/testing/after-file';
import { dovecot } from './dovecot.fixture.ts';

/** Vouches for tokens before Dovecot (RFC 7662): whoever the account calls of the twins say a token belongs to. */
export async function vouchFor(userinfoUrls: readonly string[]): Promise<{ asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', async () => {
      const token = new URLSearchParams(body).get('token') ?? '';
      const answers = await Promise.all(userinfoUrls.map((url) => fetch(url, { headers: { authorization: `Bearer ${token}` } })));
      const account = answers.find(({ ok }) => ok);
      const answer = account ? { active: 'true', username: ((await account.json()) as { email: string }).email } : { active: 'false' };
      asked.push(account ? 'known' : 'refused');
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(dovecot.introspectPort, '127.0.0.1', resolve));
  afterFile(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { asked };
}
