/** A list that forgets its oldest rows when it grows past a number of rows or of bytes. The newest row always stays. */
export interface Ring<T> {
  push(row: T, bytes: number): void;
  rows(): readonly T[];
  /** How many rows have been forgotten since the last clear. */
  forgotten(): number;
  clear(): void;
}

export const createRing = <T>(limits: { rows: number; bytes: number }): Ring<T> => {
  let kept: { row: T; bytes: number }[] = [];
  let start = 0;
  let bytesHeld = 0;
  let forgotten = 0;
  return {
    push: (row, bytes) => {
      kept.push({ row, bytes });
      bytesHeld += bytes;
      while (kept.length - start > 1 && (kept.length - start > limits.rows || bytesHeld > limits.bytes)) {
        bytesHeld -= kept[start]?.bytes ?? 0;
        start += 1;
        forgotten += 1;
      }
      // Cut in one go now and then: shift() on every push would move the whole array.
      if (start > 1_000 || (start > 0 && bytesHeld > limits.bytes / 2)) {
        kept = kept.slice(start);
        start = 0;
      }
    },
    rows: () => kept.slice(start).map(({ row }) => row),
    forgotten: () => forgotten,
    clear: () => {
      kept = [];
      start = 0;
      bytesHeld = 0;
      forgotten = 0;
    },
  };
};
