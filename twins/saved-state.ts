import { mkdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Stage } from './stage.ts';

const file = z.object({ store: z.looseObject({}), oauth: z.looseObject({}).optional(), targets: z.looseObject({}).optional() });

/** Keeps one twin in a file, so that a killed twin comes back knowing its notes and tokens, as a provider would. */
export const createSavedState = (folder: string, { provider, twin }: Stage) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${provider}.json`);
  let underWay: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const parse = (text: string) => {
    try {
      return file.parse(JSON.parse(text));
    } catch (cause) {
      throw new Error(`${path} cannot be read. Delete it to start ${provider} anew.`, { cause });
    }
  };

  const write = async () => {
    const state = { store: twin.store.data, oauth: twin.oauth?.store.data, targets: twin.webhooks?.targets.data };
    // Renamed into place: a kill in between leaves the older file whole.
    await writeFile(`${path}.new`, JSON.stringify(state), { mode: 0o600 });
    await rename(`${path}.new`, path);
  };

  return {
    load: (): void => {
      let text: string;
      try {
        text = readFileSync(path, 'utf8');
      } catch {
        return;
      }
      const saved = parse(text);
      twin.store.load(saved.store);
      if (saved.oauth) twin.oauth?.store.load(saved.oauth as never);
      if (saved.targets) twin.webhooks?.targets.load(saved.targets as never);
    },
    /** Resolves once everything up to now is in the file. Callers that come while one write runs share the next. */
    save: (): Promise<void> => {
      if (next) return next;
      const waitFor = underWay ?? Promise.resolve();
      next = waitFor
        .catch(() => undefined)
        .then(() => {
          underWay = write();
          next = undefined;
          return underWay;
        });
      return next;
    },
  };
};
export type SavedState = ReturnType<typeof createSavedState>;
