import type { FlowDefinition, FlowNode } from './definition.ts';
import { isKey, STANDARD_GREETINGS } from './definition.ts';
import { hoursLabel } from './hours.ts';

/** A telephone that can be rung. */
export interface Target {
  to: string;
  userId?: string;
}
/** A sound that was uploaded, or null for what everybody has. */
export interface Music {
  fileId: string | null;
  fromSeconds: number;
}
/** What is done to the call, in the words that every back-end can say. The last one waits for the world, or ends. */
export type Op =
  /** `fileId`: a sound that is played in place of the words. */
  | { op: 'say'; text: string; fileId?: string }
  | { op: 'gather'; text: string; timeoutSeconds: number; at: Place }
  | { op: 'dial'; targets: readonly Target[]; ringSeconds: number; at: Place }
  /** `music`: what is heard meanwhile, from where it was left; none: silence. */
  | { op: 'wait'; seconds: number; text: string; takesKey: boolean; at: Place; music?: Music }
  | { op: 'record'; maxSeconds: number; mailboxUserId: string | null; at: Place }
  | { op: 'hangup' };

/** Where a call is in its flow, and all that it must remember; it travels in the address that is asked next. */
export interface Place {
  node: string;
  /** Tries of a menu, or looks of a queue. */
  tries: number;
  /** Nodes entered since a person did something: what never ends is ended. */
  steps: number;
  /** When it began to wait in the queue, in seconds. */
  since?: number;
}
/** What the world answered to the last operation. */
export type Input = { digits: string } | { dialled: 'answered' | 'busy' | 'no_answer' } | { waited: true } | { recorded: true };

export interface Queued {
  targets: readonly Target[];
  position: number;
  ringSeconds: number;
  /** The queue's own words and sound for whoever waits. */
  holdText?: string | null | undefined;
  musicFileId?: string | null | undefined;
}
/** What a flow asks of the world. Pure inside one step: asked twice it says the same. */
export interface FlowWorld {
  now: Date;
  ownerOf: (kind: 'contact_owner' | 'deal_owner') => readonly Target[];
  telephonesOf: (userIds: readonly string[]) => readonly Target[];
  /** Whom this caller is given next, and how many wait before them. */
  nextInQueue: (queueId: string) => Queued;
  /** The label that a webhook node was answered with; undefined while nothing has come. */
  answered: (nodeId: string) => string | undefined;
  /** What is heard before the tone, where somebody set it. */
  greetingOf: (mailbox: { userId?: string | undefined; queueId?: string | undefined }) => { text: string; fileId?: string } | undefined;
}
export interface Step {
  ops: readonly Op[];
  /** Nodes entered in this step, in order. */
  path: readonly string[];
}

/** A caller who did nothing for so many nodes is in a loop. */
const MOST_STEPS = 60;
const QUEUE_LOOK_SECONDS = 6;
const SORRY = 'We are sorry, something is wrong on our side. Please call again later.';

const dialOrGoOn = (targets: readonly Target[], ringSeconds: number, at: Place): Op | undefined =>
  targets.length > 0 ? { op: 'dial', targets: targets.slice(0, 10), ringSeconds, at } : undefined;

/** Whoever wrote words into a flow means them; a person's own greeting is theirs wherever their mailbox is. */
function greeting(flow: FlowDefinition, node: Extract<FlowNode, { type: 'voicemail' }>, world: FlowWorld): { text?: string; fileId?: string } {
  if (!node.userId && !STANDARD_GREETINGS.includes(node.text)) return {};
  const queues = Object.values(flow.nodes).flatMap((each) => (each.type === 'queue' ? [each.queueId] : []));
  return world.greetingOf({ userId: node.userId, queueId: queues.length === 1 ? queues[0] : undefined }) ?? {};
}

/** What whoever waits hears until the next look: where they stand now and then, and music that goes on where it was. */
function inQueue({ position, holdText, musicFileId }: Queued, offersCallback: boolean, at: Place, waitedSeconds: number): Op {
  const where = position > 0 ? `You are number ${position + 1} in the queue.` : 'You are next.';
  const words = `${holdText?.trim() || 'All our lines are busy.'} ${where}${offersCallback ? ' To be called back instead, press 1.' : ''}`;
  return {
    op: 'wait',
    seconds: QUEUE_LOOK_SECONDS,
    text: at.tries % 5 === 0 ? words : '',
    takesKey: offersCallback,
    at,
    // In whole looks: callers hear the same pieces, which the provider keeps.
    music: { fileId: musicFileId ?? null, fromSeconds: Math.floor(waitedSeconds / QUEUE_LOOK_SECONDS) * QUEUE_LOOK_SECONDS },
  };
}

