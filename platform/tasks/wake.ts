import type { Database } from '#platform/database/database';

const CHANNEL = 'patchbay_tasks';
const AT_MOST_EVERY_MS = 20;

export type Signal = 'work' | 'cancel';

/**
 * Tells the workers of all processes that there is something to do. NOTIFY takes a lock over the whole database at commit,
 * so a process sends at most one in 20 ms, and never inside the transaction that queued the task. A lost one costs nothing
 * but the poll's second.
 */
export function createWake(database: Database, onError: (error: unknown) => void) {
  const receivers = new Set<(signal: Signal) => void>();
  const pending = new Set<Signal>();
  let timer: NodeJS.Timeout | undefined;
  let unlisten: (() => Promise<void>) | undefined;
  const tell = (signal: Signal) => {
    for (const receive of receivers) receive(signal);
  };
  const send = () => {
    timer = undefined;
    const signals = [...pending];
    pending.clear();
    for (const signal of signals) database.systemQuery({ text: 'select pg_notify($1, $2)', values: [CHANNEL, signal] }).catch(onError);
  };
  return {
    /** Once the open transaction has committed. */
    afterCommit(signal: Signal) {
      database.afterCommit(() => {
        tell(signal);
        if (database.engine === 'embedded') return;
        pending.add(signal);
        timer ??= setTimeout(send, AT_MOST_EVERY_MS).unref();
      });
    },
    async listen(receive: (signal: Signal) => void) {
      receivers.add(receive);
      if (database.engine === 'embedded') return;
      unlisten ??= await database.listen(CHANNEL, (payload) => {
        // An empty payload says that the connection was lost for a while.
        for (const signal of payload === '' ? (['work', 'cancel'] as const) : [payload as Signal]) tell(signal);
      });
    },
    async stop() {
      clearTimeout(timer);
      receivers.clear();
      await unlisten?.();
    },
  };
}
export type Wake = ReturnType<typeof createWake>;
