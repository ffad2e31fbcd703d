import { sign } from '#platform/inbox/verification/index';
import type { Integration, Scheme, Secret } from '#sdk';
import type { Config } from '../config.ts';

interface SelfTest {
  name: string;
  ok: boolean;
  sentence: string;
  remedy?: string;
}

/** Schemes whose signing key we hold; for the others the provider alone can sign. */
const OURS = new Set<Scheme['kind']>(['hmac-body', 'hmac-url-params', 'hmac-fields', 'shared-token', 'basic', 'secret-path']);

/**
 * Sends a wrongly and a rightly signed probe through the public address. The first must be refused; the second must pass
 * the signature (its body is no event, so it is stored as unreadable and changes nothing). What a proxy rewrites shows here.
 */
export async function selfTestSignatures(config: Config, integrations: readonly Integration[]): Promise<SelfTest[]> {
  const results: SelfTest[] = [];
  for (const { name, webhooks } of integrations) {
    for (const webhook of webhooks) {
      const path = `/integrations/${name}/webhooks/${webhook.provider}${webhook.topic ? `/${webhook.topic}` : ''}`;
      const label = `${name}/${webhook.provider}${webhook.topic ? `/${webhook.topic}` : ''}`;
      const secrets = (webhook.envSecrets?.(config.integrations[name] ?? {}) ?? []).filter((each): each is Secret => each !== undefined);
      if (secrets.length === 0 || !OURS.has(webhook.scheme.kind)) continue;
      const draft = { method: 'POST', url: `${config.publicUrl}${path}`, headers: { 'content-type': 'application/json' }, body: '{"patchbay":"self-test"}' };
      const signed = await sign(webhook.scheme, draft, { secrets }, new Date());
      const send = (headers: Readonly<Record<string, string | undefined>>, body: Buffer) =>
        fetch(signed.url, {
          method: 'POST',
          headers: headers as Record<string, string>,
          body: new Uint8Array(body),
          redirect: 'manual',
          signal: AbortSignal.timeout(5000),
        }).catch(() => undefined);
      const [unsigned, good] = [await send(draft.headers, Buffer.from(draft.body)), await send(signed.headers, signed.rawBody)];
      results.push({ name: label, ...judge(unsigned?.status, good?.status, webhook.scheme.refusalStatus) });
    }
  }
  return results;
}

function judge(unsigned: number | undefined, good: number | undefined, refusal: number): Omit<SelfTest, 'name'> {
  if (good === undefined)
    return { ok: false, sentence: 'does not answer at the public address.', remedy: 'Start the hub; check that PATCHBAY_URL leads to it.' };
  if (good >= 300 && good < 400)
    return { ok: false, sentence: `is redirected (${good}).`, remedy: 'Providers do not follow: set PATCHBAY_URL to the final address.' };
  if (good === refusal)
    return {
      ok: false,
      sentence: 'refuses a good signature.',
      remedy: 'A proxy changes the request: it must pass path, query, body and headers as they came, and PATCHBAY_URL must be the address the provider calls.',
    };
  if (unsigned !== refusal)
    return {
      ok: false,
      sentence: `answers an unsigned request with ${unsigned ?? 'nothing'} instead of ${refusal}.`,
      remedy: 'Something in front of the hub answers in its place.',
    };
  return { ok: good < 300, sentence: good < 300 ? 'good signatures pass, others are refused' : `answers a good signature with ${good}.` };
}