/** Goes on from a node until the call waits for something. */
function enter(flow: FlowDefinition, start: Place, world: FlowWorld): Step {
  const ops: Op[] = [];
  const path: string[] = [];
  let place: Place | undefined = start;
  while (place) {
    const here: Place = place;
    const node: FlowNode | undefined = flow.nodes[here.node];
    if (!node || here.steps > MOST_STEPS) {
      ops.push({ op: 'say', text: SORRY }, { op: 'hangup' });
      break;
    }
    if (path.at(-1) !== here.node) path.push(here.node);
    const to = (label: string): Place | undefined => {
      const next = node.next[label];
      return next === undefined ? undefined : { node: next, tries: 0, steps: here.steps + 1 };
    };
    place = undefined;
    switch (node.type) {
      case 'greeting':
        ops.push({ op: 'say', text: node.text });
        place = to('done');
        break;
      case 'hours':
        place = to(hoursLabel(node, world.now));
        break;
      case 'menu':
        ops.push({ op: 'gather', text: node.text, timeoutSeconds: node.timeoutSeconds, at: here });
        return { ops, path };
      case 'route':
      case 'ring_group':
      case 'forward': {
        const targets =
          node.type === 'forward'
            ? [{ to: node.number }]
            : node.type === 'ring_group'
              ? [...world.telephonesOf(node.userIds), ...node.numbers.map((number) => ({ to: number }))]
              : node.to === 'user'
                ? world.telephonesOf(node.userId ? [node.userId] : [])
                : world.ownerOf(node.to);
        const op = dialOrGoOn(targets, node.ringSeconds, here);
        if (op) return { ops: [...ops, op], path };
        place = to('no_answer');
        break;
      }
      case 'queue': {
        const since = here.since ?? Math.floor(world.now.getTime() / 1000);
        const at: Place = { ...here, since };
        if (Math.floor(world.now.getTime() / 1000) - since >= node.maxWaitSeconds) {
          place = to('timeout');
          break;
        }
        const queued = world.nextInQueue(node.queueId);
        const op = dialOrGoOn(queued.targets, queued.ringSeconds, at);
        if (op) return { ops: [...ops, op], path };
        ops.push(inQueue(queued, node.offersCallback, at, Math.floor(world.now.getTime() / 1000) - since));
        return { ops, path };
      }
      case 'voicemail':
        ops.push(
          { op: 'say', text: node.text, ...greeting(flow, node, world) },
          { op: 'record', maxSeconds: node.maxSeconds, mailboxUserId: node.userId ?? null, at: here },
        );
        return { ops, path };
      case 'webhook': {
        const label = world.answered(here.node);
        if (label !== undefined) place = to(node.next[label] === undefined ? 'done' : label);
        else if (here.tries >= node.timeoutSeconds) place = to('error');
        else {
          ops.push({ op: 'wait', seconds: 1, text: here.tries === 0 ? 'One moment, please.' : '', takesKey: false, at: here });
          return { ops, path };
        }
        break;
      }
      case 'book':
        ops.push({ op: 'say', text: node.text });
        place = to('done');
        break;
      case 'hangup':
        if (node.text) ops.push({ op: 'say', text: node.text });
        ops.push({ op: 'hangup' });
        return { ops, path };
    }
    if (!place) ops.push({ op: 'hangup' });
  }
  return { ops, path };
}

export const begin = (flow: FlowDefinition, world: FlowWorld): Step => enter(flow, { node: flow.entry, tries: 0, steps: 0 }, world);

/** Goes on from where the call waited, with what the world said. */
export function resume(flow: FlowDefinition, place: Place, input: Input, world: FlowWorld): Step {
  const node = flow.nodes[place.node];
  if (!node) return enter(flow, place, world);
  const go = (label: string, steps = place.steps + 1): Step => {
    const next = node.next[label];
    return next === undefined ? { ops: [{ op: 'hangup' }], path: [] } : enter(flow, { node: next, tries: 0, steps }, world);
  };
  if (node.type === 'menu') {
    const digits = 'digits' in input ? input.digits : '';
    // A key is a sign of life: whatever was counted begins anew.
    if (isKey(digits) && node.next[digits] !== undefined) return go(digits, 0);
    if (place.tries < node.retries) {
      const again = enter(flow, { ...place, tries: place.tries + 1 }, world);
      return digits === '' ? again : { ...again, ops: [{ op: 'say', text: 'That key means nothing here.' }, ...again.ops] };
    }
    return go(digits === '' ? 'timeout' : 'invalid');
  }
  if (node.type === 'queue') {
    if ('digits' in input && input.digits === '1' && node.offersCallback)
      return node.next.callback ? go('callback', 0) : { ops: [{ op: 'say', text: 'We will call you back. Goodbye.' }, { op: 'hangup' }], path: [] };
    if ('dialled' in input && input.dialled === 'answered') return node.next.answered ? go('answered', 0) : { ops: [{ op: 'hangup' }], path: [] };
    return enter(flow, { ...place, tries: place.tries + 1, steps: 0 }, world);
  }
  if (node.type === 'webhook') return enter(flow, { ...place, tries: place.tries + 1 }, world);
  if (node.type === 'voicemail') return node.next.done ? go('done', 0) : { ops: [{ op: 'say', text: 'Thank you. Goodbye.' }, { op: 'hangup' }], path: [] };
  if ('dialled' in input && input.dialled === 'answered') return node.next.answered ? go('answered', 0) : { ops: [{ op: 'hangup' }], path: [] };
  if ('dialled' in input && input.dialled === 'busy' && node.next.busy) return go('busy');
  return go('no_answer');
}
