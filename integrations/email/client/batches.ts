import { PatchbayError } from '#sdk';
import type { BatchFate, OutgoingMessage } from './transport.ts';

/** Mails that can share a call, at most so many, no address twice in one. */
export function groupsOf(
  messages: readonly OutgoingMessage[],
  most: number,
  kindOf: (message: OutgoingMessage) => string,
  isAlone: (message: OutgoingMessage) => boolean,
) {
  const open = new Map<string, { messages: OutgoingMessage[]; addresses: Set<string> }[]>();
  const alone: OutgoingMessage[][] = [];
  for (const message of messages) {
    const address = message.to[0]?.address.toLowerCase() ?? '';
    if (isAlone(message)) {
      alone.push([message]);
      continue;
    }
    const kind = kindOf(message);
    const groups = open.get(kind) ?? [];
    open.set(kind, groups);
    let group = groups.find((each) => each.messages.length < most && !each.addresses.has(address));
    if (!group) {
      group = { messages: [], addresses: new Set() };
      groups.push(group);
    }
    group.messages.push(message);
    group.addresses.add(address);
  }
  return [...[...open.values()].flat().map((group) => group.messages), ...alone];
}

/** A refusal of the whole call: nothing of it was taken. */
export const isRefusal = (error: unknown): error is PatchbayError => error instanceof PatchbayError && error.code === 'provider_rejected';

/**
 * Hands a group over. A call is taken whole or refused whole, so a refused one is halved until the mails that nobody wants
 * stand alone. Of a call without an answer nothing is said: what is not in the list is not known.
 */
export async function handOver(
  messages: readonly OutgoingMessage[],
  send: (messages: readonly OutgoingMessage[]) => Promise<string | undefined>,
): Promise<BatchFate[]> {
  try {
    const providerId = await send(messages);
    return messages.map(({ key }) => ({ key, accepted: true, ...(providerId ? { providerId } : {}) }));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const [only] = messages;
    if (messages.length === 1 && only) return [{ key: only.key, accepted: false, code: codeOf(error), permanent: true }];
    const middle = Math.ceil(messages.length / 2);
    const fates: BatchFate[] = [];
    for (const half of [messages.slice(0, middle), messages.slice(middle)]) fates.push(...(await certain(() => handOver(half, send), fates.length > 0)));
    return fates;
  }
}

/** All groups in turn. An error after the first certain word ends the work, and the rest stays unsaid. */
export async function handOverAll(
  groups: readonly (readonly OutgoingMessage[])[],
  send: (messages: readonly OutgoingMessage[]) => Promise<string | undefined>,
): Promise<BatchFate[]> {
  const fates: BatchFate[] = [];
  for (const group of groups) {
    const before = fates.length;
    fates.push(...(await certain(() => handOver(group, send), before > 0)));
    if (fates.length - before < group.length) break;
  }
  return fates;
}

const certain = (work: () => Promise<BatchFate[]>, isSomethingKnown: boolean): Promise<BatchFate[]> =>
  work().catch((error: unknown) => {
    if (isSomethingKnown) return [];
    throw error;
  });

const codeOf = (error: PatchbayError): string => error.message.slice(0, 300);
