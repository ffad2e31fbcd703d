import { element } from '/_assets/dom.js';
import { mrkdwn } from '/_twins/slack/app/mrkdwn.js';

const words = (text, names) => (text?.type === 'mrkdwn' ? mrkdwn(text.text, names) : (text?.text ?? ''));
const optionsOf = (each) => [...(each.options ?? []), ...(each.option_groups ?? []).flatMap((group) => group.options)];

/** A button or menu that does something at once. */
const pressable = (each, block, { names, press }) => {
  const send = (value) => press({ action: each.action_id, block: block.block_id, ...(value === undefined ? {} : { value }) });
  if (each.type === 'button') {
    const made = element('button', { type: 'button', className: each.style ?? '' }, each.text.text);
    made.addEventListener('click', () => {
      if (each.confirm && !window.confirm(`${each.confirm.title.text}\n\n${each.confirm.text.text}`)) return;
      if (each.url) window.open(each.url, '_blank', 'noreferrer');
      send(each.value);
    });
    return made;
  }
  if (each.type === 'static_select' || each.type === 'overflow') {
    const label = each.placeholder?.text ?? 'More actions';
    const menu = element('select', { ariaLabel: label, className: each.type }, element('option', { value: '' }, each.type === 'overflow' ? '⋯' : label));
    for (const option of optionsOf(each)) menu.append(element('option', { value: option.value }, option.text.text));
    if (each.initial_option) menu.value = each.initial_option.value;
    menu.addEventListener('change', () => {
      const { value } = menu;
      if (each.type === 'overflow') menu.value = '';
      if (value) send(value);
    });
    return menu;
  }
  if (each.type === 'users_select') {
    const label = each.placeholder?.text ?? 'Choose a person';
    const menu = element('select', { ariaLabel: label }, element('option', { value: '' }, label));
    for (const { id, name } of names.people()) menu.append(element('option', { value: id }, name));
    menu.addEventListener('change', () => menu.value && send(menu.value));
    return menu;
  }
  if (each.type === 'datepicker') {
    const made = element('input', { type: 'date', value: each.initial_date ?? '', ariaLabel: each.placeholder?.text ?? 'Day' });
    made.addEventListener('change', () => send(made.value));
    return made;
  }
  return element('span', { className: 'soft' }, each.text ? words(each.text, names) : `[${each.type}]`);
};

/** A field of a form. A searching menu asks the hub for what it offers. */
const field = (each, id, { suggest }) => {
  const base = { id, name: id };
  switch (each.type) {
    case 'plain_text_input':
      return each.multiline
        ? element('textarea', { ...base, rows: 4, value: each.initial_value ?? '' })
        : element('input', { ...base, value: each.initial_value ?? '', placeholder: each.placeholder?.text ?? '' });
    case 'number_input':
      return element('input', { ...base, inputMode: 'decimal', value: each.initial_value ?? '' });
    case 'datepicker':
      return element('input', { ...base, type: 'date', value: each.initial_date ?? '' });
    case 'external_select': {
      const list = element('select', base, element('option', { value: '' }, each.placeholder?.text ?? 'Choose'));
      if (each.initial_option) list.append(element('option', { value: each.initial_option.value, selected: true }, each.initial_option.text.text));
      list.hidden = !each.initial_option;
      const search = element('input', { placeholder: 'Type to search', ariaLabel: `Search: ${id}` });
      search.addEventListener('input', async () => {
        if (search.value.length < (each.min_query_length ?? 3)) return;
        const found = await suggest(each.action_id, id, search.value);
        list.replaceChildren(...found.map((option) => element('option', { value: option.value }, option.text.text)));
        list.hidden = found.length === 0;
      });
      return element('span', { className: 'search' }, search, list);
    }
    case 'checkboxes': {
      const chosen = new Set((each.initial_options ?? []).map(({ value }) => value));
      const box = ({ text, value, description }, index) =>
        element(
          'label',
          { className: 'box' },
          element('input', { type: 'checkbox', name: id, value, checked: chosen.has(value), ...(index === 0 ? { id } : {}) }),
          element('span', {}, text.text, description ? element('small', {}, ` ${description.text}`) : undefined),
        );
      const group = element('span', { className: 'search' }, ...optionsOf(each).map(box));
      group.dataset.many = id;
      return group;
    }
    default: {
      const list = element('select', base);
      if (!each.initial_option) list.append(element('option', { value: '' }, 'Choose'));
      for (const option of optionsOf(each))
        list.append(element('option', { value: option.value, selected: option.value === each.initial_option?.value }, option.text.text));
      return list;
    }
  }
};

/** Blocks as Slack draws them. `hands`: names of people and channels, what a press and a search do. */
export const blocks = (all, hands) =>
  all.map((block) => {
    const { names } = hands;
    switch (block.type) {
      case 'section':
        return element(
          'div',
          { className: 'section' },
          element(
            'div',
            {},
            block.text && element('p', {}, words(block.text, names)),
            block.fields && element('div', { className: 'fields' }, ...block.fields.map((each) => element('p', {}, words(each, names)))),
          ),
          block.accessory && pressable(block.accessory, block, hands),
        );
      case 'header':
        return element('h3', {}, block.text.text);
      case 'divider':
        return element('hr', {});
      case 'context':
        return element('p', { className: 'context' }, ...block.elements.map((each) => element('span', {}, words(each, names), ' ')));
      case 'actions':
        return element('div', { className: 'actions' }, ...block.elements.map((each) => pressable(each, block, hands)));
      case 'input': {
        const id = block.block_id;
        return element(
          'div',
          { className: 'input' },
          element('label', { htmlFor: id }, block.label.text, block.optional ? element('span', { className: 'soft' }, ' (optional)') : undefined),
          field(block.element, id, hands),
          block.hint && element('small', {}, block.hint.text),
          hands.errors?.[id] && element('p', { className: 'wrong', role: 'alert' }, hands.errors[id]),
        );
      }
      default:
        return element('p', { className: 'soft' }, `[${block.type}]`);
    }
  });
