import type { Json, OutgoingMessage } from '../client/chat.ts';
import { cut } from './text.ts';

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const MAX_BLOCKS = 50;
const MAX_TEXT = 4000;

const words = (value: unknown, max: number): unknown =>
  isObject(value) && typeof value.text === 'string' ? { ...value, text: cut(value.text || ' ', max) } : value;
const short = (value: unknown, max: number): unknown => (typeof value === 'string' ? value.slice(0, max) : value);

function element(value: unknown): unknown {
  if (!isObject(value)) return value;
  const most = { overflow: 5, radio_buttons: 10, checkboxes: 10 }[String(value.type)] ?? 100;
  return {
    ...value,
    ...(value.type === 'button' ? { text: words(value.text, 75), value: short(value.value, 2000), url: short(value.url, 3000) } : {}),
    ...('placeholder' in value ? { placeholder: words(value.placeholder, 150) } : {}),
    ...(Array.isArray(value.options)
      ? {
          options: value.options
            .slice(0, most)
            .map((each) =>
              isObject(each) ? { ...each, text: words(each.text, 75), ...('description' in each ? { description: words(each.description, 75) } : {}) } : each,
            ),
        }
      : {}),
  };
}

function block(value: Json): Json {
  const id = 'block_id' in value ? { block_id: short(value.block_id, 255) } : {};
  const list = (name: string) => (Array.isArray(value[name]) ? (value[name] as unknown[]) : []);
  switch (value.type) {
    case 'section':
      return {
        ...value,
        ...id,
        ...('text' in value ? { text: words(value.text, 3000) } : {}),
        ...('fields' in value
          ? {
              fields: list('fields')
                .slice(0, 10)
                .map((each) => words(each, 2000)),
            }
          : {}),
        ...('accessory' in value ? { accessory: element(value.accessory) } : {}),
      };
    case 'header':
      return { ...value, ...id, text: words(value.text, 150) };
    case 'context':
      return {
        ...value,
        ...id,
        elements: list('elements')
          .slice(0, 10)
          .map((each) => words(each, 2000)),
      };
    case 'actions':
      return { ...value, ...id, elements: list('elements').slice(0, 25).map(element) };
    case 'markdown':
      return { ...value, ...id, text: cut(String(value.text ?? ''), 12_000) };
    default:
      return { ...value, ...id };
  }
}

/** A message as Slack accepts it: done before it is queued, so that nothing fails for its length at the last moment. */
export function clampMessage({ text, blocks }: OutgoingMessage): OutgoingMessage {
  const kept = blocks?.slice(0, MAX_BLOCKS).map(block);
  if (kept && blocks && blocks.length > MAX_BLOCKS)
    kept[MAX_BLOCKS - 1] = {
      type: 'context',
      elements: [{ type: 'mrkdwn', text: `…and ${blocks.length - MAX_BLOCKS + 1} more that do not fit into one message.` }],
    };
  return { text: cut(text.trim() || '–', MAX_TEXT), ...(kept && kept.length > 0 ? { blocks: kept } : {}) };
}
