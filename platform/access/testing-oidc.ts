import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** For tests: an identity provider on this machine with a key of its own, which can be told to lie. */
export async function identityProvider() {
  const keys = await generateKeyPair('RS256');
  const strangers = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const person: Record<string, unknown> = { sub: 'idp-1', email: 'nobody@example.com', email_verified: true };
  const lie: { claims?: Record<string, unknown>; sign?: 'stranger' | 'none' | 'shared'; isDown?: boolean; issuer?: string } = {};
  let asked: Record<string, string> = {};
  let base = '';

  const idToken = async () => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: base, aud: 'hub', iat: now, exp: now + 300, nonce: asked.nonce, ...person, ...lie.claims };
    if (lie.sign === 'none') return `${base64url({ alg: 'none' })}.${base64url(claims)}.`;
    if (lie.sign === 'shared') return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(Buffer.from(JSON.stringify(jwk)));
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(lie.sign === 'stranger' ? strangers.privateKey : keys.privateKey);
  };
  const documents: Record<string, () => unknown> = {
    '/.well-known/openid-configuration': () => ({
      issuer: lie.issuer ?? base,
      authorization_endpoint: `${base}/authorize`,
      token_endpoint: `${base}/token`,
      jwks_uri: `${base}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/keys': () => ({ keys: [jwk] }),
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    response.setHeader('content-type', 'application/json');
    const document = documents[request.url ?? ''];
    if (lie.isDown) return response.writeHead(503).end('{}');
    if (document) return response.end(JSON.stringify(document()));
    const challenge = createHash('sha256')
      .update(new URLSearchParams(body).get('code_verifier') ?? '')
      .digest('base64url');
    if (challenge !== asked.code_challenge) return response.writeHead(400).end(JSON.stringify({ error: 'invalid_grant' }));
    return response.end(JSON.stringify({ access_token: 'a', token_type: 'Bearer', expires_in: 300, id_token: await idToken() }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    settings: { issuer: base, clientId: 'hub', clientSecret: 'secret' },
    person,
    lie,
    /** The person consents: where the browser is sent back to. */
    consent(authorizeUrl: string): URL {
      asked = Object.fromEntries(new URL(authorizeUrl).searchParams);
      const back = new URL(asked.redirect_uri ?? '');
      back.search = new URLSearchParams({ code: 'code', state: asked.state ?? '' }).toString();
      return back;
    },
    asked: () => asked,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
