import type { RawRequest } from '#sdk';
import { multipartFields, withMultipartFields } from './multipart.ts';

/** Reads fields of a JSON, form or multipart body by path: `signature.token`, in lists `value.*.clientState`. */
export interface BodyFields {
  /** All values at the path; a missing member gives `undefined`, so that "every member has it" can be asked. */
  all(path: string): (string | undefined)[];
  one(path: string): string | undefined;
}

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined);

function collect(value: unknown, path: readonly string[]): (string | undefined)[] {
  const [head, ...rest] = path;
  if (head === undefined) return [asText(value)];
  if (head === '*') return Array.isArray(value) ? value.flatMap((member: unknown) => collect(member, rest)) : [undefined];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, head)) return [undefined];
  return collect((value as Record<string, unknown>)[head], rest);
}

const over = (all: BodyFields['all']): BodyFields => ({
  all,
  one: (path) => {
    const values = all(path);
    return values.length === 1 ? values[0] : undefined;
  },
});

/** `undefined` = the body cannot be read. */
export function bodyFields({ headers, rawBody }: RawRequest): BodyFields | undefined {
  const type = headers['content-type'] ?? '';
  if (/^application\/x-www-form-urlencoded/i.test(type)) {
    const form = new URLSearchParams(rawBody.toString('utf8'));
    return over((path) => [form.get(path) ?? undefined]);
  }
  if (/^multipart\/form-data/i.test(type)) {
    const fields = multipartFields(rawBody, type);
    return fields && over((path) => [fields.get(path)]);
  }
  try {
    const json: unknown = JSON.parse(rawBody.toString('utf8'));
    return over((path) => collect(json, path.split('.')));
  } catch {
    return undefined;
  }
}

/** The same body with fields set, for signing. Lists: every member. */
export function withBodyFields(request: RawRequest, values: Readonly<Record<string, string>>): RawRequest {
  if (/^application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? '')) {
    const form = new URLSearchParams(request.rawBody.toString('utf8'));
    for (const [path, value] of Object.entries(values)) form.set(path, value);
    return { ...request, rawBody: Buffer.from(form.toString()) };
  }
  const type = request.headers['content-type'] ?? '';
  if (/^multipart\/form-data/i.test(type)) return { ...request, rawBody: withMultipartFields(request.rawBody, type, values) };
  const json: unknown = request.rawBody.length > 0 ? JSON.parse(request.rawBody.toString('utf8')) : {};
  for (const [path, value] of Object.entries(values)) assign(json, path.split('.'), value);
  return { ...request, rawBody: Buffer.from(JSON.stringify(json)) };
}

function assign(target: unknown, path: readonly string[], value: string): void {
  const [head, ...rest] = path;
  if (head === undefined || typeof target !== 'object' || target === null) return;
  if (head === '*') {
    if (Array.isArray(target)) for (const member of target) assign(member, rest, value);
    return;
  }
  const object = target as Record<string, unknown>;
  if (rest.length === 0) object[head] = value;
  else {
    object[head] ??= {};
    assign(object[head], rest, value);
  }
}
