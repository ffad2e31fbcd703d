import { element } from './dom.js';

/** How every act's webhooks may travel; the same for all verbs. */
const travel = {
  repeat: { type: 'integer', minimum: 1 },
  shuffle: { type: 'boolean' },
  lateMs: { type: 'integer', minimum: 0 },
  forge: { enum: ['unsigned', 'signature', 'body', 'secret', 'stale', 'future'] },
};

const words = (name) => name.replaceAll('_', ' ').replace(/([a-z])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`);

const field = (name, schema, accounts, isRequired) => {
  if (schema.type === 'boolean') return element('label', { className: 'tick' }, element('input', { type: 'checkbox', name }), words(name));
  const choices = schema.enum ?? (name === 'account' && accounts.length > 0 ? accounts : undefined);
  const isNumber = schema.type === 'integer' || schema.type === 'number';
  const control = choices
    ? element(
        'select',
        { name },
        ...(isRequired || schema.default ? [] : [element('option', { value: '' }, '–')]),
        ...choices.map((choice) => element('option', { value: choice, selected: choice === schema.default }, choice)),
      )
    : element('input', {
        name,
        type: isNumber ? 'number' : 'text',
        required: isRequired,
        placeholder: String(schema.default ?? ''),
        ...(isNumber && { step: schema.type === 'integer' ? 1 : 'any', min: schema.minimum ?? '' }),
      });
  return element('label', {}, words(name), control);
};

const read = (form, properties) => {
  const values = {};
  for (const [name, schema] of Object.entries(properties)) {
    const control = form.elements.namedItem(name);
    if (schema.type === 'boolean') {
      if (control.checked) values[name] = true;
    } else if (control.value !== '') values[name] = schema.type === 'integer' || schema.type === 'number' ? Number(control.value) : control.value;
  }
  return values;
};

/** A folded form of a JSON Schema's flat fields. */
export const schemaForm = ({ name, title, properties, required = [], accounts = [], button, submit }) => {
  const fields = Object.entries(properties).map(([key, schema]) => field(key, schema, accounts, required.includes(key)));
  const form = element('form', {}, ...fields, element('div', { className: 'end' }, element('button', { className: 'primary' }, button)));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit(read(form, properties));
  });
  return element('details', {}, element('summary', {}, element('code', {}, name), element('span', { className: 'soft' }, title)), form);
};

export const verbForm = (verb, accounts, hasWebhooks, submit) =>
  schemaForm({
    name: verb.name,
    title: verb.title,
    properties: { ...verb.input.properties, ...(hasWebhooks && travel) },
    required: verb.input.required,
    accounts,
    button: 'Do it',
    submit: (values) => submit({ verb: verb.name, ...values }),
  });

const faultFields = {
  do: { enum: ['status', 'delay', 'drop', 'drop_after_commit', 'html', 'expired', 'revoked'], default: 'status' },
  method: { type: 'string' },
  path: { type: 'string' },
  next: { type: 'integer', minimum: 1 },
  rate: { type: 'number', minimum: 0 },
  status: { type: 'integer', minimum: 200 },
  delayMs: { type: 'integer', minimum: 0 },
};

export const faultForm = (submit) =>
  schemaForm({
    name: 'new fault',
    title: 'Neither next nor rate: every matching call',
    properties: faultFields,
    button: 'Order it',
    submit: ({ method, path, ...rest }) => submit({ match: { ...(method && { method }), ...(path && { path }) }, ...rest }),
  });
