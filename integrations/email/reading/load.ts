import type { FetchMessageObject, ImapFlow } from 'imapflow';
import type { ConnectedContext } from '#sdk';
import type { House } from '../keep/house.ts';
import { type TakenIn, takeIn, type Writers } from '../keep/take-in.ts';
import { mailReader } from '../parsing/understand-many.ts';

const MB = 1024 * 1024;
/** Larger ones are understood from their beginning; their files stay where they are. */
const WHOLE_UP_TO = 12 * MB;
const BEGINNING = 1 * MB;

export interface Loaded extends TakenIn {
  uid: number;
  flags: string[];
  size: number;
}

const bytesOf = (message: FetchMessageObject): Uint8Array => message.source ?? Buffer.alloc(0);

/** How large mails are, by their numbers; of numbers that are no more nothing. */
export async function sizesOf(client: ImapFlow, uids: readonly number[]): Promise<Map<number, number>> {
  const sizes = new Map<number, number>();
  if (uids.length === 0) return sizes;
  for await (const { uid, size } of client.fetch([...uids], { uid: true, size: true }, { uid: true })) sizes.set(uid, size ?? 0);
  return sizes;
}

/** What is needed to hold a mail while it is read, stored and decided on. */
export const heldBytes = (size: number): number => (size > WHOLE_UP_TO ? BEGINNING : size);

/** Mails by their numbers, understood and decided on; files are stored for those that are kept, and for no others. */
export async function loadMails(
  ctx: ConnectedContext,
  client: ImapFlow,
  sizes: ReadonlyMap<number, number>,
  house: House,
  isLive: boolean,
  recent?: Writers,
): Promise<Loaded[]> {
  const fetched: { message: FetchMessageObject; isWhole: boolean }[] = [];
  const reader = mailReader();
  const small = [...sizes].flatMap(([uid, size]) => (size <= WHOLE_UP_TO ? [uid] : []));
  const large = [...sizes].flatMap(([uid, size]) => (size > WHOLE_UP_TO ? [uid] : []));
  const query = { uid: true, flags: true, internalDate: true, size: true } as const;
  for (const [list, source, isWhole] of [
    [small, true, true],
    [large, { start: 0, maxLength: BEGINNING }, false],
  ] as const) {
    // Some servers give the last mail for numbers that are none.
    const asked = new Set(list);
    if (asked.size === 0) continue;
    for await (const message of client.fetch([...asked], { ...query, source }, { uid: true })) {
      if (!asked.delete(message.uid)) continue;
      await reader.add({ raw: bytesOf(message), receivedAt: message.internalDate ? new Date(message.internalDate) : ctx.clock.now() });
      fetched.push({ message: { ...message, source: undefined } as FetchMessageObject, isWhole });
    }
  }
  const mails = await reader.all();
  const found = fetched.map(({ message, isWhole }, index) => {
    const mail = mails[index];
    if (mail && !isWhole) mail.remarks.push('read_from_its_beginning');
    return { message, mail, isWhole };
  });
  const taken = await takeIn(
    ctx,
    house,
    found.map(({ message, ...each }) => ({ ...each, isLive, isSeen: message.flags?.has('\\Seen') === true })),
    recent,
  );
  return found.map(({ message }, index) => ({
    uid: message.uid,
    flags: [...(message.flags ?? [])].slice(0, 50),
    size: message.size ?? 0,
    ...(taken[index] ?? { messageKey: null, kept: undefined, reason: 'unreadable' }),
  }));
}
