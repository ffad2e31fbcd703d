import { openAsBlob } from 'node:fs';
import { rm } from 'node:fs/promises';
import { ExponentialBackoff, handleType, retry } from 'cockatiel';
import { Agent, fetch, type Response } from 'undici';
import { PatchbayError, type Secret } from '#sdk';
import { checkedKey, type FileDriver } from './driver.ts';

export interface S3Options {
  /** Such as `https://s3.eu-central-1.amazonaws.com` or `http://minio:9000`; the bucket goes into the path, which all servers of the protocol take. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: Secret;
  /** A local folder: an object is written whole before it is sent, because its length and hash go first. */
  spoolFolder: string;
}

/** Worth another try: the server had trouble, or the line broke. */
class Trouble extends Error {}

/** Objects in a bucket of an S3-compatible server, requests signed with AWS Signature Version 4. */
export function s3Driver({ endpoint, bucket, region, accessKeyId, secretAccessKey, spoolFolder }: S3Options): FileDriver {
  const base = `${endpoint.replace(/\/+$/, '')}/${encodeURIComponent(bucket)}/`;
  const dispatcher = new Agent({ connect: { timeout: 10_000 }, headersTimeout: 30_000, bodyTimeout: 60_000 });
  const patience = retry(handleType(Trouble), { maxAttempts: 3, backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 2000 }) });

  const once = async (method: 'GET' | 'PUT' | 'DELETE', key: string, headers: Record<string, string>, body?: Blob): Promise<Response> => {
    // Only a hub that stores in S3 pays for the import.
    const { AwsV4Signer } = await import('aws4fetch');
    const signer = new AwsV4Signer({
      method,
      url: base + checkedKey(key),
      headers,
      accessKeyId,
      secretAccessKey: secretAccessKey.reveal(),
      region,
      service: 's3',
    });
    const signed = await signer.sign();
    let response: Response;
    try {
      response = await fetch(signed.url, { method, headers: [...signed.headers], dispatcher, ...(body ? { body } : {}) });
    } catch (cause) {
      throw new Trouble('the file store does not answer', { cause });
    }
    if (response.status < 500 && response.status !== 429) return response;
    await response.body?.cancel();
    throw new Trouble(`the file store answered ${response.status}`);
  };
  const ask: typeof once = async (...call) => {
    try {
      return await patience.execute(() => once(...call));
    } catch (cause) {
      if (!(cause instanceof Trouble)) throw cause;
      throw new PatchbayError('provider_unavailable', { detail: 'The file store does not answer at the moment.', facts: { endpoint, bucket }, cause });
    }
  };
  const refused = async (response: Response): Promise<PatchbayError> => {
    const answer = (await response.text()).slice(0, 500);
    return new PatchbayError('configuration', {
      detail: 'The file store refused a request of this hub.',
      remedy: 'Check the S3_* variables: endpoint, bucket, region and keys, and that the key may read, write and delete.',
      facts: { status: response.status, answer },
    });
  };

  return {
    spoolFolder,
    async adopt(key, { path, sha256 }) {
      // A Blob of a file has a length and is read as it is sent. The hash is signed: a changed body is refused by the server.
      const response = await ask('PUT', key, { 'x-amz-content-sha256': sha256, 'content-type': 'application/octet-stream' }, await openAsBlob(path));
      if (!response.ok) throw await refused(response);
      await response.body?.cancel();
      await rm(path, { force: true });
    },
    async read(key, range) {
      const response = await ask('GET', key, { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...(range ? { range: `bytes=${range.start}-${range.end}` } : {}) });
      if (response.status === 404) {
        await response.body?.cancel();
        return undefined;
      }
      if (response.status !== (range ? 206 : 200) || !response.body) throw await refused(response);
      return response.body;
    },
    async remove(key) {
      const response = await ask('DELETE', key, { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' });
      if (!response.ok && response.status !== 404) throw await refused(response);
      await response.body?.cancel();
    },
    close: () => dispatcher.close(),
  };
}
