import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseTwiml } from '../../../twins/twilio/twiml/parse.ts';
import { type FlowDefinition, type FlowNode, flowDefinition } from '../flows/definition.ts';
import { hoursLabel } from '../flows/hours.ts';
import { begin, type Place, resume, type Step } from '../flows/machine.ts';
import { toTwiml } from '../flows/render.ts';
import { rehearsal, simulate } from '../flows/simulate.ts';
import { validateFlow } from '../flows/validate.ts';
import { twiml } from '../twiml/write.ts';

const USER = '0199a2f0-0000-7000-8000-000000000001';
const QUEUE = '0199a2f0-0000-7000-8000-000000000002';
const around = { ownNumbers: ['+14155550100'], queueIds: [QUEUE] };
const week = { monday: [{ start: '09:00', end: '17:00' }], tuesday: [{ start: '09:00', end: '12:00' }] };
const flow = flowDefinition.parse({
  entry: 'hello',
  nodes: {
    hello: { type: 'greeting', text: 'Welcome.', next: { done: 'hours' } },
    hours: { type: 'hours', timeZone: 'America/New_York', hours: week, holidays: ['2026-12-28'], next: { open: 'menu', closed: 'message' } },
    menu: {
      type: 'menu',
      text: 'Sales 1, support 2.',
      retries: 1,
      timeoutSeconds: 5,
      next: { '1': 'sales', '2': 'support', timeout: 'message', invalid: 'message' },
    },
    sales: { type: 'ring_group', userIds: [USER], ringSeconds: 20, next: { no_answer: 'message' } },
    support: { type: 'queue', queueId: QUEUE, maxWaitSeconds: 60, next: { timeout: 'message' } },
    message: { type: 'voicemail', text: 'Leave a message.', next: {} },
  },
});
const monday = new Date('2026-11-30T15:00:00Z');
const change = (id: string, node: Partial<FlowNode> | undefined): FlowDefinition => {
  const nodes = { ...flow.nodes };
  if (node === undefined) delete nodes[id];
  else nodes[id] = { ...nodes[id], ...node } as FlowNode;
  return { ...flow, nodes };
};
const codes = (definition: FlowDefinition) => validateFlow(definition, around).map(({ code }) => code);

it('knows the hours of a place, its holidays, and the hour that a clock change takes', () => {
  const node = flow.nodes.hours as Extract<FlowNode, { type: 'hours' }>;
  expect(hoursLabel(node, monday)).toBe('open');
  expect(hoursLabel(node, new Date('2026-11-30T13:59:00Z'))).toBe('closed');
  expect(hoursLabel(node, new Date('2026-11-30T22:00:00Z'))).toBe('closed');
  expect(hoursLabel(node, new Date('2026-12-28T15:00:00Z'))).toBe('closed');
  // In July New York is four hours behind, not five.
  expect(hoursLabel(node, new Date('2026-07-06T13:00:00Z'))).toBe('open');
});

it('walks one caller through: path, words, seconds and end', () => {
  expect(simulate(flow, { at: monday, from: '+1', inputs: ['1'], outcomes: {} })).toMatchObject({ path: ['hello', 'hours', 'menu', 'sales'], end: 'answered' });
  expect(simulate(flow, { at: monday, from: '+1', inputs: ['1'], outcomes: { sales: 'no_answer' } })).toMatchObject({
    path: ['hello', 'hours', 'menu', 'sales', 'message'],
    end: 'voicemail',
  });
  expect(simulate(flow, { at: monday, from: '+1', inputs: ['9', 'timeout'], outcomes: {} })).toMatchObject({
    path: ['hello', 'hours', 'menu', 'message'],
    end: 'voicemail',
  });
  expect(simulate(flow, { at: new Date('2026-11-29T15:00:00Z'), from: '+1', inputs: [], outcomes: {} })).toMatchObject({
    path: ['hello', 'hours', 'message'],
    end: 'voicemail',
  });
});

