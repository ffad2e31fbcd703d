/** The part of JSON Schema that a form can be drawn from. */
export interface FieldSchema {
  type?: string;
  title?: string;
  description?: string;
  enum?: readonly string[];
  format?: string;
  default?: unknown;
  items?: FieldSchema;
  properties?: Readonly<Record<string, FieldSchema>>;
  required?: readonly string[];
  anyOf?: readonly FieldSchema[];
  maxLength?: number;
}
export type Drawn = 'text' | 'long' | 'number' | 'switch' | 'select' | 'list' | 'addresses' | 'time' | 'secret';
export interface Field {
  name: string;
  label: string;
  hint: string | undefined;
  drawn: Drawn;
  options: readonly string[];
  isRequired: boolean;
}

const LONG = /^(text|body|html|message|note|description|markdown|privateKey)$/i;
const ACRONYM = /\b(?:api|sid|imap|smtp|url|html|rpc|id)\b/gi;
/** `dueAt` → `Due at`, `apiKey` → `API key`. */
const labelOf = (name: string): string => {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return (words.charAt(0).toUpperCase() + words.slice(1)).replaceAll(ACRONYM, (each) => each.toUpperCase());
};
const plain = (schema: FieldSchema): FieldSchema => (schema.anyOf ? { ...schema.anyOf.find(({ type }) => type !== 'null'), ...schema } : schema);

function drawnAs(name: string, schema: FieldSchema): Drawn | undefined {
  const { type, items } = plain(schema);
  if (plain(schema).enum) return 'select';
  if (type === 'boolean') return 'switch';
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'string') return plain(schema).format === 'date-time' ? 'time' : LONG.test(name) ? 'long' : 'text';
  if (type === 'array' && items?.type === 'string') return 'list';
  if (type === 'array' && items?.properties?.address) return 'addresses';
  return undefined;
}

/** Records are named by ids that are filled in from where one stands. */
const RECORD_ID = /^(contact|organization|deal|user|connection|owner|assignee|task|activity|thread|channel|template|page|calendar)Ids?$/;

/** What of an input a person types; what no field fits is left to programs. */
export function fieldsOf(schema: FieldSchema, secretFields: readonly string[] = []): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, each]) => {
    const drawn = secretFields.includes(name) && !/privateKey/i.test(name) ? 'secret' : RECORD_ID.test(name) ? undefined : drawnAs(name, each);
    if (!drawn) return [];
    const { title, description, enum: options = [] } = plain(each);
    return [{ name, label: title ?? labelOf(name), hint: description, drawn, options, isRequired: schema.required?.includes(name) ?? false }];
  });
}

/** What is known fills the fields that ask for it. */
export function startOf(schema: FieldSchema, known: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
  const { properties = {} } = schema;
  const given: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(properties)) {
    if (known[name] !== undefined) given[name] = known[name];
    else if (each.default !== undefined) given[name] = each.default;
    else if (name === 'to' && drawnAs(name, each) === 'addresses' && known.email) given.to = [{ address: known.email }];
    else if (name === 'to' && plain(each).type === 'string' && known.phone) given.to = known.phone;
  }
  return given;
}
