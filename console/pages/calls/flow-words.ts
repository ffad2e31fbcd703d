import { texts } from '../../texts.ts';

interface Common {
  next: Record<string, string>;
  position?: { x: number; y: number } | undefined;
}
type Window = { start: string; end: string };
export type FlowNode = Common &
  (
    | { type: 'greeting'; text: string }
    | { type: 'menu'; text: string; retries: number; timeoutSeconds: number }
    | { type: 'hours'; timeZone: string; hours: Record<string, Window[] | undefined>; holidays: string[] }
    | { type: 'route'; to: 'contact_owner' | 'deal_owner' | 'user'; userId?: string; ringSeconds: number }
    | { type: 'ring_group'; userIds: string[]; numbers: string[]; ringSeconds: number }
    | { type: 'queue'; queueId: string; maxWaitSeconds: number; offersCallback: boolean }
    | { type: 'voicemail'; text: string; userId?: string; maxSeconds: number }
    | { type: 'forward'; number: string; ringSeconds: number }
    | { type: 'webhook'; url: string; timeoutSeconds: number }
    | { type: 'book'; text: string }
    | { type: 'hangup'; text: string }
  );
export type Nodes = Record<string, FlowNode>;

const office = [{ start: '09:00', end: '17:00' }];
/** A new step of each kind, before anything is said of it. */
export const FREE_NODES: Readonly<Record<FlowNode['type'], object>> = {
  greeting: { type: 'greeting', text: 'Welcome.' },
  menu: { type: 'menu', text: 'For sales press 1, for support press 2.', retries: 2, timeoutSeconds: 5 },
  hours: {
    type: 'hours',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    hours: { monday: office, tuesday: office, wednesday: office, thursday: office, friday: office },
    holidays: [],
  },
  route: { type: 'route', to: 'contact_owner', ringSeconds: 20 },
  ring_group: { type: 'ring_group', userIds: [], numbers: [], ringSeconds: 20 },
  queue: { type: 'queue', queueId: '00000000-0000-7000-8000-000000000000', maxWaitSeconds: 300, offersCallback: false },
  voicemail: { type: 'voicemail', text: 'Please leave a message after the tone.', maxSeconds: 120 },
  forward: { type: 'forward', number: '+14155552671', ringSeconds: 20 },
  webhook: { type: 'webhook', url: 'https://example.com/route-call', timeoutSeconds: 5 },
  book: { type: 'book', text: 'We have sent you a link to choose a time.' },
  hangup: { type: 'hangup', text: 'Thank you for calling. Goodbye.' },
};

const WAYS: Readonly<Record<FlowNode['type'], readonly string[]>> = {
  greeting: ['done'],
  menu: ['1', '2', 'timeout', 'invalid'],
  hours: ['open', 'closed'],
  route: ['no_answer'],
  ring_group: ['no_answer'],
  queue: ['timeout'],
  voicemail: [],
  forward: ['no_answer'],
  webhook: ['done', 'error'],
  book: ['done'],
  hangup: [],
};
const isKey = (label: string): boolean => /^[0-9*#]$/.test(label);
/** All ways out: those a step of its kind has, and keys that were added. */
export const waysOf = (node: FlowNode): string[] =>
  [
    ...new Set([
      ...Object.keys(node.next).filter(isKey),
      ...(node.type === 'menu' ? WAYS.menu.filter((way) => !isKey(way)) : WAYS[node.type]),
      ...Object.keys(node.next),
    ]),
  ].sort((a, b) => Number(isKey(b)) - Number(isKey(a)) || (isKey(a) ? a.localeCompare(b) : 0));
/** The way that a line drawn from here means: the first that leads nowhere yet. */
export const wayOf = (node: FlowNode): string | undefined =>
  WAYS[node.type].find((way) => node.next[way] === undefined) ?? (node.type === 'menu' ? undefined : WAYS[node.type][0]);
export const wayWord = (label: string): string => (isKey(label) ? `${texts.flows.key} ${label}` : texts.flows.way(label));
export const lineOf = (node: FlowNode): string =>
  'text' in node && node.text
    ? node.text
    : node.type === 'forward'
      ? node.number
      : node.type === 'route'
        ? (texts.flows.owners[node.to] ?? '')
        : node.type === 'hours'
          ? node.timeZone
          : '';
