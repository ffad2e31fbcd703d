import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { Agent, getGlobalDispatcher, MockAgent, setGlobalDispatcher } from 'undici';
import { beforeAll, describe, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { sign } from '#platform/inbox/verification/index';
import { type Context, type Integration, type RawRequest, Secret, type WebhookDefinition } from '#sdk';
import { type TestHub, type TestWorkspace, testHub } from './test-hub.ts';

export interface ConformanceSamples {
  /** `<provider>` or `<provider>/<topic>` → one request as the provider sends it, unsigned. */
  webhooks: Readonly<
    Record<string, { body: string; contentType?: string; query?: string; headers?: Readonly<Record<string, string>>; connection?: { secret: string } }>
  >;
  /** Provider → an account of its twin. */
  account: Readonly<Record<string, string>>;
  /** Signing keys of schemes with a key pair; the environment then holds the public half. */
  signingKeys?: Readonly<Record<string, string>>;
}

/**
 * What every integration must withstand, whatever it is. Run from `tests/conformance.test.ts`; the attacks come from what
 * the integration declares, so a new webhook or provider is attacked without a new test.
 */
export function conformance(integration: Integration, samples: ConformanceSamples): void {
  let hub: TestHub;
  let workspace: TestWorkspace;

  const keyOf = (webhook: WebhookDefinition<Context>) => `${webhook.provider}${webhook.topic ? `/${webhook.topic}` : ''}`;
  const sampleOf = (webhook: WebhookDefinition<Context>) => {
    const sample = samples.webhooks[keyOf(webhook)];
    if (!sample) throw new Error(`${integration.name}: no sample of the webhook ${keyOf(webhook)}`);
    return sample;
  };
  const secretOf = (webhook: WebhookDefinition<Context>): Secret => {
    const given = samples.signingKeys?.[keyOf(webhook)];
    const fromEnv = webhook.envSecrets?.(hub.hub.config.integrations[integration.name] ?? {}).find((each) => each !== undefined);
    const secret = given ? new Secret(given) : fromEnv;
    if (!secret) throw new Error(`${integration.name}: no secret for ${keyOf(webhook)}`);
    return secret;
  };
  const draftOf = (webhook: WebhookDefinition<Context>) => {
    const { body, contentType = 'application/json', query = '', headers = {} } = sampleOf(webhook);
    const path = `/integrations/${integration.name}/webhooks/${keyOf(webhook)}${query}`;
    return {
      method: 'POST',
      url: `${hub.hub.config.publicUrl}${path}`,
      headers: { 'content-type': contentType, ...headers },
      rawBody: Buffer.from(body),
    } satisfies RawRequest;
  };
  const signed = (webhook: WebhookDefinition<Context>, secret = secretOf(webhook), at = hub.clock.now(), body: string | Buffer = draftOf(webhook).rawBody) => {
    const { method, url, headers } = draftOf(webhook);
    const scheme = webhook.schemeFor?.(hub.hub.config.integrations[integration.name] ?? {}) ?? webhook.scheme;
    return sign(scheme, { method, url, headers, body }, { secrets: [secret] }, at);
  };
  const send = async ({ url, headers, rawBody, method }: RawRequest) => {
    const { pathname, search } = new URL(url);
    return hub.app.inject({ method: method as 'POST', url: pathname + search, headers: headers as Record<string, string>, payload: rawBody });
  };
  const stored = async () => {
    const [row] = await hub.database.system((tx) => rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from webhook_inbox`));
    return row?.n ?? 0;
  };

  describe(`conformance of ${integration.name}`, () => {
    beforeAll(async () => {
      hub = await testHub();
      workspace = await hub.newWorkspace();
      for (const [provider, account] of Object.entries(samples.account)) await workspace.connect(integration.name, provider, account);
      await hub.settle();
    });

    it('declares a sample for every webhook', () => {
      for (const webhook of integration.webhooks) expect(samples.webhooks).toHaveProperty(keyOf(webhook).replaceAll('.', '\\.'));
    });

    for (const webhook of integration.webhooks) {
      const { scheme } = webhook;
      const coversBody = scheme.covers.includes('body') || scheme.covers.includes('body_hash');

      describe(`webhook ${keyOf(webhook)}`, () => {
        it('refuses an unsigned request with the status the provider expects, and stores nothing', async () => {
          const before = await stored();
          expect((await send(draftOf(webhook))).statusCode).toBe(scheme.refusalStatus);
          expect(await stored()).toBe(before);
        });

        it('refuses the signature of another secret', async () => {
          const forged = await signed(
            webhook,
            samples.signingKeys?.[keyOf(webhook)] ? await otherKeyPair(webhook) : new Secret(randomBytes(24).toString('base64url')),
          );
          expect((await send(forged)).statusCode).toBe(scheme.refusalStatus);
        });

        it.runIf(coversBody)('refuses a change of any byte of the body', async () => {
          const good = await signed(webhook);
          for (let position = 0; position < good.rawBody.length; position += Math.max(1, Math.floor(good.rawBody.length / 40))) {
            const rawBody = Buffer.from(good.rawBody);
            rawBody[position] = (rawBody[position] ?? 0) ^ 1;
            expect((await send({ ...good, rawBody })).statusCode, `byte ${position}`).toBe(scheme.refusalStatus);
          }
          for (const rawBody of [Buffer.concat([good.rawBody, Buffer.from(' ')]), good.rawBody.subarray(1), Buffer.alloc(0)])
            expect((await send({ ...good, rawBody })).statusCode).toBe(scheme.refusalStatus);
        });

        it.runIf(scheme.covers.includes('url'))('refuses another address', async () => {
          const good = await signed(webhook);
          expect((await send({ ...good, url: `${good.url}${good.url.includes('?') ? '&' : '?'}x=1` })).statusCode).toBe(scheme.refusalStatus);
        });

        it('refuses each signed header when it is changed or left out', async () => {
          const drafted: Readonly<Record<string, string | undefined>> = draftOf(webhook).headers;
          const good = await signed(webhook);
          for (const name of Object.keys(good.headers).filter((header) => good.headers[header] !== drafted[header])) {
            const value = good.headers[name] ?? '';
            const { [name]: _gone, ...without } = good.headers;
            expect((await send({ ...good, headers: without })).statusCode, `${name} left out`).toBe(scheme.refusalStatus);
            expect((await send({ ...good, headers: { ...good.headers, [name]: flipped(value) } })).statusCode, `${name} changed`).toBe(scheme.refusalStatus);
          }
        });

        it.runIf(scheme.toleranceSeconds !== undefined)('refuses a time outside its window, past and future', async () => {
          const tolerance = (scheme.toleranceSeconds ?? 0) * 1000;
          for (const offMs of [-tolerance - 5_000, tolerance + 5_000]) {
            const late = await signed(webhook, secretOf(webhook), new Date(hub.clock.now().getTime() + offMs));
            expect((await send(late)).statusCode).toBe(scheme.refusalStatus);
          }
        });

        it('answers the same bytes again like the first time, and handles them once', async () => {
          const good = await signed(webhook);
          const first = await send(good);
          expect(first.statusCode).toBeGreaterThanOrEqual(200);
          expect(first.statusCode).toBeLessThan(300);
          // Who answers first stores a moment later.
          await hub.settle();
          const after = await stored();
          const again = await Promise.all([send(good), send(good), send(good)]);
          for (const answer of again) expect([answer.statusCode, answer.body]).toEqual([first.statusCode, first.body]);
          await hub.settle();
          expect((await send(good)).statusCode).toBe(first.statusCode);
          expect(await stored()).toBe(after);
          const handled = await hub.database.system((tx) => rowsOf(tx, sql`select id from webhook_archive group by id having count(*) > 1`));
          expect(handled).toEqual([]);
          const failed = await hub.database.system((tx) =>
            rowsOf(tx, sql`select type, error from webhook_inbox where state not in ('received', 'processed', 'unrouted') and type <> 'unreadable'`),
          );
          expect(failed).toEqual([]);
        });

        it('stores a good signature over nonsense with its reason, and stands', async () => {
          const nonsense = sampleOf(webhook).contentType?.includes('form') ? 'a=1' : '{"no":"event"}';
          const answer = await send(await signed(webhook, secretOf(webhook), hub.clock.now(), nonsense));
          expect(answer.statusCode).toBeLessThan(500);
        });

        it('bounds the body', async () => {
          const huge = { ...(await signed(webhook)), rawBody: Buffer.alloc((webhook.maxBodyBytes ?? 1024 * 1024) + 1, 'a') };
          const answer = await send(huge);
          expect(answer.statusCode).toBe(413);
          expect(answer.headers['content-type']).toContain('application/problem+json');
        });
      });
    }

    for (const [provider, account] of Object.entries(samples.account)) {
      describe(`provider ${provider}`, () => {
        const begin = async () =>
          (await workspace.call<{ authorizeUrl: string }>('POST', '/connections/authorize', { body: { integration: integration.name, provider } })).body
            .authorizeUrl;
        const back = async (redirect: string) => {
          const { pathname, search } = new URL(redirect);
          return hub.app.inject({ method: 'GET', url: pathname + search, headers: { accept: 'application/json' } });
        };

        it('burns an OAuth state with its first use', async () => {
          const { redirectUrl } = await hub.twins.consent(provider, { authorizeUrl: await begin(), account });
          expect((await back(redirectUrl)).statusCode).toBe(200);
          expect((await back(redirectUrl)).json()).toMatchObject({ status: 400, code: 'oauth_state_invalid' });
        });

        it('refuses a state that was swapped for another, and one that is too old', async () => {
          const [mine, theirs] = [await begin(), await begin()];
          const { redirectUrl } = await hub.twins.consent(provider, { authorizeUrl: mine, account });
          const swapped = new URL(redirectUrl);
          // Of the right form and for the right workspace: only its random part is another.
          const forged = Buffer.from(swapped.searchParams.get('state') ?? '', 'base64url');
          randomBytes(32).copy(forged, forged.length - 32);
          swapped.searchParams.set('state', forged.toString('base64url'));
          expect((await back(swapped.href)).json()).toMatchObject({ code: 'oauth_state_invalid' });
          const old = await hub.twins.consent(provider, { authorizeUrl: theirs, account });
          await hub.twins.clock({ advanceMs: 11 * 60_000 });
          expect((await back(old.redirectUrl)).json()).toMatchObject({ code: 'oauth_state_invalid' });
        });

        it('says in words that the permission was denied', async () => {
          const { redirectUrl } = await hub.twins.consent(provider, { authorizeUrl: await begin(), account, deny: true });
          expect((await back(redirectUrl)).json()).toMatchObject({ code: 'oauth_denied' });
        });

        it('writes every call to the provider into the audit', async () => {
          // A call that is still on its way has its row when it ends.
          await hub.settle();
          await hub.hub.audit.flush();
          const made = (await hub.twins.journal(provider)).filter((call) => !call.path.includes('/oauth/authorize') && !call.path.startsWith('/_twins'));
          const [row] = await hub.database.system((tx) =>
            // Public keys are fetched before it is known whose webhook it is.
            rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from api_calls where provider in (${provider}, 'public-keys')`),
          );
          expect(made.length).toBeGreaterThan(0);
          expect(row?.n).toBeGreaterThanOrEqual(made.length);
        });

        it('sends nothing past the outbound path', async () => {
          const before = getGlobalDispatcher();
          const trap = new MockAgent();
          trap.disableNetConnect();
          setGlobalDispatcher(trap);
          const escaped: string[] = [];
          const realFetch = globalThis.fetch;
          globalThis.fetch = (input) => {
            escaped.push(String(input));
            return Promise.reject(new Error('the net is disconnected'));
          };
          try {
            await workspace.call('POST', `/connections/${(await workspace.get<{ data: { id: string }[] }>('/connections')).data[0]?.id}/sync`, { body: {} });
            await hub.settle();
            expect(escaped).toEqual([]);
          } finally {
            globalThis.fetch = realFetch;
            setGlobalDispatcher(before instanceof Agent ? before : new Agent());
            await trap.close();
          }
        });
      });
    }
  });
}

const flipped = (value: string): string => {
  const at = value.length - 1;
  const last = value[at] ?? '';
  // A digit stays a digit and a letter a letter, so that only the value is wrong and not its form.
  const other = /[0-9]/.test(last) ? String((Number(last) + 1) % 10) : last === 'a' ? 'b' : 'a';
  return value.slice(0, at) + other;
};

async function otherKeyPair(webhook: WebhookDefinition<Context>): Promise<Secret> {
  const { generateKeyPairSync } = await import('node:crypto');
  const { kind } = webhook.scheme;
  const pair =
    kind === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : kind === 'jwt'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return new Secret(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}
