import { expect, it } from 'vitest';
import { MAX_ROWS } from './limits.ts';
import { readRows } from './read-rows.ts';

const BLOCK_ROWS = 1_000;
const WRITTEN = { encoding: 'utf8', delimiter: ',' };

it('reads a million rows without holding them, and refuses one more', async () => {
  let taken = 0;
  async function* file() {
    for (let line = 0; ; line += BLOCK_ROWS) {
      const block = Buffer.from(Array.from({ length: BLOCK_ROWS }, (_, n) => `Ann,Lee ${line + n},ann${line + n}@acme.test\n`).join(''));
      taken += block.length;
      yield block;
    }
  }
  let given = 0;
  let lead = 0;
  let rows = 0;
  const read = async () => {
    for await (const { cells } of readRows(file(), WRITTEN)) {
      given += cells.join(',').length + 1;
      lead = Math.max(lead, taken - given);
      rows++;
    }
  };
  await expect(read()).rejects.toMatchObject({ code: 'file_invalid', details: { detail: 'The file has more than a million rows.' } });
  // The header is one row more.
  expect(rows).toBe(MAX_ROWS + 1);
  // What was read and not yet given out is some blocks, however long the file.
  expect(lead).toBeLessThan(2 * 1024 * 1024);
}, 120_000);

it('takes rows of a hundred columns, short and long ones among them', async () => {
  const wide = Array.from({ length: 100 }, (_, n) => `c${n}`);
  const bytes = async function* () {
    yield Buffer.from(`${wide.join(',')}\n1,2\n${wide.map((_, n) => n).join(',')},extra\n`);
  };
  const rows: string[][] = [];
  for await (const { cells } of readRows(bytes(), WRITTEN)) rows.push(cells);
  expect(rows.map((cells) => cells.length)).toEqual([100, 2, 101]);
});
