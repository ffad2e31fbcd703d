import { PatchbayError } from '#sdk';

const TRIES = 6;

/** The hub as an outside program sees it: its REST API with a key. Nothing of the demo goes another way. */
export function hubClient(hubUrl: string, key: string, signal: AbortSignal) {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    for (let tries = 1; ; tries++) {
      const answer = await fetch(`${hubUrl}${path}`, {
        method,
        redirect: 'manual',
        signal,
        headers: { authorization: `Bearer ${key}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (answer.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
      // It holds to the allowance like anybody else.
      if (answer.status === 429 && tries < TRIES) {
        await pause(Number(answer.headers.get('retry-after') ?? 1) * 1000, signal);
        continue;
      }
      throw new PatchbayError('internal', { detail: `${method} ${path}: ${answer.status} ${text.slice(0, 300)}` });
    }
  };
  return {
    get: <T>(path: string) => call<T>('GET', `/api/v1${path}`),
    post: <T>(path: string, body: unknown = {}) => call<T>('POST', `/api/v1${path}`, body),
    put: <T>(path: string, body: unknown) => call<T>('PUT', `/api/v1${path}`, body),
    /** Where a provider's consent page leads back to. */
    follow: (address: string) => {
      const { pathname, search } = new URL(address);
      return call<unknown>('GET', pathname + search);
    },
  };
}
export type HubClient = ReturnType<typeof hubClient>;

export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
