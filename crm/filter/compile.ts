import { type SQL, sql } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import { defaultCountry } from '../default-country.ts';
import { normalisePhone } from '../identities/normalise.ts';
import type { Entity } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { readDuration, shiftBy } from './duration.ts';
import type { Field } from './field.ts';
import { type EventFilter, type FieldFilter, type Filter, isAll, isAny, isEvent, isField, isNot } from './filter.ts';
import { FILTER_EVENTS, happened } from './filter-events.ts';
import { type FilterProblem, filterProblems } from './filter-problems.ts';
import { NotATest, testOf } from './test-of-value.ts';
import { conditionsOf } from './visit.ts';
import { fieldsOf, loadVocabulary } from './vocabulary.ts';

/**
 * A filter as a condition on the table of its entity (`contacts`, `organizations`, `deals`, under that name in the query).
 * It says nothing of workspace, reach and `record_state` of these rows: the query around it does. Records behind a path
 * are those that the caller reaches.
 * @throws PatchbayError invalid_input with the path of what cannot be understood
 */
export async function compileFilter(tx: Transaction, scope: CrmScope, entity: Entity, filter: Filter): Promise<SQL> {
  refuse(filterProblems(filter));
  const names = conditionsOf(filter).flatMap((each) => (isField(each) ? [each.field] : []));
  const words = await loadVocabulary(tx, scope, {
    custom: names.some((name) => /(^|\.)custom\./.test(name)),
    tags: names.some((name) => /(^|\.)tag$/.test(name)),
    stages: false,
  });
  const country = names.some((name) => /(^|\.)phone$/.test(name)) ? await defaultCountry(tx, scope) : 'US';
  const compilation = compile(filter, { scope, entity, fields: fieldsOf(scope, entity, words), readPhone: (text) => normalisePhone(text, country)?.e164 });
  refuse(compilation.problems);
  return compilation.condition;
}

function refuse(problems: readonly FilterProblem[]): void {
  if (problems.length === 0) return;
  const errors = problems.map(({ path, message }) => ({ path: ['filter', ...path].join('.'), message }));
  throw new PatchbayError('invalid_input', { detail: 'This filter cannot be understood.', errors });
}

interface Surroundings {
  scope: CrmScope;
  entity: Entity;
  fields: ReadonlyMap<string, Field>;
  readPhone(text: string): string | undefined;
}

/**
 * `not` goes down to the conditions themselves: `not exists` is a join the planner knows, and a comparison with null,
 * which is neither true nor false, is turned round as false.
 */
function compile(filter: Filter, { scope, entity, fields, readPhone }: Surroundings): { condition: SQL; problems: FilterProblem[] } {
  const problems: FilterProblem[] = [];
  const now = scope.clock.now();
  const wrong = (path: (string | number)[], message: string): SQL => {
    problems.push({ path, message });
    return sql`false`;
  };

  const visit = (node: Filter, path: (string | number)[], negated: boolean): SQL => {
    if (isNot(node)) return visit(node.not, [...path, 'not'], !negated);
    if (isAll(node)) return group(node.all, [...path, 'all'], negated, !negated);
    if (isAny(node)) return group(node.any, [...path, 'any'], negated, negated);
    if (isField(node)) return field(node, path, negated);
    if (isEvent(node)) return event(node, path, negated);
    return negated ? sql`false` : sql`true`;
  };
  const group = (nodes: readonly Filter[], path: (string | number)[], negated: boolean, every: boolean): SQL => {
    const conditions = nodes.map((node, index) => visit(node, [...path, index], negated));
    if (conditions.length === 0) return every ? sql`true` : sql`false`;
    return sql`(${sql.join(conditions, every ? sql` and ` : sql` or `)})`;
  };
  const field = (node: FieldFilter, path: (string | number)[], negated: boolean): SQL => {
    const known = fields.get(node.field);
    if (!known) return wrong([...path, 'field'], unknownField(node.field, entity, fields));
    try {
      const test = testOf(node, { type: known.type, options: known.options, now, me: scope.userId, readPhone });
      const answer = known.answer(test.question);
      if (test.negated === negated) return answer;
      return known.many ? sql`not ${answer}` : sql`(${answer}) is not true`;
    } catch (error) {
      if (error instanceof NotATest) return wrong([...path, error.part], error.message);
      throw error;
    }
  };
  const event = ({ event: name, within, count = 1 }: EventFilter, path: (string | number)[], negated: boolean): SQL => {
    const known = Object.hasOwn(FILTER_EVENTS, name) ? FILTER_EVENTS[name] : undefined;
    const duration = readDuration(within);
    if (!known?.entities.includes(entity) || !duration) return wrong([...path, 'event'], unknownEvent(entity));
    const rows = happened(scope.workspaceId, entity, known, shiftBy(now, duration), now);
    const answer = count === 1 ? sql`exists (${rows})` : sql`(select count(*) from (${rows} limit ${count}) so_often) >= ${count}`;
    return negated ? sql`not ${answer}` : answer;
  };
  return { condition: visit(filter, [], false), problems };
}

function unknownField(name: string, entity: Entity, fields: ReadonlyMap<string, Field>): string {
  const near = [...fields.keys()].find((each) => each.toLowerCase() === name.toLowerCase());
  return `There is no field “${name}” of a ${entity}.${near ? ` Did you mean “${near}”?` : ''}`;
}
const unknownEvent = (entity: Entity) =>
  `There is no such event; there are ${Object.entries(FILTER_EVENTS)
    .filter(([, event]) => event.entities.includes(entity))
    .map(([name]) => name)
    .join(', ')}.`;
