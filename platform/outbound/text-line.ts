import { type Dispatcher, WebSocket } from 'undici';
import { PatchbayError, type TextLine } from '#sdk';

/** A web socket whose text frames are read in their order (RFC 6455). @throws PatchbayError provider_unavailable, provider_timeout */
export function openTextLine(
  url: URL,
  dispatcher: Dispatcher,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal | undefined },
): Promise<TextLine> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { dispatcher });
    const waiting: string[] = [];
    let wake: (() => void) | undefined;
    let isOver = false;
    const end = () => {
      isOver = true;
      signal?.removeEventListener('abort', close);
      wake?.();
    };
    const close = () => {
      if (socket.readyState < WebSocket.CLOSING) socket.close();
      end();
    };
    const timer = setTimeout(() => {
      close();
      reject(new PatchbayError('provider_timeout', { facts: { host: url.host } }));
    }, timeoutMs);
    socket.addEventListener('message', ({ data }) => {
      if (typeof data !== 'string') return;
      waiting.push(data);
      wake?.();
    });
    socket.addEventListener('close', end);
    socket.addEventListener('error', ({ error }) => {
      clearTimeout(timer);
      end();
      reject(error instanceof PatchbayError ? error : new PatchbayError('provider_unavailable', { cause: error, facts: { host: url.host } }));
    });
    if (signal?.aborted) close();
    signal?.addEventListener('abort', close, { once: true });
    socket.addEventListener('open', () => {
      clearTimeout(timer);
      resolve({
        send: (text) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(text);
        },
        close,
        async *[Symbol.asyncIterator]() {
          for (;;) {
            const next = waiting.shift();
            if (next !== undefined) yield next;
            else if (isOver) return;
            else
              await new Promise<void>((go) => {
                wake = go;
              });
          }
        },
      });
    });
  });
}
