import { sign } from '#platform/inbox/verification/index';
import type { Context, Integration, RawRequest, Scheme, Secret, WebhookDefinition } from '#sdk';
import type { Config } from '../config.ts';

interface SelfTest {
  name: string;
  ok: boolean;
  sentence: string;
  remedy?: string;
}
type Finding = Omit<SelfTest, 'name'>;
/** Status, and the code of the problem where the hub itself answered. */
interface Answer {
  status: number;
  code: string | undefined;
}
interface Probed {
  scheme: Scheme;
  /** Below the origin. */
  path: string;
  secrets: readonly Secret[];
  publicUrl: string;
  /** Whose own secret proves it. */
  connectionId?: string;
}

/** Schemes whose signing key we hold; for the others the provider alone can sign. */
const OURS = new Set<Scheme['kind']>(['hmac-body', 'hmac-url-params', 'hmac-fields', 'shared-token', 'basic', 'secret-path']);
const BODY = '{"patchbay":"self-test"}';
/** As Twilio and others call: with a query in which not everything is a letter. */
const QUERY = 'self-test=a%20b%2Bc&n=1';
const bareQuery = ({ connectionId }: Probed): string => (connectionId ? `?connection=${connectionId}` : '');
const fullQuery = (probed: Probed): string => `${bareQuery(probed) || '?'}${probed.connectionId ? '&' : ''}${QUERY}`;

/**
 * Sends a wrongly and a rightly signed probe through the public address. The first must be refused; the second must pass
 * the signature (its body is no event, so it is stored as unreadable and changes nothing). Where a good one is refused,
 * more are sent to find out what is changed on the way, or which setting says something else than the provider sees.
 */
export async function selfTestSignatures(config: Config, integrations: readonly Integration[]): Promise<SelfTest[]> {
  const results: SelfTest[] = [];
  for (const { name, webhooks } of integrations) {
    for (const webhook of webhooks) {
      const place = `${webhook.provider}${webhook.topic ? `/${webhook.topic}` : ''}`;
      const secrets = secretsOf(webhook, config, name);
      if (secrets.length === 0 || !OURS.has(webhook.scheme.kind)) continue;
      const probed: Probed = { scheme: webhook.scheme, path: `/integrations/${name}/webhooks/${place}`, secrets, publicUrl: config.publicUrl };
      results.push({ name: `${name}/${place}`, ...(await judge(probed)) });
    }
  }
  return results;
}

/**
 * The same for one connection, whose own secret signs: whether what its provider sends passes on its way here. Undefined where
 * the provider alone can sign, or where nothing is sent.
 */
export async function selfTestConnection(
  { name, webhooks }: Pick<Integration, 'name' | 'webhooks'>,
  connection: { id: string; provider: string },
  publicUrl: string,
  secretOf: (field: string) => Promise<Secret | undefined>,
): Promise<Finding | undefined> {
  // Topics of one provider are proven alike; one that answers nothing to anybody is the quietest.
  const own = webhooks.filter(({ provider, scheme, connectionSecret }) => provider === connection.provider && OURS.has(scheme.kind) && connectionSecret);
  const webhook = own.find(({ reply }) => !reply) ?? own[0];
  const secret = webhook?.connectionSecret ? await secretOf(webhook.connectionSecret) : undefined;
  if (!webhook || !secret) return undefined;
  const place = `${webhook.provider}${webhook.topic ? `/${webhook.topic}` : ''}`;
  return judge({ scheme: webhook.scheme, path: `/integrations/${name}/webhooks/${place}`, secrets: [secret], publicUrl, connectionId: connection.id });
}

const secretsOf = (webhook: WebhookDefinition<Context>, config: Config, name: string): Secret[] =>
  (webhook.envSecrets?.(config.integrations[name] ?? {}) ?? []).filter((each): each is Secret => each !== undefined);

async function send(url: string, headers: Readonly<Record<string, string | undefined>>, body: Buffer): Promise<Answer | undefined> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: headers as Record<string, string>,
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    redirect: 'manual',
    signal: AbortSignal.timeout(5000),
  }).catch(() => undefined);
  if (!answer) return undefined;
  const problem = (await answer.json().catch(() => undefined)) as { code?: unknown } | undefined;
  return { status: answer.status, code: typeof problem?.code === 'string' ? problem.code : undefined };
}

const draftOf = (url: string, body = BODY) => {
  const headers: Record<string, string> = body ? { 'content-type': 'application/json' } : {};
  return { method: 'POST', url, headers, body };
};
/** Signed for one address and sent to another: whether the hub takes the one for its own. */
async function signedAs(probed: Probed, { origin = probed.publicUrl, query = fullQuery(probed), body = BODY } = {}): Promise<Answer | undefined> {
  const { scheme, secrets, publicUrl, path } = probed;
  const signed: RawRequest = await sign(scheme, draftOf(`${origin}${path}${query}`, body), { secrets }, new Date());
  return send(signed.url.replace(origin, publicUrl), signed.headers, signed.rawBody);
}