it('names what would trap or lose a caller, at its place', () => {
  expect(codes(flow)).toEqual([]);
  expect(codes({ ...flow, entry: 'nowhere' })).toContain('no_entry');
  expect(codes(change('message', undefined))).toContain('unknown_node');
  expect(codes(change('hello', { next: {} }))).toEqual(expect.arrayContaining(['missing_way', 'unreachable']));
  expect(codes(change('sales', { next: { no_answer: 'sales' } }))).toEqual(expect.arrayContaining(['dead_end', 'endless']));
  expect(codes(change('hours', { timeZone: 'Mars/Olympus' } as never))).toContain('bad_zone');
  expect(codes(change('hours', { hours: { monday: [{ start: '17:00', end: '09:00' }] } } as never))).toContain('hours_gap');
  expect(codes(change('sales', { userIds: [] } as never))).toContain('nobody');
  expect(codes(change('sales', { numbers: ['+14155550100'] } as never))).toContain('loops_back');
  expect(codes(change('support', { queueId: USER } as never))).toContain('unknown_queue');
});

it('ends a flow that goes round in a circle, whatever was published', () => {
  const circle: FlowDefinition = {
    entry: 'a',
    nodes: { a: { type: 'greeting', text: 'A', next: { done: 'b' } }, b: { type: 'greeting', text: 'B', next: { done: 'a' } } },
  };
  expect(codes(circle)).toContain('endless');
  const step = begin(circle, rehearsal(monday, {}));
  expect(step.ops.at(-1)).toEqual({ op: 'hangup' });
  expect(step.ops.length).toBeLessThan(100);
});

