import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import DKIM from 'nodemailer/lib/dkim';
import { asId, type Context, type FileId } from '#sdk';
import { addDkimKey, type DkimKeyRow, dkimKeyOf } from '../store/dkim-keys.ts';

/** One-click unsubscribing counts only where both of its headers are signed (RFC 8058 §4). */
const SIGNED =
  'from:to:cc:reply-to:subject:date:message-id:mime-version:content-type:content-transfer-encoding:in-reply-to:references:list-id:list-unsubscribe:list-unsubscribe-post';
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 200;

interface Signature {
  domain: string;
  selector: string;
  privateKey: string;
}
const remembered = new Map<string, { until: number; signature: Signature | undefined }>();
const nameOf = ({ workspaceId }: Context, domain: string) => `${workspaceId} ${domain}`;

/** A key of one's own for a domain; asked for again it is the same one. */
export async function makeDkimKey(ctx: Context, domain: string): Promise<DkimKeyRow> {
  const there = await ctx.db.transaction((tx) => dkimKeyOf(tx, ctx.workspaceId, domain));
  if (there) return there;
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const file = await ctx.files.put(Buffer.from(privateKey), { contentType: 'application/x-pem-file', name: `dkim ${domain}`, isPrivate: true });
  const selector = `pb${ctx.clock.now().toISOString().slice(0, 7).replace('-', '')}`;
  const key = await ctx.db.transaction((tx) =>
    addDkimKey(tx, ctx.workspaceId, { domain, selector, publicKey: publicKey.toString('base64'), privateKeyFileId: file.id }),
  );
  remembered.delete(nameOf(ctx, domain));
  return key;
}

async function signatureOf(ctx: Context, domain: string): Promise<Signature | undefined> {
  const name = nameOf(ctx, domain);
  const known = remembered.get(name);
  if (known && known.until > performance.now()) return known.signature;
  const key = await ctx.db.transaction((tx) => dkimKeyOf(tx, ctx.workspaceId, domain));
  let signature: Signature | undefined;
  if (key) {
    const { stream } = await ctx.files.open(asId<FileId>(key.privateKeyFileId));
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    signature = { domain, selector: key.selector, privateKey: Buffer.concat(chunks).toString('utf8') };
  }
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(name, { until: performance.now() + REMEMBERED_MS, signature });
  return signature;
}

/** The same mail with the domain's signature before it; unchanged where the domain has no key here. */
export async function signed(ctx: Context, fromAddress: string, raw: Buffer): Promise<Buffer> {
  const domain = fromAddress.slice(fromAddress.lastIndexOf('@') + 1).toLowerCase();
  const signature = await signatureOf(ctx, domain);
  if (!signature) return raw;
  const { selector, privateKey } = signature;
  const chunks: Buffer[] = [];
  for await (const chunk of new DKIM({ domainName: domain, keySelector: selector, privateKey, headerFieldNames: SIGNED, cacheDir: false }).sign(raw))
    chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
