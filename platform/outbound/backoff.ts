/** Full jitter: anything between nothing and the doubled delay, so that many who failed together do not come back together. */
export const backoffMs = (attempt: number, random: () => number, firstMs = 500, capMs = 30_000): number => random() * Math.min(capMs, firstMs * 2 ** attempt);

export const MAX_ATTEMPTS = 4;
const REPEATABLE = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND', 'REPORT']);
export const isRepeatable = (method: string, idempotent: boolean | undefined): boolean => idempotent ?? REPEATABLE.has(method);

/** Resolves after the time, or rejects when the signal aborts. Does not keep the process alive. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms).unref();
    signal?.addEventListener('abort', abort, { once: true });
  });
}