/** Any flow that can be drawn: nodes that point at each other, nobody checked it. */
const anyFlow = fc
  .array(
    fc.record({
      kind: fc.constantFrom('greeting', 'menu', 'ring', 'forward', 'queue', 'voicemail', 'hangup', 'book'),
      to: fc.array(fc.nat(7), { minLength: 4, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((rows): FlowDefinition => {
    const name = (at: number) => `n${at % rows.length}`;
    const nodes = rows.map(({ kind, to: [a = 0, b = 0, c = 0, d = 0] }, index): [string, unknown] => {
      const own: Record<string, unknown> = {
        greeting: { type: 'greeting', text: `Hello & <welcome> ${index}`, next: { done: name(a) } },
        menu: { type: 'menu', text: `Menu ${index}`, retries: c % 3, next: { '1': name(a), '2': name(b), timeout: name(c), invalid: name(d) } },
        ring: { type: 'ring_group', userIds: [USER], next: { no_answer: name(a), busy: name(b) } },
        forward: { type: 'forward', number: '+14155552671', next: { no_answer: name(a) } },
        queue: { type: 'queue', queueId: QUEUE, offersCallback: c % 2 === 0, next: { timeout: name(a), callback: name(b) } },
        voicemail: { type: 'voicemail', next: a % 2 === 0 ? {} : { done: name(b) } },
        book: { type: 'book', next: { done: name(a) } },
        hangup: { type: 'hangup', text: 'Bye', next: {} },
      };
      return [name(index), own[kind]];
    });
    return flowDefinition.parse({ entry: 'n0', nodes: Object.fromEntries(nodes) });
  });

it('compiles to TwiML that does what the machine does, word for word and step for step', () => {
  const inputs = fc.array(fc.constantFrom('1', '2', '9', 'timeout'), { maxLength: 12 });
  const outcome = fc.constantFrom('answered' as const, 'busy' as const, 'no_answer' as const);
  fc.assert(
    fc.property(anyFlow, inputs, outcome, fc.boolean(), (definition, keys, how, waits) => {
      const outcomes = Object.fromEntries(Object.keys(definition.nodes).map((id) => [id, how]));
      const machine = simulate(definition, { at: monday, from: '+1', inputs: keys, outcomes, isNobodyFree: waits });
      // The same caller, by nothing but the documents that Twilio would get.
      const [prompts, left] = [[] as string[], [...keys]];
      let seconds = 0;
      const speak = (text: string) => {
        prompts.push(text);
        seconds += Math.ceil(text.length / 15);
      };
      const played: string[] = [];
      const play = (url: string) => {
        const piece = new URL(url).searchParams;
        played.push(`${piece.get('file')} from ${piece.get('from')}`);
        seconds += Number(piece.get('seconds'));
      };
      const world = () => rehearsal(new Date(monday.getTime() + seconds * 1000), outcomes, waits);
      const write = (step: Step) =>
        twiml(
          ...toTwiml(
            step.ops,
            {
              step: (place) => `http://x/?at=${encodeURIComponent(JSON.stringify(place))}`,
              status: () => 'http://x/s',
              recording: () => 'http://x/r',
              sound: () => 'http://x/w',
              music: ({ fileId, fromSeconds }, seconds) => `http://x/m?file=${fileId ?? ''}&from=${fromSeconds}&seconds=${seconds}`,
            },
            { callerId: '+1', record: false, voice: 'v' },
          ),
        );
      let step = begin(definition, world());
      let end = 'waiting';
      for (let turn = 0; turn < 500 && end === 'waiting'; turn++) {
        let go: { place: Place; input: Parameters<typeof resume>[2] } | undefined;
        const at = (url: string): Place => JSON.parse(new URL(url).searchParams.get('at') ?? '{}');
        let pressed: string | undefined;
        for (const { name, text, attributes, children } of parseTwiml(write(step)).children) {
          if (name === 'Say') speak(text);
          if (name === 'Pause') seconds += Number(attributes.length);
          if (name === 'Play') play(text);
          if (name === 'Hangup') end = 'hangup';
          if (name === 'Record') end = 'voicemail';
          if (name === 'Gather') {
            for (const child of children) if (child.name === 'Say') speak(child.text);
            pressed = left.shift() ?? 'timeout';
            if (pressed === 'timeout') {
              for (const child of children) if (child.name === 'Play') play(child.text);
              seconds += Number(attributes.timeout);
            } else go = { place: at(attributes.action ?? ''), input: { digits: pressed } };
          }
          if (name === 'Redirect' && !go) go = { place: at(text), input: { digits: '' } };
          if (name === 'Dial') {
            const place = at(attributes.action ?? '');
            if (how === 'answered' && definition.nodes[place.node]?.next.answered === undefined) end = 'answered';
            else seconds += how === 'no_answer' ? Number(attributes.timeout) : 1;
            go = { place, input: { dialled: how } };
          }
          if (end !== 'waiting' || go) break;
        }
        if (end !== 'waiting' || !go) break;
        step = resume(definition, go.place, go.input, world());
      }
      if (machine.end !== 'waiting')
        expect({ prompts, end, played, seconds }).toEqual({
          prompts: machine.prompts,
          end: machine.end,
          played: machine.music.map(({ fileId, fromSeconds }) => `${fileId ?? ''} from ${fromSeconds}`),
          seconds: machine.seconds,
        });
    }),
    { numRuns: 300 },
  );
});

it('plays music to whoever waits, piece after piece, says where they stand now and then, and gives up in time', () => {
  const waiting = simulate(flow, { at: monday, from: '+1', inputs: ['2'], outcomes: {}, isNobodyFree: true });
  expect(waiting).toMatchObject({ path: ['hello', 'hours', 'menu', 'support', 'message'], end: 'voicemail' });
  // A minute, six seconds at a time, less what was said.
  const from = waiting.music.map(({ fromSeconds }) => fromSeconds);
  expect(from.length).toBeGreaterThan(6);
  expect(from).toEqual(from.toSorted((a, b) => a - b));
  expect(new Set(from).size).toBe(from.length);
  expect(waiting.prompts.filter((words) => words.startsWith('All our lines are busy.')).length).toBe(Math.ceil(from.length / 5));
});
