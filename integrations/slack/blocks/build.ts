import type { Json } from '../client/chat.ts';
import { cut } from './text.ts';

/** Typed builders that keep Block Kit’s limits (docs.slack.dev/reference/block-kit): what is too long is cut, never refused. */
export const plainText = (text: string, max: number): Json => ({ type: 'plain_text', text: cut(text.trim() || '–', max), emoji: true });
export const mrkdwn = (text: string, max = 3000): Json => ({ type: 'mrkdwn', text: cut(text || ' ', max) });

export const section = (text: string, accessory?: Json): Json => ({ type: 'section', text: mrkdwn(text), ...(accessory ? { accessory } : {}) });
export const fields = (texts: readonly string[]): Json => ({ type: 'section', fields: texts.slice(0, 10).map((each) => mrkdwn(each, 2000)) });
export const header = (text: string): Json => ({ type: 'header', text: plainText(text, 150) });
export const context = (...texts: readonly string[]): Json => ({ type: 'context', elements: texts.slice(0, 10).map((each) => mrkdwn(each, 2000)) });
export const divider = (): Json => ({ type: 'divider' });
export const actions = (...elements: readonly (Json | undefined)[]): Json => ({
  type: 'actions',
  elements: elements.filter((each) => each !== undefined).slice(0, 25),
});

export const button = (actionId: string, label: string, value: string, more: { style?: 'primary' | 'danger'; url?: string; confirm?: Json } = {}): Json => ({
  type: 'button',
  action_id: actionId,
  text: plainText(label, 75),
  value: value.slice(0, 2000),
  ...(more.style ? { style: more.style } : {}),
  ...(more.url ? { url: more.url.slice(0, 3000) } : {}),
  ...(more.confirm ? { confirm: more.confirm } : {}),
});

export interface Option {
  label: string;
  value: string;
  hint?: string;
}
export const option = ({ label, value, hint }: Option): Json => ({
  text: plainText(label, 75),
  value: value.slice(0, 75),
  ...(hint ? { description: plainText(hint, 75) } : {}),
});
export const select = (actionId: string, placeholder: string, options: readonly Option[], chosen?: string): Json => {
  const shown = options.slice(0, 100);
  const initial = shown.find(({ value }) => value === chosen);
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: plainText(placeholder, 150),
    options: shown.map(option),
    ...(initial ? { initial_option: option(initial) } : {}),
  };
};
export const searching = (actionId: string, placeholder: string, chosen?: Option): Json => ({
  type: 'external_select',
  action_id: actionId,
  min_query_length: 2,
  placeholder: plainText(placeholder, 150),
  ...(chosen ? { initial_option: option(chosen) } : {}),
});
export const overflow = (actionId: string, options: readonly Option[]): Json => ({
  type: 'overflow',
  action_id: actionId,
  options: options.slice(0, 5).map(option),
});
export const datePicker = (actionId: string, chosen?: string | null, placeholder = 'Choose a day'): Json => ({
  type: 'datepicker',
  action_id: actionId,
  placeholder: plainText(placeholder, 150),
  ...(chosen ? { initial_date: chosen } : {}),
});
export const usersSelect = (actionId: string, placeholder: string): Json => ({
  type: 'users_select',
  action_id: actionId,
  placeholder: plainText(placeholder, 150),
});
export const textInput = (actionId: string, more: { initial?: string | null; multiline?: boolean; placeholder?: string } = {}): Json => ({
  type: 'plain_text_input',
  action_id: actionId,
  multiline: more.multiline ?? false,
  max_length: 3000,
  ...(more.initial ? { initial_value: cut(more.initial, 3000) } : {}),
  ...(more.placeholder ? { placeholder: plainText(more.placeholder, 150) } : {}),
});
export const numberInput = (actionId: string, initial?: string | null): Json => ({
  type: 'number_input',
  action_id: actionId,
  is_decimal_allowed: true,
  min_value: '0',
  ...(initial ? { initial_value: initial } : {}),
});
export const input = (blockId: string, label: string, element: Json, more: { optional?: boolean; hint?: string } = {}): Json => ({
  type: 'input',
  block_id: blockId,
  label: plainText(label, 2000),
  element,
  optional: more.optional ?? false,
  ...(more.hint ? { hint: plainText(more.hint, 2000) } : {}),
});

export interface Modal {
  callbackId: string;
  title: string;
  submit?: string;
  close?: string;
  /** Ids and versions only; the person can read it. */
  metadata?: unknown;
  blocks: readonly Json[];
}
export const modal = ({ callbackId, title, submit, close = 'Cancel', metadata, blocks }: Modal): Json => ({
  type: 'modal',
  callback_id: callbackId,
  title: plainText(title, 24),
  ...(submit ? { submit: plainText(submit, 24) } : {}),
  close: plainText(close, 24),
  private_metadata: metadata === undefined ? '' : JSON.stringify(metadata).slice(0, 3000),
  blocks: blocks.slice(0, 100),
});
export const home = (blocks: readonly Json[]): Json => ({ type: 'home', callback_id: 'home', blocks: blocks.slice(0, 100) });
