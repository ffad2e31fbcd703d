/** What Block Kit accepts (docs.slack.dev/reference/block-kit, November 2026); a violation names its place. */
export interface BlockProblem {
  message: string;
  pointer: string;
}
type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const BLOCKS = ['actions', 'context', 'divider', 'file', 'header', 'image', 'input', 'markdown', 'rich_text', 'section', 'table', 'video'];
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  actions: [
    'button',
    'static_select',
    'external_select',
    'users_select',
    'conversations_select',
    'channels_select',
    'overflow',
    'datepicker',
    'timepicker',
    'datetimepicker',
    'radio_buttons',
    'checkboxes',
  ],
  input: [
    'plain_text_input',
    'number_input',
    'email_text_input',
    'url_text_input',
    'static_select',
    'multi_static_select',
    'external_select',
    'multi_external_select',
    'users_select',
    'multi_users_select',
    'conversations_select',
    'channels_select',
    'datepicker',
    'timepicker',
    'datetimepicker',
    'radio_buttons',
    'checkboxes',
    'file_input',
    'rich_text_input',
  ],
};
const OPTIONS_MAX: Readonly<Record<string, number>> = { overflow: 5, radio_buttons: 10, checkboxes: 10 };

export const blockProblems = (blocks: unknown, surface: 'message' | 'modal' | 'home'): BlockProblem[] => {
  const problems: BlockProblem[] = [];
  const wrong = (pointer: string, message: string) => void problems.push({ pointer, message });
  const text = (value: unknown, pointer: string, max: number, kind?: 'plain_text', min = 1) => {
    if (!isObject(value)) return wrong(pointer, 'must be a text object');
    if (value.type !== 'plain_text' && value.type !== 'mrkdwn') return wrong(`${pointer}/type`, 'must be plain_text or mrkdwn');
    if (kind && value.type !== kind) wrong(`${pointer}/type`, `must be ${kind}`);
    const words = value.text;
    if (typeof words !== 'string' || words.length < min) wrong(`${pointer}/text`, `must be more than ${min - 1} characters`);
    else if (words.length > max) wrong(`${pointer}/text`, `must be less than ${max + 1} characters`);
  };
  const short = (value: unknown, pointer: string, max: number, required = false) => {
    if (value === undefined) return required ? wrong(pointer, 'missing required field') : undefined;
    if (typeof value !== 'string') wrong(pointer, 'must be a string');
    else if (value.length > max) wrong(pointer, `must be less than ${max + 1} characters`);
  };
  const option = (value: unknown, pointer: string) => {
    if (!isObject(value)) return wrong(pointer, 'must be an option');
    text(value.text, `${pointer}/text`, 75);
    short(value.value, `${pointer}/value`, 150, true);
    if (value.description !== undefined) text(value.description, `${pointer}/description`, 75, 'plain_text');
  };
  const element = (value: unknown, pointer: string, allowed?: readonly string[]) => {
    if (!isObject(value)) return wrong(pointer, 'must be an element');
    const type = String(value.type);
    if (allowed && !allowed.includes(type)) wrong(`${pointer}/type`, `${type} does not belong here`);
    short(value.action_id, `${pointer}/action_id`, 255, type !== 'image');
    if (type === 'button') {
      text(value.text, `${pointer}/text`, 75, 'plain_text');
      short(value.value, `${pointer}/value`, 2000);
      short(value.url, `${pointer}/url`, 3000);
      if (value.style !== undefined && value.style !== 'primary' && value.style !== 'danger') wrong(`${pointer}/style`, 'must be primary or danger');
    }
    if (value.placeholder !== undefined) text(value.placeholder, `${pointer}/placeholder`, 150, 'plain_text');
    const most = OPTIONS_MAX[type] ?? 100;
    if (type.includes('static_select') || type in OPTIONS_MAX) {
      const options = list(value.options);
      const groups = list(value.option_groups);
      if (options.length === 0 && groups.length === 0) wrong(`${pointer}/options`, 'must have at least 1 item');
      if (options.length > most) wrong(`${pointer}/options`, `must have less than ${most + 1} items`);
      for (const [index, each] of options.entries()) option(each, `${pointer}/options/${index}`);
      const values = options.map((each) => (isObject(each) ? each.value : undefined));
      if (new Set(values).size < values.length) wrong(`${pointer}/options`, 'values must be unique');
      if (isObject(value.initial_option) && options.length > 0 && !values.includes(value.initial_option.value))
        wrong(`${pointer}/initial_option`, 'must be one of the options');
    }
    if (type === 'datepicker' && value.initial_date !== undefined && !/^\d{4}-\d\d-\d\d$/.test(String(value.initial_date)))
      wrong(`${pointer}/initial_date`, 'must be YYYY-MM-DD');
    if (type === 'plain_text_input' && Number(value.max_length ?? 0) > 3000) wrong(`${pointer}/max_length`, 'must be less than 3001');
    if (type === 'plain_text_input') short(value.initial_value, `${pointer}/initial_value`, 3000);
    if (isObject(value.confirm)) {
      text(value.confirm.title, `${pointer}/confirm/title`, 100, 'plain_text');
      text(value.confirm.text, `${pointer}/confirm/text`, 300);
      text(value.confirm.confirm, `${pointer}/confirm/confirm`, 30, 'plain_text');
      text(value.confirm.deny, `${pointer}/confirm/deny`, 30, 'plain_text');
    }
  };
  const block = (value: unknown, pointer: string) => {
    if (!isObject(value)) return wrong(pointer, 'must be a block');
    const type = String(value.type);
    if (!BLOCKS.includes(type)) return wrong(`${pointer}/type`, `unsupported type: ${type}`);
    short(value.block_id, `${pointer}/block_id`, 255);
    switch (type) {
      case 'section': {
        if (value.text === undefined && value.fields === undefined) wrong(pointer, 'a section has text or fields');
        if (value.text !== undefined) text(value.text, `${pointer}/text`, 3000);
        if (value.fields !== undefined) {
          const fields = list(value.fields);
          if (fields.length < 1 || fields.length > 10) wrong(`${pointer}/fields`, 'must have 1 to 10 items');
          for (const [index, field] of fields.entries()) text(field, `${pointer}/fields/${index}`, 2000);
        }
        if (value.accessory !== undefined) element(value.accessory, `${pointer}/accessory`, [...(ELEMENTS.actions ?? []), 'image', 'multi_static_select']);
        return;
      }
      case 'header':
        return text(value.text, `${pointer}/text`, 150, 'plain_text');
      case 'context': {
        const parts = list(value.elements);
        if (parts.length < 1 || parts.length > 10) wrong(`${pointer}/elements`, 'must have 1 to 10 items');
        for (const [index, part] of parts.entries()) {
          if (isObject(part) && part.type === 'image') short(part.alt_text, `${pointer}/elements/${index}/alt_text`, 2000, true);
          else text(part, `${pointer}/elements/${index}`, 2000);
        }
        return;
      }
      case 'actions': {
        const elements = list(value.elements);
        if (elements.length < 1 || elements.length > 25) wrong(`${pointer}/elements`, 'must have 1 to 25 items');
        for (const [index, each] of elements.entries()) element(each, `${pointer}/elements/${index}`, ELEMENTS.actions);
        const ids = elements.map((each) => (isObject(each) ? each.action_id : undefined));
        if (new Set(ids).size < ids.length) wrong(`${pointer}/elements`, 'action_id must be unique');
        return;
      }
      case 'input':
        if (surface === 'message') wrong(`${pointer}/type`, 'input blocks live in modals and home tabs');
        text(value.label, `${pointer}/label`, 2000, 'plain_text');
        if (value.hint !== undefined) text(value.hint, `${pointer}/hint`, 2000, 'plain_text');
        return element(value.element, `${pointer}/element`, ELEMENTS.input);
      case 'image':
        short(value.alt_text, `${pointer}/alt_text`, 2000, true);
        return;
      case 'markdown':
        return short(value.text, `${pointer}/text`, 12_000, true);
      case 'table': {
        const rows = list(value.rows);
        if (rows.length < 1 || rows.length > 100) wrong(`${pointer}/rows`, 'must have 1 to 100 items');
        for (const [index, row] of rows.entries()) if (list(row).length > 20) wrong(`${pointer}/rows/${index}`, 'must have less than 21 items');
        return;
      }
    }
  };
  if (!Array.isArray(blocks)) return [{ pointer: '/blocks', message: 'must be a list' }];
  const most = surface === 'message' ? 50 : 100;
  if (blocks.length > most) wrong('/blocks', `no more than ${most} items allowed`);
  for (const [index, each] of blocks.entries()) block(each, `/blocks/${index}`);
  const ids = blocks.flatMap((each) => (isObject(each) && typeof each.block_id === 'string' ? [each.block_id] : []));
  if (new Set(ids).size < ids.length) wrong('/blocks', 'block_id must be unique');
  return problems;
};

