import { type FlowDefinition, type FlowNode, isKey, REQUIRED_LABELS } from './definition.ts';
import { minuteOf, wallClock } from './hours.ts';

export interface FlowProblem {
  code:
    | 'no_entry'
    | 'missing_way'
    | 'unknown_node'
    | 'unreachable'
    | 'dead_end'
    | 'endless'
    | 'hours_gap'
    | 'bad_zone'
    | 'nobody'
    | 'loops_back'
    | 'unknown_queue'
    | 'no_keys';
  nodeId: string | null;
  sentence: string;
}
export interface Surroundings {
  ownNumbers: readonly string[];
  queueIds: readonly string[];
}

/** A node that waits for a person or the world: a circle through one of these is no endless loop. */
const WAITS: readonly FlowNode['type'][] = ['menu', 'queue', 'voicemail'];

function hoursProblems(nodeId: string, node: Extract<FlowNode, { type: 'hours' }>): FlowProblem[] {
  try {
    wallClock(new Date(0), node.timeZone);
  } catch {
    return [{ code: 'bad_zone', nodeId, sentence: `“${node.timeZone}” is no time zone. Choose one such as Europe/Berlin.` }];
  }
  const wrong = Object.entries(node.hours).flatMap(([day, windows]) =>
    (windows ?? []).filter(({ start, end }) => minuteOf(start) >= minuteOf(end)).map(() => day),
  );
  return wrong.map((day) => ({ code: 'hours_gap', nodeId, sentence: `On ${day} a time ends before it begins: nobody is ever let in by it.` }));
}

/** What would trap a caller, or lose them. A flow with a problem is not published. */
export function validateFlow(flow: FlowDefinition, around: Surroundings): FlowProblem[] {
  const problems: FlowProblem[] = [];
  const ids = Object.keys(flow.nodes);
  const nodeOf = (id: string) => (Object.hasOwn(flow.nodes, id) ? flow.nodes[id] : undefined);
  if (!nodeOf(flow.entry)) problems.push({ code: 'no_entry', nodeId: null, sentence: 'The flow has no beginning: choose the step that a caller hears first.' });

  for (const id of ids) {
    const node = nodeOf(id);
    if (!node) continue;
    for (const label of REQUIRED_LABELS[node.type])
      if (node.next[label] === undefined)
        problems.push({ code: 'missing_way', nodeId: id, sentence: `Say what happens on “${label.replaceAll('_', ' ')}”; otherwise the call ends there.` });
    for (const [label, to] of Object.entries(node.next))
      if (!nodeOf(to)) problems.push({ code: 'unknown_node', nodeId: id, sentence: `“${label}” leads to “${to}”, which is not there.` });
    if (node.type === 'menu' && !Object.keys(node.next).some(isKey)) problems.push({ code: 'no_keys', nodeId: id, sentence: 'This menu has no key to press.' });
    if (node.type === 'hours') problems.push(...hoursProblems(id, node));
    if (node.type === 'ring_group' && node.userIds.length + node.numbers.length === 0)
      problems.push({ code: 'nobody', nodeId: id, sentence: 'Nobody is rung here. Add people or numbers.' });
    if (node.type === 'route' && node.to === 'user' && !node.userId)
      problems.push({ code: 'nobody', nodeId: id, sentence: 'Choose the person who is rung here.' });
    if (node.type === 'queue' && !around.queueIds.includes(node.queueId))
      problems.push({ code: 'unknown_queue', nodeId: id, sentence: 'Choose a queue that exists.' });
    const forwards = node.type === 'forward' ? [node.number] : node.type === 'ring_group' ? node.numbers : [];
    for (const number of forwards)
      if (around.ownNumbers.includes(number))
        problems.push({ code: 'loops_back', nodeId: id, sentence: `${number} is one of your own numbers: the call would come back here and never end.` });
  }

  const reached = new Set<string>();
  const queue = nodeOf(flow.entry) ? [flow.entry] : [];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    queue.push(...Object.values(nodeOf(id)?.next ?? {}).filter((to) => nodeOf(to)));
  }
  for (const id of ids) if (!reached.has(id)) problems.push({ code: 'unreachable', nodeId: id, sentence: 'No way leads here. Connect it, or remove it.' });

  // Whence can an end be reached? Backwards from where calls end.
  const endsItself = (node: FlowNode) => node.type === 'hangup' || node.type === 'voicemail';
  const good = new Set(ids.filter((id) => endsItself(flow.nodes[id] as FlowNode)));
  for (let grew = true; grew; ) {
    grew = false;
    for (const id of ids)
      if (!good.has(id) && Object.values(nodeOf(id)?.next ?? {}).some((to) => good.has(to))) {
        good.add(id);
        grew = true;
      }
  }
  for (const id of reached)
    if (!good.has(id)) problems.push({ code: 'dead_end', nodeId: id, sentence: 'From here a caller reaches no voicemail and no goodbye, whatever they do.' });

  const circle = findCircle(flow, reached);
  if (circle) problems.push({ code: 'endless', nodeId: circle, sentence: 'A caller who does nothing goes round in a circle from here for ever.' });
  return problems;
}

/** A circle in which the caller is asked nothing and nothing gives up: by labels that need no person. */
function findCircle(flow: FlowDefinition, reached: ReadonlySet<string>): string | undefined {
  const state = new Map<string, 'open' | 'done'>();
  const silent = (id: string): string[] => {
    const node = flow.nodes[id];
    if (!node) return [];
    const labels = Object.entries(node.next).filter(
      ([label]) => !(WAITS.includes(node.type) && (isKey(label) || label === 'callback' || label === 'answered')),
    );
    return labels.map(([, to]) => to);
  };
  const visit = (id: string): string | undefined => {
    if (state.get(id) === 'open') return id;
    if (state.get(id) === 'done') return undefined;
    state.set(id, 'open');
    for (const to of silent(id)) {
      const found = visit(to);
      if (found) return found;
    }
    state.set(id, 'done');
    return undefined;
  };
  for (const id of reached) {
    const found = visit(id);
    if (found) return found;
  }
  return undefined;
}
