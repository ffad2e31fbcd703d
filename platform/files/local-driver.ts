import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkedKey, type FileDriver } from './driver.ts';

/** Objects as files in a folder of this machine. */
export function localDriver(folder: string): FileDriver {
  const pathOf = (key: string) => join(folder, checkedKey(key));
  return {
    spoolFolder: join(folder, 'spool'),
    async adopt(key, { path }) {
      const target = pathOf(key);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await rename(path, target);
      // The name is durable only when its folder is.
      const parent = await open(dirname(target), 'r');
      await parent.sync().finally(() => parent.close());
    },
    async read(key, range) {
      try {
        const file = await open(pathOf(key), 'r');
        return createReadStream('', { fd: file, ...(range ?? {}) });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}