export const viewProblems = (view: unknown): BlockProblem[] => {
  if (!isObject(view)) return [{ pointer: '/view', message: 'must be an object' }];
  const problems: BlockProblem[] = [];
  const plain = (value: unknown, name: string, max: number, isRequired: boolean) => {
    if (value === undefined) return isRequired ? problems.push({ pointer: `/view/${name}`, message: 'missing required field' }) : 0;
    const words = isObject(value) && value.type === 'plain_text' ? value.text : undefined;
    if (typeof words !== 'string' || words.length < 1 || words.length > max)
      problems.push({ pointer: `/view/${name}`, message: `must be plain_text of 1 to ${max} characters` });
    return 0;
  };
  if (view.type !== 'modal' && view.type !== 'home') problems.push({ pointer: '/view/type', message: 'must be modal or home' });
  if (view.type === 'modal') {
    plain(view.title, 'title', 24, true);
    plain(view.submit, 'submit', 24, false);
    plain(view.close, 'close', 24, false);
    const hasInput = list(view.blocks).some((each) => isObject(each) && each.type === 'input');
    if (hasInput && view.submit === undefined) problems.push({ pointer: '/view/submit', message: 'is required with an input block' });
  }
  if (String(view.private_metadata ?? '').length > 3000) problems.push({ pointer: '/view/private_metadata', message: 'must be less than 3001 characters' });
  if (String(view.callback_id ?? '').length > 255) problems.push({ pointer: '/view/callback_id', message: 'must be less than 256 characters' });
  return [...problems, ...blockProblems(view.blocks, view.type === 'home' ? 'home' : 'modal')];
};
