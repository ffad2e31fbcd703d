import type { CrmFilterSubject, PublishedEvent } from '#sdk';

type Types = NonNullable<ReturnType<CrmFilterSubject['field']>>['type'];
type Told = Pick<PublishedEvent, 'type' | 'data' | 'previous' | 'actor' | 'at'>;

const TYPES: Readonly<Record<string, Types>> = {
  amount: 'number',
  probability: 'number',
  ownerId: 'user',
  expectedCloseDate: 'date',
  actualCloseDate: 'date',
  createdAt: 'time',
  updatedAt: 'time',
  occurredAt: 'time',
  stageSince: 'time',
  tag: 'tag',
  stage: 'code',
  status: 'code',
  kind: 'code',
  direction: 'code',
  visibility: 'code',
  pipelineId: 'code',
  organizationId: 'code',
  currency: 'code',
  lossReason: 'code',
  leadSource: 'code',
  isUnchanged: 'bool',
};
const NAMES: Readonly<Record<string, string>> = { tag: 'tags' };

function valuesOf(value: unknown, type: Types): (string | number | boolean)[] {
  const list = Array.isArray(value) ? value : [value];
  return list.flatMap((each) => {
    if (each === null || each === undefined || each === '') return [];
    if (type === 'number') return Number.isFinite(Number(each)) ? [Number(each)] : [];
    return typeof each === 'string' || typeof each === 'number' || typeof each === 'boolean' ? [each] : [];
  });
}
const at = (data: Readonly<Record<string, unknown>> | undefined, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined),
      data,
    );

/**
 * An event as a rule’s filter asks it: the record as it is now (`amount`, `deal.amount`, `custom.budget`), what changed
 * (`from.stage`, `to.stage`; empty where that field did not change), and whose act it was (`actor.kind`).
 */
export function subjectOf({ data, previous, actor, at: happened }: Told): CrmFilterSubject {
  // Hundreds of rules ask for the same few fields.
  const known = new Map<string, ReturnType<CrmFilterSubject['field']>>();
  const read = (name: string): ReturnType<CrmFilterSubject['field']> => {
    const path = name.replace(/^(deal|activity|contact|organization)\./, '');
    const [head = '', ...rest] = path.split('.');
    const key = rest.join('.');
    if (head === 'actor') return { type: 'code', values: valuesOf(actor?.[key], 'code') };
    if (head === 'custom') return { type: 'text', values: valuesOf(at(data, `customFields.${key}`), 'text') };
    const field = head === 'from' || head === 'to' ? key : path;
    const type = TYPES[field] ?? 'text';
    const stored = NAMES[field] ?? field;
    if (head === 'from') return { type, values: previous && stored in previous ? valuesOf(previous[stored], type) : [] };
    if (head === 'to') return { type, values: previous && stored in previous ? valuesOf(data[stored], type) : [] };
    return { type, values: valuesOf(at(data, stored), type) };
  };
  return {
    now: happened,
    field(name) {
      let found = known.get(name);
      if (!found) {
        found = read(name);
        known.set(name, found);
      }
      return found;
    },
  };
}
