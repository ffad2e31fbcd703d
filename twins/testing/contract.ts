import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/**
 * Machine-readable contracts that the providers publish. They lie beside the checkout, are not ours to copy, and may be
 * absent: then the tests that need them say so and are skipped, except in CI.
 */
const folder = process.env.PATCHBAY_CONTRACTS ?? join(import.meta.dirname, '../../../shared/contracts');

export interface Contract {
  /** What is wrong with a value, each with its path; empty when nothing is. `pointer` is a JSON pointer into the document. */
  problems(pointer: string, value: unknown): string[];
  /** A schema by its name, wherever this kind of document keeps them. */
  problemsOf(schema: string, value: unknown): string[];
  /** What stands at a pointer; undefined: nothing. */
  at(pointer: string): unknown;
}

type Json = Record<string, unknown>;

/** Google's discovery dialect: `$ref` is a bare name, nothing is required, and unknown fields pass. Typos shall not. */
const fromDiscovery = (node: unknown, isStrict: boolean): unknown => {
  if (Array.isArray(node)) return node.map((each) => fromDiscovery(each, isStrict));
  if (typeof node !== 'object' || node === null) return node;
  const { $ref, format, ...rest } = node as Json;
  if (typeof $ref === 'string') return { $ref: `#/schemas/${$ref}` };
  // A property may bear these names; then it is an object.
  if (typeof rest.id === 'string') delete rest.id;
  if (typeof rest.required === 'boolean') delete rest.required;
  if (rest.type === 'any') delete rest.type;
  const inner: Json = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, fromDiscovery(value, isStrict)]));
  // 64-bit numbers travel as text, and a time may have its zone beside it instead of an offset.
  if (format === 'date') inner.format = 'date';
  else if (format === 'date-time') inner.format = 'iso-date-time';
  else if (typeof format === 'object' && format !== null) inner.format = fromDiscovery(format, isStrict);
  if (isStrict && inner.type === 'object' && inner.properties && inner.additionalProperties === undefined) inner.additionalProperties = false;
  return inner;
};

/** OpenAPI 3.0 says `nullable` beside the type. */
const withNullable = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(withNullable);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = node as Json;
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, withNullable(value)]));
  return nullable === true ? { anyOf: [inner, { type: 'null' }] } : inner;
};

/** The contract of this file, or undefined (with a word why) where the folder is absent. @throws in CI */
export function contract(file: string): Contract | undefined {
  const path = join(folder, file);
  if (!existsSync(path)) {
    const sentence = `The contract ${file} is not at ${folder}: what it would prove is not proven here.`;
    if (process.env.CI) throw new Error(sentence);
    console.warn(sentence);
    return undefined;
  }
  const read = JSON.parse(readFileSync(path, 'utf8')) as Json;
  const isDiscovery = file.includes('.discovery.');
  const document = isDiscovery ? { schemas: fromDiscovery(read.schemas, true) } : (withNullable(read) as Json);
  const ajv = new Ajv2020({ strict: false, validateSchema: false, logger: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ ...document, $id: `contract:${file}` });
  const problems = (pointer: string, value: unknown): string[] => {
    const check = ajv.compile({ $ref: `contract:${file}#${pointer}` });
    return check(value) ? [] : (check.errors ?? []).map(({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`);
  };
  const at = (pointer: string): unknown =>
    pointer
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>((here, key) => (typeof here === 'object' && here !== null ? (here as Json)[key] : undefined), document);
  return { at, problems, problemsOf: (schema, value) => problems(isDiscovery ? `/schemas/${schema}` : `/components/schemas/${schema}`, value) };
}
