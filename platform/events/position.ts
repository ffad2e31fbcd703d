/**
 * Where an event stands in the outbox, as text that sorts: 12 hex digits of its transaction id, 12 of its sequence.
 * The transaction comes first because it is what the snapshot horizon is made of: a transaction with a higher id may draw
 * a lower sequence and commit later, and a reader that goes by sequence alone would already be past it.
 */
export type Position = string;

const DIGITS = 12;
const HALF_MAX = (1n << 48n) - 1n;
const FORM = /^[0-9a-f]{24}$/;

const half = (value: bigint): string => value.toString(16).padStart(DIGITS, '0');

export const positionOf = (xid: string | bigint, sequence: string | bigint): Position => half(BigInt(xid)) + half(BigInt(sequence));

/** Behind everything that transactions below `xmin` have written, and before all others. */
export const positionBefore = (xmin: string | bigint): Position => half(BigInt(xmin) - 1n) + half(HALF_MAX);

export const START: Position = '0'.repeat(2 * DIGITS);

export const isPosition = (value: unknown): value is Position => typeof value === 'string' && FORM.test(value);

export function partsOf(position: Position): { xid: string; sequence: string } {
  return { xid: BigInt(`0x${position.slice(0, DIGITS)}`).toString(), sequence: BigInt(`0x${position.slice(DIGITS)}`).toString() };
}

/** How many transaction ids lie between two positions. */
export const transactionsBetween = (from: Position, to: Position): number => Number(BigInt(partsOf(to).xid) - BigInt(partsOf(from).xid));
