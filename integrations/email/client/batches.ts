import { PatchbayError } from '#sdk';
import { neverLeft } from './never-left.ts';
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

/** A refusal of the whole call: nothing of it was taken, and it is the mails' own fault. */
export const isRefusal = (error: unknown): error is PatchbayError => error instanceof PatchbayError && error.code === 'provider_rejected' && !neverLeft(error);

type Send = (messages: readonly OutgoingMessage[]) => Promise<string | undefined>;

/**
 * Hands a group over. A call is taken whole or refused whole, so a refused one is halved until the mails that nobody wants
 * stand alone.
 */
async function handOver(messages: readonly OutgoingMessage[], send: Send, fates: BatchFate[]): Promise<void> {
  try {
    const providerId = await send(messages);
    for (const { key } of messages) fates.push({ key, accepted: true, ...(providerId ? { providerId } : {}) });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const [only] = messages;
    if (messages.length === 1 && only) {
      fates.push({ key: only.key, accepted: false, code: codeOf(error), permanent: true });
      return;
    }
    const middle = Math.ceil(messages.length / 2);
    for (const half of [messages.slice(0, middle), messages.slice(middle)]) await handOver(half, send, fates);
  }
}

/**
 * All groups in turn. A call without an answer ends the work: of its own mails nothing is said, and what came after it was
 * never begun. @throws whatever the first call threw, when nothing is known of any mail
 */
export async function handOverAll(groups: readonly (readonly OutgoingMessage[])[], send: Send): Promise<BatchFate[]> {
  const fates: BatchFate[] = [];
  let last: readonly OutgoingMessage[] = [];
  try {
    for (const group of groups)
      await handOver(
        group,
        (part) => {
          last = part;
          return send(part);
        },
        fates,
      );
  } catch (error) {
    const certain = neverLeft(error);
    const said = new Set([...fates, ...(certain ? [] : last)].map(({ key }) => key));
    const rest = groups.flat().filter(({ key }) => !said.has(key));
    if (fates.length === 0 && (certain || rest.length === 0)) throw error;
    for (const { key } of rest) fates.push({ key, accepted: false, code: certain ? codeOf(error) : 'It was not begun.', permanent: false });
  }
  return fates;
}

const codeOf = (error: PatchbayError): string => error.message.slice(0, 300);
