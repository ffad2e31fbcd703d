import type { Json, SlackView } from './store.ts';

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

export interface Placed {
  block: Json;
  element: Json;
}
/** Everything in these blocks that can be pressed or filled in. */
export const elementsOf = (blocks: unknown): Placed[] =>
  listOf(blocks).flatMap((block) => [
    ...listOf(block.elements).map((element) => ({ block, element })),
    ...(isObject(block.accessory) ? [{ block, element: block.accessory }] : []),
    ...(isObject(block.element) ? [{ block, element: block.element }] : []),
  ]);

const optionOf = (element: Json, value: string): Json | null => {
  const options = [...listOf(element.options), ...listOf(element.option_groups).flatMap((group) => listOf(group.options))];
  return options.find((option) => option.value === value) ?? { text: { type: 'plain_text', text: value }, value };
};

/** What an element says in `state.values` or in an action, given what a person typed or chose; undefined: left as it was. */
export const saidBy = (element: Json, given: unknown): Json => {
  const type = String(element.type);
  const one = given === undefined ? undefined : given === null || given === '' ? null : String(given);
  switch (type) {
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: one === undefined ? (element.initial_value ?? null) : one };
    case 'datepicker':
      return { type, selected_date: one === undefined ? (element.initial_date ?? null) : one };
    case 'timepicker':
      return { type, selected_time: one === undefined ? (element.initial_time ?? null) : one };
    case 'users_select':
      return { type, selected_user: one === undefined ? (element.initial_user ?? null) : one };
    case 'channels_select':
      return { type, selected_channel: one === undefined ? (element.initial_channel ?? null) : one };
    case 'conversations_select':
      return { type, selected_conversation: one === undefined ? (element.initial_conversation ?? null) : one };
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return {
        type,
        selected_options:
          given === undefined ? (element.initial_options ?? []) : (Array.isArray(given) ? given : [given]).map((each) => optionOf(element, String(each))),
      };
    case 'multi_users_select':
      return { type, selected_users: given === undefined ? (element.initial_users ?? []) : given };
    default:
      return { type, selected_option: one === undefined ? (element.initial_option ?? null) : one === null ? null : optionOf(element, one) };
  }
};

/** `view.state` as it is sent with a submit: every input, whether it was touched or not. */
export const stateOf = ({ view }: SlackView, given: Readonly<Record<string, unknown>>): Json => {
  const values: Record<string, Json> = {};
  for (const block of listOf(view.blocks)) {
    if (block.type !== 'input' || !isObject(block.element)) continue;
    const id = String(block.block_id);
    values[id] = { [String(block.element.action_id)]: saidBy(block.element, given[id]) };
  }
  return { values };
};

/** Slack itself refuses a submit with an empty required field. */
export const missingIn = ({ view }: SlackView, state: Json): Record<string, string> => {
  const values = state.values as Record<string, Record<string, Json>>;
  const missing: Record<string, string> = {};
  for (const block of listOf(view.blocks)) {
    if (block.type !== 'input' || block.optional === true) continue;
    const [said] = Object.values(values[String(block.block_id)] ?? {});
    const isEmpty = Object.entries(said ?? {}).every(
      ([key, value]) => key === 'type' || value === null || value === '' || (Array.isArray(value) && value.length === 0),
    );
    if (isEmpty) missing[String(block.block_id)] = 'Please complete this required field.';
  }
  return missing;
};
