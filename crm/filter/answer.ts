import { type SQL, sql } from 'drizzle-orm';
import type { FilterScalar } from './filter.ts';
import type { Question } from './test-of-value.ts';
import type { ValueType } from './value-types.ts';

/** How a value lies in the database. */
export type SqlType = 'text' | 'numeric' | 'double precision' | 'date' | 'timestamptz' | 'uuid' | 'boolean';

/** Types in which small and capital letters are the same. */
const LETTERS: readonly ValueType[] = ['text', 'email', 'tag'];

/** The question as a condition on one value. Null where the value is null: neither yes nor, turned round, no. */
export function answerInSql(value: SQL, type: ValueType, sqlType: SqlType, question: Question): SQL {
  const parameter = (operand: FilterScalar): SQL => sql`${sqlType === 'uuid' || sqlType === 'boolean' ? operand : String(operand)}::${sql.raw(sqlType)}`;
  const [left, right] = LETTERS.includes(type) ? [sql`lower(${value})`, (operand: FilterScalar) => sql`lower(${parameter(operand)})`] : [value, parameter];
  switch (question.kind) {
    case 'one_of': {
      const [first, ...more] = question.values.map(right);
      // Equality alone is what an index on (workspace, field) is looked up by.
      return first && more.length === 0 ? sql`${left} = ${first}` : sql`${left} in (${sql.join(first ? [first, ...more] : [], sql`, `)})`;
    }
    case 'contains':
      return sql`strpos(${left}, ${right(question.text)}) > 0`;
    case 'starts':
      return sql`starts_with(${left}, ${right(question.text)})`;
    case 'range': {
      const { from, to } = question;
      const ends = [
        ...(from ? [sql`${value} ${sql.raw(from.inclusive ? '>=' : '>')} ${parameter(from.value)}`] : []),
        ...(to ? [sql`${value} ${sql.raw(to.inclusive ? '<=' : '<')} ${parameter(to.value)}`] : []),
      ];
      return sql`(${sql.join(ends, sql` and `)})`;
    }
    case 'filled':
      return sqlType === 'text' ? sql`${value} <> ''` : sql`${value} is not null`;
  }
}

/** The same in memory. Values as they lie in the database: days and instants as text, instants in UTC. */
export function answerer(type: ValueType, question: Question): (value: FilterScalar) => boolean {
  const same = LETTERS.includes(type) ? (text: FilterScalar) => String(text).toLowerCase() : (text: FilterScalar) => text;
  switch (question.kind) {
    case 'one_of': {
      const wanted = new Set(question.values.map(same));
      return (value) => wanted.has(same(value));
    }
    case 'contains': {
      const part = String(same(question.text));
      return (value) => String(same(value)).includes(part);
    }
    case 'starts': {
      const start = String(same(question.text));
      return (value) => String(same(value)).startsWith(start);
    }
    case 'range': {
      const size = type === 'time' ? (each: FilterScalar) => Date.parse(String(each)) : (each: FilterScalar) => each;
      const [from, to] = [question.from, question.to].map((end) => end && { at: size(end.value), inclusive: end.inclusive });
      return (value) => {
        const at = size(value);
        return (!from || at > from.at || (from.inclusive && at === from.at)) && (!to || at < to.at || (to.inclusive && at === to.at));
      };
    }
    case 'filled':
      return (value) => value !== '';
  }
}
