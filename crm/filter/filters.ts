import { ENTITIES, type Entity } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { type DescribeOptions, describeFilter } from './describe.ts';
import type { Field } from './field.ts';
import type { Filter, Operator } from './filter.ts';
import { FILTER_EVENTS } from './filter-events.ts';
import { OPERATORS_OF, type ValueType } from './value-types.ts';
import { fieldsOf, loadVocabulary, type Vocabulary } from './vocabulary.ts';

export interface FilterField {
  name: string;
  label: string;
  type: ValueType;
  operators: readonly Operator[];
  /** The choices there are; null where anything may be typed. */
  options: { value: string; label: string }[] | null;
  /** Whose field it is: the record's own, or that of a record behind a path. */
  of: Entity;
}

/** What a builder of filters needs to know, and how a filter reads. */
export function createFilters(scope: CrmScope) {
  const load = (entity: Entity) =>
    scope.db.transaction(async (tx) => {
      const words = await loadVocabulary(tx, scope, { custom: true, tags: true, stages: true });
      return { words, fields: fieldsOf(scope, entity, words) };
    });
  return {
    async fields(entity: Entity): Promise<{ data: FilterField[]; events: { name: string; label: string }[] }> {
      const { words, fields } = await load(entity);
      return {
        data: [...fields.values()].map((field) => ({
          name: field.name,
          label: field.label,
          type: field.type,
          operators: OPERATORS_OF[field.type],
          options: optionsOf(field, words),
          of: ENTITIES.find((other) => field.name.startsWith(`${other}.`)) ?? entity,
        })),
        events: Object.entries(FILTER_EVENTS)
          .filter(([, event]) => event.entities.includes(entity))
          .map(([name, { label }]) => ({ name, label })),
      };
    },
    /** How filters of an entity are said in this workspace. */
    async sentences(entity: Entity): Promise<(filter: Filter) => string> {
      const { fields } = await load(entity);
      const options: DescribeOptions = { field: (name) => fields.get(name) };
      return (filter) => describeFilter(filter, options);
    },
  };
}

function optionsOf({ name, options, type }: Field, { stages, tags }: Vocabulary): FilterField['options'] {
  if (type === 'tag') return tags.map((tag) => ({ value: tag.name, label: tag.name }));
  if (/(^|\.)stage$/.test(name)) return stages.map((value) => ({ value, label: inWords(value) }));
  if (!options) return null;
  return options.map((value) => ({ value, label: /(^|\.)custom\./.test(name) ? value : inWords(value) }));
}

/** `marketing_qualified` as `Marketing qualified`. */
const inWords = (value: string): string => value.charAt(0).toUpperCase() + value.slice(1).replaceAll('_', ' ');
