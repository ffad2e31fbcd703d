import type { FlowDefinition } from './definition.ts';
import { begin, type FlowWorld, type Input, type Music, resume, type Step } from './machine.ts';

export interface Simulation {
  at: Date;
  from: string;
  /** Keys in order, `timeout` for silence. */
  inputs: readonly string[];
  outcomes: Readonly<Record<string, 'answered' | 'busy' | 'no_answer'>>;
  /** Everybody of a queue talks already: callers wait. */
  isNobodyFree?: boolean | undefined;
}
export interface Simulated {
  path: string[];
  prompts: string[];
  seconds: number;
  /** Pieces of music, in the order in which they were heard. */
  music: Music[];
  end: 'answered' | 'voicemail' | 'hangup' | 'waiting';
}

/** Spoken at about 15 characters a second. */
const speechSeconds = (text: string): number => Math.ceil(text.length / 15);
const MOST = 500;

/** The world of a rehearsal: everybody has a telephone, and what was written down happens. */
export function rehearsal(at: Date, outcomes: Simulation['outcomes'], isNobodyFree = false): FlowWorld {
  return {
    now: at,
    ownerOf: (kind) => [{ to: kind }],
    telephonesOf: (userIds) => userIds.map((userId) => ({ to: userId, userId })),
    nextInQueue: (queueId) => ({ targets: isNobodyFree ? [] : [{ to: queueId }], position: 0, ringSeconds: 20 }),
    greetingOf: () => undefined,
    answered: (nodeId) => (outcomes[nodeId] === 'no_answer' ? undefined : 'done'),
  };
}

/** Runs one caller through a flow without a telephone: the same machine that runs live. */
export function simulate(flow: FlowDefinition, { at, inputs, outcomes, isNobodyFree }: Simulation): Simulated {
  const keys = [...inputs];
  const path: string[] = [];
  const prompts: string[] = [];
  const music: Music[] = [];
  let seconds = 0;
  const heard = (end: Simulated['end']): Simulated => ({ path, prompts, seconds, music, end });
  const world = (): FlowWorld => rehearsal(new Date(at.getTime() + seconds * 1000), outcomes, isNobodyFree);
  let step: Step = begin(flow, world());
  for (let count = 0; count < MOST; count++) {
    path.push(...step.path.filter((id, index) => index > 0 || path.at(-1) !== id));
    let input: Input | undefined;
    let place = '';
    for (const op of step.ops) {
      if ('text' in op && op.text) {
        prompts.push(op.text);
        seconds += speechSeconds(op.text);
      }
      if (op.op === 'hangup') return heard('hangup');
      if (op.op === 'record') return heard('voicemail');
      if (op.op === 'gather') {
        const key = keys.shift() ?? 'timeout';
        if (key === 'timeout') seconds += op.timeoutSeconds;
        input = { digits: key === 'timeout' ? '' : key };
      }
      if (op.op === 'dial') {
        const how = outcomes[op.at.node] ?? 'answered';
        if (how === 'answered' && flow.nodes[op.at.node]?.next.answered === undefined) return heard('answered');
        seconds += how === 'no_answer' ? op.ringSeconds : 1;
        input = { dialled: how };
      }
      if (op.op === 'wait') {
        const key = op.takesKey ? (keys.shift() ?? 'timeout') : 'timeout';
        if (key === 'timeout') {
          seconds += op.seconds;
          if (op.music) music.push(op.music);
        }
        input = key === 'timeout' ? { waited: true } : { digits: key };
      }
      if ('at' in op) place = JSON.stringify(op.at);
    }
    if (!input || place === '') return heard('hangup');
    step = resume(flow, JSON.parse(place), input, world());
  }
  return heard('waiting');
}
