import type { FetchMessageObject, ImapFlow } from 'imapflow';
import type { ConnectedContext } from '#sdk';
import type { House } from '../keep/house.ts';
import { type TakenIn, takeIn } from '../keep/take-in.ts';
import { type Mail, understand } from '../parsing/mail.ts';

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

/** Mails by their numbers, understood and decided on; files are stored for those that are kept, and for no others. */
export async function loadMails(ctx: ConnectedContext, client: ImapFlow, uids: readonly number[], house: House, isLive: boolean): Promise<Loaded[]> {
  if (uids.length === 0) return [];
  const found: { message: FetchMessageObject; mail: Mail | undefined; isWhole: boolean }[] = [];
  const sizes = new Map<number, number>();
  for await (const { uid, size } of client.fetch([...uids], { uid: true, size: true }, { uid: true })) sizes.set(uid, size ?? 0);
  const small = uids.filter((uid) => (sizes.get(uid) ?? 0) <= WHOLE_UP_TO);
  const large = uids.filter((uid) => sizes.has(uid) && (sizes.get(uid) ?? 0) > WHOLE_UP_TO);
  const query = { uid: true, flags: true, internalDate: true, size: true } as const;
  for (const [list, source, isWhole] of [
    [small, true, true],
    [large, { start: 0, maxLength: BEGINNING }, false],
  ] as const) {
    // Some servers give the last mail for numbers that are none.
    const asked = new Set(list.filter((uid) => sizes.has(uid)));
    if (asked.size === 0) continue;
    for await (const message of client.fetch([...asked], { ...query, source }, { uid: true })) {
      if (!asked.delete(message.uid)) continue;
      const received = message.internalDate ? new Date(message.internalDate) : ctx.clock.now();
      const mail = await understand(bytesOf(message), received).catch(() => undefined);
      if (mail && !isWhole) mail.remarks.push('read_from_its_beginning');
      found.push({ message: { ...message, source: undefined } as FetchMessageObject, mail, isWhole });
    }
  }
  const taken = await takeIn(
    ctx,
    house,
    found.map(({ message, ...each }) => ({ ...each, isLive, isSeen: message.flags?.has('\\Seen') === true })),
  );
  return found.map(({ message }, index) => ({
    uid: message.uid,
    flags: [...(message.flags ?? [])].slice(0, 50),
    size: message.size ?? 0,
    ...(taken[index] ?? { messageKey: null, kept: undefined, reason: 'unreadable' }),
  }));
}
