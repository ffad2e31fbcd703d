import type { TwinCall } from '../../../server/testing/twin-control.ts';
import { blockProblems, viewProblems } from '../../../twins/slack/block-limits.ts';
import { type Contract, contract } from '../../../twins/testing/contract.ts';

/** Methods and arguments that are younger than the published contract (2021), each with its page at docs.slack.dev/reference/methods. */
const YOUNGER_METHODS = /^(conversations\.unarchive|bookmarks\.|dnd\.|auth\.teams\.list|apps\.|oauth\.|users\.lookupByEmail|entity\.)/;
const YOUNGER_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  'chat.postMessage': ['metadata'],
  'chat.update': ['metadata'],
  'conversations.history': ['include_all_metadata'],
  'conversations.replies': ['include_all_metadata'],
  'conversations.invite': ['force'],
  'conversations.list': ['team_id'],
  'users.list': ['team_id'],
  'conversations.create': ['team_id'],
  'chat.unfurl': ['unfurl_id', 'source'],
};
type Json = Record<string, unknown>;
interface Parameter {
  name: string;
  required?: boolean;
  schema?: { type?: string };
}

const argumentsOf = ({ path, body, headers }: TwinCall): Json => {
  const query = Object.fromEntries(new URLSearchParams(path.split('?')[1] ?? ''));
  if (!body) return query;
  const said = headers['content-type']?.includes('json') ? (JSON.parse(body) as Json) : Object.fromEntries(new URLSearchParams(body));
  return { ...query, ...said };
};
/** The contract knows forms, in which lists and objects are text. */
const asForm = (value: unknown): unknown => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value);
const asQuery = (value: unknown, type: string | undefined): unknown => {
  if (type === 'integer' || type === 'number') return /^-?\d+(\.\d+)?$/.test(String(value)) ? Number(value) : value;
  if (type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  return asForm(value);
};

function argumentProblems(doc: Contract, method: string, given: Json): string[] {
  const known = { ...given };
  for (const name of YOUNGER_ARGUMENTS[method] ?? []) delete known[name];
  const form = doc.at(`/paths/~1${method}/post/requestBody/content/application~1x-www-form-urlencoded/schema`) as { properties?: Json } | undefined;
  if (form) {
    const said = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, asForm(value)]));
    const strange = Object.keys(said).filter((name) => !(name in (form.properties ?? {})));
    return [
      ...strange.map((name) => `the contract knows no argument ${name}`),
      ...doc.problems(`/paths/~1${method}/post/requestBody/content/application~1x-www-form-urlencoded/schema`, said),
    ];
  }
  const parameters = ((doc.at(`/paths/~1${method}/get/parameters`) ?? doc.at(`/paths/~1${method}/post/parameters`)) as Parameter[] | undefined) ?? [];
  return [
    ...Object.entries(known).flatMap(([name, value]) => {
      const parameter = parameters.find((each) => each.name === name);
      if (!parameter) return [`the contract knows no argument ${name}`];
      const read = asQuery(value, parameter.schema?.type);
      const type = parameter.schema?.type === 'integer' ? 'number' : parameter.schema?.type;
      return type && typeof read !== type ? [`${name} is ${typeof read} and should be ${type}`] : [];
    }),
    ...parameters.filter(({ name, required }) => required && name !== 'token' && !(name in known)).map(({ name }) => `${name} is missing`),
  ];
}

/** Blocks wherever a request carries them. */
function blocksIn({ blocks, view, unfurls }: Json): string[] {
  const problems = [
    ...(blocks === undefined ? [] : blockProblems(blocks, 'message')),
    ...(view === undefined ? [] : viewProblems(view)),
    ...Object.values((unfurls ?? {}) as Record<string, Json>).flatMap((card) => (card.blocks === undefined ? [] : blockProblems(card.blocks, 'message'))),
  ];
  return problems.map(({ pointer, message }) => `${pointer}: ${message}`);
}

/** Everything that was sent to the Web API and to `response_url`s, held against the contract and Block Kit’s limits; empty: all is well. */
export function outgoingProblems(calls: readonly TwinCall[]): { problems: string[]; checked: number; methods: Set<string> } {
  const doc = contract('slack-web.openapi.json');
  const problems: string[] = [];
  const methods = new Set<string>();
  let checked = 0;
  for (const call of calls) {
    const path = call.path.split('?')[0] ?? '';
    const isAnswer = path.startsWith('/slack/response/');
    const method = isAnswer ? 'response_url' : path.replace('/slack/api/', '');
    if (!isAnswer && !path.startsWith('/slack/api/')) continue;
    const given = argumentsOf(call);
    const found = blocksIn(given);
    // With blocks the text is what a notification and a screen reader say.
    if (given.blocks !== undefined && !given.text) found.push('blocks without a text');
    if (doc && !isAnswer && !YOUNGER_METHODS.test(method)) {
      if (doc.at(`/paths/~1${method}`) === undefined) found.push('the contract knows no such method');
      else found.push(...argumentProblems(doc, method, given));
    }
    checked += 1;
    methods.add(method);
    problems.push(...found.map((each) => `${method}: ${each}`));
  }
  return { problems: [...new Set(problems)], checked, methods };
}
