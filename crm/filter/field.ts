import { type SQL, sql } from 'drizzle-orm';
import { answerInSql, type SqlType } from './answer.ts';
import type { Question } from './test-of-value.ts';
import type { ValueType } from './value-types.ts';

export interface FieldFacts {
  /** As filters name it. */
  name: string;
  /** As a person reads it. */
  label: string;
  type: ValueType;
  /** The only values there are. */
  options?: readonly string[];
}

/** One thing of a record that can be asked. */
export interface Field extends FieldFacts {
  /** The record may have several values, or none: the answer is never null. */
  many: boolean;
  /** True where one of the record's values answers yes. */
  answer(question: Question): SQL;
}

const SQL_TYPES: Readonly<Record<ValueType, SqlType>> = {
  text: 'text',
  code: 'text',
  select: 'text',
  email: 'text',
  phone: 'text',
  tag: 'text',
  number: 'numeric',
  date: 'date',
  time: 'timestamptz',
  bool: 'boolean',
  user: 'uuid',
  reference: 'uuid',
};

/** A field that is one column, or an expression over columns. */
export function columnField(facts: FieldFacts, value: SQL): Field {
  return { ...facts, many: false, answer: (question) => answerInSql(value, facts.type, SQL_TYPES[facts.type], question) };
}

/** A field whose values are rows of another table; `rows` is `select 1 from … where …` of one record. */
export function rowsField(facts: FieldFacts, rows: SQL, value: SQL, sqlType: SqlType = SQL_TYPES[facts.type]): Field {
  return { ...facts, many: true, answer: (question) => sql`exists (${rows} and ${answerInSql(value, facts.type, sqlType, question)})` };
}

/** A field of records that hang on this one: `rows` selects them. */
export function relatedField(path: string, label: string, rows: SQL, { name, label: theirs, answer, ...field }: Field): Field {
  return { ...field, name: `${path}.${name}`, label: `${label}: ${theirs}`, many: true, answer: (question) => sql`exists (${rows} and ${answer(question)})` };
}
