/** Where sealed objects lie. It sees no content, only `<workspace>/<xx>/<id>` and sealed bytes. */
export interface FileDriver {
  /** Folder for objects being written, on the store's own file system where it has one. */
  readonly spoolFolder: string;
  /** Takes over a finished, synced spool file: whole or not at all, and it is durable when this resolves. */
  adopt(key: string, spooled: { path: string; size: number; sha256: string }): Promise<void>;
  /** `range` inclusive, in sealed bytes. `undefined`: there is no such object. */
  read(key: string, range?: { start: number; end: number }): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** An absent object is no error. */
  remove(key: string): Promise<void>;
  close?(): Promise<void>;
}

/** Two hex digits of the random part spread the objects over 256 folders; the leading ones of a UUIDv7 are the time. */
export const storageKeyOf = (workspaceId: string, fileId: string): string => `${workspaceId}/${fileId.slice(-2)}/${fileId}`;

const KEY = /^[0-9a-f-]{36}\/[0-9a-f]{2}\/[0-9a-f-]{36}$/;
/** A key from a restored row becomes a path: it must be one of ours. */
export function checkedKey(key: string): string {
  if (!KEY.test(key)) throw new Error('not a storage key');
  return key;
}
