import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import {
  contacts,
  customFields,
  customValues,
  dealContacts,
  deals,
  ENTITIES,
  type Entity,
  organizations,
  pipelines,
  recordTags,
  stages,
  tags,
} from '../models.ts';
import { ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { answerer, type SqlType } from './answer.ts';
import { ENTITY_FIELDS } from './entity-fields.ts';
import { type Field, type FieldFacts, relatedField, rowsField } from './field.ts';
import type { ValueType } from './value-types.ts';

type CustomField = Pick<typeof customFields.$inferSelect, 'id' | 'entity' | 'key' | 'label' | 'type' | 'options' | 'visibleTo'>;
/** What of the workspace its filters speak of. */
export interface Vocabulary {
  customFields: readonly CustomField[];
  tags: readonly { id: string; name: string }[];
  stages: readonly string[];
}

/** Loads the words that are needed: all of them for the builder, those of one filter for its compilation. */
export async function loadVocabulary(tx: Transaction, scope: CrmScope, needs: { custom: boolean; tags: boolean; stages: boolean }): Promise<Vocabulary> {
  const { workspaceId } = scope;
  const own = needs.custom
    ? await tx
        .select({
          id: customFields.id,
          entity: customFields.entity,
          key: customFields.key,
          label: customFields.label,
          type: customFields.type,
          options: customFields.options,
          visibleTo: customFields.visibleTo,
        })
        .from(customFields)
        .where(eq(customFields.workspaceId, workspaceId))
        .orderBy(asc(customFields.label), asc(customFields.id))
    : [];
  return {
    // A field that one may not see does not exist: its values must not be found out by filters either.
    customFields: own.filter(({ visibleTo }) => isVisible(scope, visibleTo)),
    tags: needs.tags
      ? await tx.select({ id: tags.id, name: tags.name }).from(tags).where(eq(tags.workspaceId, workspaceId)).orderBy(asc(tags.name)).limit(5000)
      : [],
    stages: needs.stages ? await stageKeys(tx, workspaceId) : [],
  };
}

const isVisible = ({ actor }: CrmScope, visibleTo: readonly string[]): boolean =>
  visibleTo.length === 0 || actor.kind === 'system' || actor.kind === 'playbook' || visibleTo.includes(actor.role);

async function stageKeys(tx: Transaction, workspaceId: string): Promise<string[]> {
  const rows = await tx
    .select({ key: stages.key })
    .from(stages)
    .innerJoin(pipelines, and(eq(pipelines.workspaceId, stages.workspaceId), eq(pipelines.id, stages.pipelineId)))
    .where(eq(stages.workspaceId, workspaceId))
    .orderBy(asc(pipelines.position), asc(stages.position), asc(stages.key));
  return [...new Set(rows.map(({ key }) => key))];
}

const TABLES = { contact: contacts, organization: organizations, deal: deals } as const;
const LABELS: Readonly<Record<Entity, string>> = { contact: 'Contact', organization: 'Organization', deal: 'Deal' };

/** Every field that a filter of this entity may name. */
export function fieldsOf(scope: CrmScope, entity: Entity, words: Vocabulary): Map<string, Field> {
  const own = ownFields(scope, entity, words);
  const related = ENTITIES.filter((other) => other !== entity).flatMap((other) => {
    const rows = relatedRows(scope, entity, other);
    return ownFields(scope, other, words).map((field) => relatedField(other, LABELS[other], rows, field));
  });
  return new Map([...own, ...related].map((field) => [field.name, field]));
}

const ownFields = (scope: CrmScope, entity: Entity, words: Vocabulary): Field[] => [
  ...ENTITY_FIELDS[entity],
  tagField(scope, entity, words),
  ...words.customFields.filter((each) => each.entity === entity).map((each) => customField(scope, entity, each)),
];

/** `select 1` of the live records of another kind that hang on this one, as far as the caller reaches. */
function relatedRows({ workspaceId, reach }: CrmScope, entity: Entity, other: Entity): SQL {
  const table = TABLES[other];
  const reached = ownedBy(reach.read, table.ownerId);
  return sql`select 1 from ${table} where ${table.workspaceId} = ${workspaceId} and ${table.recordState} = 'live' and ${JOINS[`${entity} ${other}`]}${reached ? sql` and ${reached}` : sql``}`;
}
const dealOf = (contactId: SQL, dealId: SQL) =>
  sql`exists (select 1 from ${dealContacts} where ${dealContacts.workspaceId} = ${deals.workspaceId} and ${dealContacts.dealId} = ${dealId} and ${dealContacts.contactId} = ${contactId})`;
const ofContact = dealOf(sql`${contacts.id}`, sql`${deals.id}`);
const organizationOfContact = sql`${organizations.id} = ${contacts.organizationId}`;
const organizationOfDeal = sql`${organizations.id} = ${deals.organizationId}`;
const JOINS: Readonly<Record<string, SQL>> = {
  'contact organization': organizationOfContact,
  'contact deal': ofContact,
  'organization contact': organizationOfContact,
  'organization deal': organizationOfDeal,
  'deal organization': organizationOfDeal,
  'deal contact': ofContact,
};

/** Tags are few: their names are compared here, and the table is asked by id. */
function tagField({ workspaceId }: CrmScope, entity: Entity, words: Vocabulary): Field {
  const { id } = TABLES[entity];
  const facts: FieldFacts = { name: 'tag', label: 'Tag', type: 'tag' };
  return {
    ...facts,
    many: true,
    answer(question) {
      const rows = sql`select 1 from ${recordTags} where ${recordTags.workspaceId} = ${workspaceId} and ${recordTags.recordId} = ${id}`;
      if (question.kind === 'filled') return sql`exists (${rows})`;
      const isNamed = answerer('tag', question);
      const ids = words.tags
        .filter((tag) => isNamed(tag.name) || (question.kind === 'one_of' && question.values.includes(tag.id)))
        .map((tag) => sql`${tag.id}::uuid`);
      return ids.length === 0 ? sql`false` : sql`exists (${rows} and ${recordTags.tagId} in (${sql.join(ids, sql`, `)}))`;
    },
  };
}

const CUSTOM: Readonly<Record<CustomField['type'], { type: ValueType; column: 'text' | 'number' }>> = {
  text: { type: 'text', column: 'text' },
  url: { type: 'text', column: 'text' },
  select: { type: 'select', column: 'text' },
  multiselect: { type: 'select', column: 'text' },
  user: { type: 'user', column: 'text' },
  date: { type: 'date', column: 'text' },
  bool: { type: 'bool', column: 'text' },
  number: { type: 'number', column: 'number' },
  money: { type: 'number', column: 'number' },
};

function customField({ workspaceId }: CrmScope, entity: Entity, { id, key, label, type, options }: CustomField): Field {
  const table = TABLES[entity];
  const kind = CUSTOM[type];
  const rows = sql`select 1 from ${customValues} where ${customValues.workspaceId} = ${workspaceId} and ${customValues.fieldId} = ${id} and ${customValues.recordId} = ${table.id}`;
  const [value, sqlType]: [SQL, SqlType] = kind.column === 'number' ? [sql`${customValues.number}`, 'double precision'] : [sql`${customValues.text}`, 'text'];
  return rowsField({ name: `custom.${key}`, label, type: kind.type, ...(kind.type === 'select' ? { options } : {}) }, rows, value, sqlType);
}