async function judge(probed: Probed): Promise<Finding> {
  const { scheme, publicUrl, path } = probed;
  const draft = draftOf(`${publicUrl}${path}${fullQuery(probed)}`);
  const [unsigned, good] = [await send(draft.url, draft.headers, Buffer.from(draft.body)), await signedAs(probed)];
  if (good === undefined)
    return { ok: false, sentence: 'does not answer at the public address.', remedy: 'Start the hub; check that PATCHBAY_URL leads to it.' };
  if (good.status >= 300 && good.status < 400)
    return { ok: false, sentence: `is redirected (${good.status}).`, remedy: 'Providers do not follow: set PATCHBAY_URL to the final address.' };
  if (good.status === scheme.refusalStatus || good.code?.startsWith('webhook_')) return { ok: false, ...(await whyRefused(probed, good)) };
  if (good.status === 404)
    return {
      ok: false,
      sentence: 'is not found behind the public address.',
      remedy: `Something answers in the hub's place, or a proxy cuts off a part of the path: ${path} must arrive as it is.`,
    };
  if (unsigned?.status !== scheme.refusalStatus)
    return {
      ok: false,
      sentence: `answers an unsigned request with ${unsigned?.status ?? 'nothing'} instead of ${scheme.refusalStatus}.`,
      remedy: 'Something in front of the hub answers in its place.',
    };
  const passes = good.status < 300;
  return { ok: passes, sentence: passes ? 'good signatures pass, others are refused' : `answers a good signature with ${good.status}.` };
}

const passed = (answer: Answer | undefined): boolean => answer !== undefined && answer.status < 300;

/** Where hubs listen that were never told their address. */
const LOCAL = ['localhost', '127.0.0.1'].flatMap((host) => ['8000', '3000'].map((port) => `http://${host}:${port}`));
/** Origins that a hub may take for its own though it is reached under another. */
function otherOrigins(publicUrl: string): string[] {
  const url = new URL(publicUrl);
  const prefix = url.pathname.replace(/\/$/, '');
  const swapped = url.protocol === 'https:' ? 'http:' : 'https:';
  const port = url.port ? `:${url.port}` : '';
  const names = [url.hostname.startsWith('www.') ? url.hostname.slice(4) : `www.${url.hostname}`, 'localhost', '127.0.0.1'];
  const hosts = [url.host, url.hostname, ...names.map((name) => `${name}${port}`)];
  const origins = hosts.flatMap((host) => [
    `${url.protocol}//${host}${prefix}`,
    `${swapped}//${host}${prefix}`,
    ...(prefix ? [`${url.protocol}//${host}`] : []),
  ]);
  return [...new Set([...origins, ...LOCAL])].filter((each) => each !== publicUrl);
}

async function whyRefused(probed: Probed, good: Answer): Promise<Omit<Finding, 'ok'>> {
  const { scheme, publicUrl } = probed;
  if (good.code === 'webhook_not_configured')
    return { sentence: 'knows no secret to check signatures with.', remedy: 'Give the running hub the same environment as this command, and start it again.' };
  if (good.code === 'webhook_stale')
    return { sentence: 'takes a signature of this moment for an old one.', remedy: 'The clocks of both machines are apart: set them by NTP.' };
  if (scheme.covers.includes('url')) {
    for (const origin of otherOrigins(publicUrl))
      if (passed(await signedAs(probed, { origin })))
        return {
          sentence: `takes ${origin} for its own address.`,
          remedy: `Providers sign ${publicUrl}: set PATCHBAY_URL=${publicUrl} where the hub runs, and start it again.`,
        };
    // Without a body only the address is signed; without a query only its path.
    if (passed(await signedAs(probed, { body: '' })))
      return { sentence: 'gets another body than was sent.', remedy: 'The proxy must pass bodies byte by byte: no rewriting, no decompressing, no filter.' };
    if (passed(await signedAs(probed, { body: '', query: bareQuery(probed) })))
      return {
        sentence: 'gets another query than was sent.',
        remedy: 'The proxy must pass the part of the address behind the question mark as it came, escapes and all.',
      };
  }
  const header = 'signatureHeader' in scheme ? scheme.signatureHeader : 'of the signature';
  return {
    sentence: 'refuses a good signature.',
    remedy: `Either the header ${header} is dropped on the way, or the running hub has another secret than this command: compare the environment of both.`,
  };
}
