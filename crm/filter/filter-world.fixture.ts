import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import type { Transaction } from '#sdk';
import {
  activities,
  contacts,
  customFields,
  customValues,
  dealContacts,
  deals,
  type Entity,
  identities,
  organizations,
  pipelines,
  recordTags,
  stages,
  tags,
  timelineEntries,
} from '../models.ts';
import type { CrmScope } from '../scope.ts';
import type { Filter, FilterScalar, Operator } from './filter.ts';
import { OPERATORS_OF, type ValueType } from './value-types.ts';

/** Random records in the database and the same in memory, with words so few that conditions meet. */
export interface WorldRecord {
  id: string;
  values: Record<string, FilterScalar[]>;
  times: Record<string, Date[]>;
}
export interface World {
  records: Record<Entity, WorldRecord[]>;
}

const WORDS = ['Anna', 'anna b', 'ÄRGER', 'ärger', "o'brien", '100%', 'a_b', '日本', ''];
const PEOPLE = ['0199a2f0-0000-7000-8000-00000000000a', '0199a2f0-0000-7000-8000-00000000000b'];
const DAYS = ['2026-01-15', '2026-02-27', '2026-03-01', '2026-03-02', '2026-03-20'];
const TIMES = DAYS.flatMap((day) => [`${day}T00:00:00.000Z`, `${day}T09:00:00.000Z`, `${day}T23:59:59.500Z`]);
const NUMBERS = [0, -1, 5, 5.25, 1000];
const TAGS = ['VIP', 'vip east', 'Süd'];
const EMAILS = ['anna@acme.com', 'b@acme.com', 'x@example.org'];
const CHOICES = ['red', 'green'];

/** What is asked of each entity in the property test, with values to ask for. */
export const QUESTIONS: Readonly<Record<Entity, Readonly<Record<string, { type: ValueType; values: readonly FilterScalar[]; options?: readonly string[] }>>>> =
  (() => {
    const organization = {
      name: { type: 'text', values: WORDS },
      industry: { type: 'select', values: ['finance', 'retail'] },
      lastContactedAt: { type: 'time', values: [...TIMES, ...DAYS] },
      annualRevenue: { type: 'number', values: NUMBERS },
    } as const;
    const deal = {
      amount: { type: 'number', values: NUMBERS },
      stage: { type: 'select', values: ['lead', 'won', 'gone'] },
      expectedCloseDate: { type: 'date', values: DAYS },
      ownerId: { type: 'user', values: [...PEOPLE, 'me'] },
    } as const;
    const contact = {
      lastName: { type: 'text', values: WORDS },
      country: { type: 'code', values: ['DE', 'de', 'FR'] },
      lastContactedAt: { type: 'time', values: [...TIMES, ...DAYS] },
      'doNotContact.email': { type: 'bool', values: [true, false] },
      ownerId: { type: 'user', values: [...PEOPLE, 'me'] },
      email: { type: 'email', values: [...EMAILS, 'ACME'] },
      tag: { type: 'tag', values: [...TAGS, 'v', 'none'] },
      'custom.note': { type: 'text', values: WORDS },
      'custom.budget': { type: 'number', values: NUMBERS },
      'custom.color': { type: 'select', values: CHOICES, options: CHOICES },
      'custom.since': { type: 'date', values: DAYS },
      'custom.ok': { type: 'bool', values: [true, false] },
    } as const;
    const under = <T extends object>(path: string, fields: T) => Object.fromEntries(Object.entries(fields).map(([name, each]) => [`${path}.${name}`, each]));
    return {
      contact: { ...contact, ...under('organization', organization), ...under('deal', deal) },
      organization: { ...organization, ...under('deal', deal), ...under('contact', contact) },
      deal: { ...deal, ...under('organization', organization), ...under('contact', contact) },
    };
  })();

const DURATIONS = ['P1D', 'P30D', 'P1M', 'PT9H', 'P1Y2M3DT4H'];

/** Any filter that can be understood. */
export function anyFilter(entity: Entity): fc.Arbitrary<Filter> {
  const fields = Object.entries(QUESTIONS[entity]);
  const field = fc
    .constantFrom(...fields)
    .chain(([name, { type, values }]) =>
      fc
        .constantFrom(...OPERATORS_OF[type])
        .chain((op) => operandOf(op, values).map((value) => ({ field: name, op, ...(value === undefined ? {} : { value }) }))),
    );
  const event = fc.record(
    {
      event: fc.constantFrom('activity', 'email', 'email.sent', 'call.completed'),
      within: fc.constantFrom(...DURATIONS),
      count: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: ['event', 'within'] },
  );
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { depthSize: 'small', maxDepth: 4, withCrossShrink: true },
      { weight: 6, arbitrary: field },
      { weight: 1, arbitrary: event },
      { weight: 1, arbitrary: fc.constant({}) },
      { weight: 2, arbitrary: fc.array(tie('filter'), { maxLength: 4 }).map((all) => ({ all })) },
      { weight: 2, arbitrary: fc.array(tie('filter'), { minLength: 1, maxLength: 4 }).map((any) => ({ any })) },
      { weight: 2, arbitrary: tie('filter').map((not) => ({ not })) },
    ),
  }));
  return filter;
}

function operandOf(op: Operator, values: readonly FilterScalar[]): fc.Arbitrary<FilterScalar | FilterScalar[] | undefined> {
  const one = fc.constantFrom(...values.filter((value) => value !== ''));
  if (op === 'is_empty') return fc.constantFrom(undefined, true, false);
  if (op === 'in') return fc.array(one, { minLength: 1, maxLength: 3 });
  if (op === 'between') return fc.tuple(one, one).map((pair) => pair as FilterScalar[]);
  if (op === 'within') return fc.constantFrom(...DURATIONS, ...DURATIONS.map((each) => `+${each}`));
  return one;
}

/** Fills the workspace of the scope. `pick` must be seeded, so that a failure can be seen again. */
export async function fillWorld(tx: Transaction, scope: CrmScope, random: () => number): Promise<World> {
  const { workspaceId } = scope;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const maybe = <T>(from: readonly T[]): T | null => (random() < 0.3 ? null : pick(from));
  const owners = [...PEOPLE, ...(scope.userId ? [scope.userId] : [])];
  const filled = (values: Record<string, FilterScalar | null>): Record<string, FilterScalar[]> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === null || value === '' ? [] : [value]]));

  const custom = (['note', 'budget', 'color', 'since', 'ok'] as const).map((key) => ({
    workspaceId,
    id: uuidv7(),
    entity: 'contact' as const,
    key,
    label: `Their ${key}`,
  }));
  const types = { note: 'text', budget: 'money', color: 'multiselect', since: 'date', ok: 'bool' } as const;
  await tx.insert(customFields).values(custom.map((each) => ({ ...each, type: types[each.key], options: each.key === 'color' ? CHOICES : [] })));
  const tagRows = TAGS.map((name) => ({ workspaceId, id: uuidv7(), name }));
  await tx.insert(tags).values(tagRows);
  const pipelineId = uuidv7();
  await tx.insert(pipelines).values({ workspaceId, id: pipelineId, name: 'Sales' });
  await tx.insert(stages).values(['lead', 'won'].map((key, position) => ({ workspaceId, pipelineId, key, title: key, probability: 10, position })));

  const times = {} as Record<string, Date[]>;
  const withoutTimes = () => ({ ...times });
  const organizationRows = Array.from({ length: 12 }, () => {
    const values = { name: pick(WORDS), industry: maybe(['finance', 'retail'] as const), lastContactedAt: maybe(TIMES), annualRevenue: maybe(NUMBERS) };
    return { id: uuidv7(), values, isLive: random() < 0.85 };
  });
  await tx.insert(organizations).values(
    organizationRows.map(({ id, values, isLive }) => ({
      ...values,
      workspaceId,
      id,
      lastContactedAt: values.lastContactedAt ? new Date(values.lastContactedAt) : null,
      annualRevenue: values.annualRevenue === null ? null : String(values.annualRevenue),
      recordState: isLive ? ('live' as const) : ('deleted' as const),
    })),
  );

  const contactRows = Array.from({ length: 60 }, () => ({
    id: uuidv7(),
    organization: maybe(organizationRows),
    values: {
      lastName: pick(WORDS),
      country: maybe(['DE', 'de', 'FR']),
      lastContactedAt: maybe(TIMES),
      'doNotContact.email': random() < 0.5,
      ownerId: maybe(owners),
    },
    emails: EMAILS.filter(() => random() < 0.3),
    tags: tagRows.filter(() => random() < 0.3),
    custom: {
      note: pick(WORDS),
      budget: maybe(NUMBERS),
      colors: CHOICES.filter(() => random() < 0.4),
      since: maybe(DAYS),
      ok: maybe([true, false]),
    },
    activities: Array.from({ length: Math.floor(random() * 4) }, () => ({
      id: uuidv7(),
      kind: pick(['email', 'call', 'note'] as const),
      direction: pick(['inbound', 'outbound'] as const),
      status: maybe(['missed', 'completed']),
      occurredAt: new Date(pick(TIMES)),
    })),
    isLive: random() < 0.85,
  }));
  await tx.insert(contacts).values(
    contactRows.map(({ id, organization, values, isLive }) => ({
      workspaceId,
      id,
      lastName: values.lastName,
      country: values.country,
      lastContactedAt: values.lastContactedAt ? new Date(values.lastContactedAt) : null,
      noEmail: values['doNotContact.email'],
      ownerId: values.ownerId,
      organizationId: organization?.id ?? null,
      recordState: isLive ? ('live' as const) : ('deleted' as const),
    })),
  );
  const fieldId = (key: string) => custom.find((each) => each.key === key)?.id ?? '';
  for (const { id: recordId, emails, tags: theirs, custom: own, activities: done } of contactRows) {
    const row = { workspaceId, recordId };
    if (emails.length > 0)
      await tx
        .insert(identities)
        .values(emails.map((value) => ({ workspaceId, id: uuidv7(), contactId: recordId, kind: 'email' as const, value, isShared: true, source: 'person' })));
    if (theirs.length > 0) await tx.insert(recordTags).values(theirs.map((tag) => ({ ...row, tagId: tag.id, entity: 'contact' as const })));
    const values = [
      { ...row, fieldId: fieldId('note'), text: own.note },
      ...(own.budget === null ? [] : [{ ...row, fieldId: fieldId('budget'), text: 'EUR', number: own.budget }]),
      ...own.colors.map((text) => ({ ...row, fieldId: fieldId('color'), text })),
      ...(own.since === null ? [] : [{ ...row, fieldId: fieldId('since'), text: own.since }]),
      ...(own.ok === null ? [] : [{ ...row, fieldId: fieldId('ok'), text: String(own.ok) }]),
    ];
    await tx.insert(customValues).values(values);
    for (const { id, kind, direction, status, occurredAt } of done) {
      await tx.insert(activities).values({ workspaceId, id, kind, direction, status, occurredAt, sourceKey: id });
      await tx.insert(timelineEntries).values({ workspaceId, entity: 'contact', recordId, occurredAt, activityId: id, kind });
    }
  }

  const dealRows = Array.from({ length: 40 }, () => ({
    id: uuidv7(),
    organization: maybe(organizationRows),
    contacts: contactRows.filter(() => random() < 0.04),
    values: { amount: maybe(NUMBERS), stage: pick(['lead', 'won']), expectedCloseDate: maybe(DAYS), ownerId: maybe(owners) },
    isLive: random() < 0.85,
  }));
  await tx.insert(deals).values(
    dealRows.map(({ id, organization, values, isLive }) => ({
      ...values,
      workspaceId,
      id,
      name: 'Deal',
      currency: 'EUR',
      pipelineId,
      probability: 10,
      amount: values.amount === null ? null : String(values.amount),
      organizationId: organization?.id ?? null,
      recordState: isLive ? ('live' as const) : ('deleted' as const),
    })),
  );
  for (const { id: dealId, contacts: theirs } of dealRows)
    if (theirs.length > 0) await tx.insert(dealContacts).values(theirs.map((each) => ({ workspaceId, dealId, contactId: each.id })));

  const organizationValues = (each: (typeof organizationRows)[number]) => filled(each.values);
  const dealValues = (each: (typeof dealRows)[number]) => filled(each.values);
  const contactValues = (each: (typeof contactRows)[number]) => ({
    ...filled(each.values),
    email: each.emails,
    tag: each.tags.map((tag) => tag.name),
    ...filled({ 'custom.note': each.custom.note, 'custom.budget': each.custom.budget, 'custom.since': each.custom.since, 'custom.ok': each.custom.ok }),
    'custom.color': each.custom.colors,
  });
  const happened = ({ activities: done }: (typeof contactRows)[number]): Record<string, Date[]> => {
    const when = (is: (each: (typeof done)[number]) => boolean) => done.filter(is).map((each) => each.occurredAt);
    return {
      activity: when(() => true),
      email: when((each) => each.kind === 'email'),
      'email.sent': when((each) => each.kind === 'email' && each.direction === 'outbound'),
      'call.completed': when((each) => each.kind === 'call' && each.status !== 'missed'),
    };
  };
  /** Values of all records behind a path, one list per field. */
  const behind = (path: string, records: readonly Record<string, FilterScalar[]>[]): Record<string, FilterScalar[]> => {
    const names = new Set(records.flatMap((each) => Object.keys(each)));
    return Object.fromEntries([...names].map((name) => [`${path}.${name}`, records.flatMap((each) => each[name] ?? [])]));
  };
  const live = <T extends { isLive: boolean }>(rows: readonly T[]): T[] => rows.filter((row) => row.isLive);
  const ofOrganization = (row: { organization: { id: string } | null }, id: string) => row.organization?.id === id;
  const organizationOf = (row: { organization: (typeof organizationRows)[number] | null }) =>
    live(row.organization ? [row.organization] : []).map(organizationValues);
  return {
    records: {
      contact: live(contactRows).map((row) => ({
        id: row.id,
        values: {
          ...contactValues(row),
          ...behind('organization', organizationOf(row)),
          ...behind('deal', live(dealRows.filter((deal) => deal.contacts.includes(row))).map(dealValues)),
        },
        times: happened(row),
      })),
      organization: live(organizationRows).map((row) => ({
        id: row.id,
        values: {
          ...organizationValues(row),
          ...behind('deal', live(dealRows.filter((deal) => ofOrganization(deal, row.id))).map(dealValues)),
          ...behind('contact', live(contactRows.filter((contact) => ofOrganization(contact, row.id))).map(contactValues)),
        },
        times: withoutTimes(),
      })),
      deal: live(dealRows).map((row) => ({
        id: row.id,
        values: { ...dealValues(row), ...behind('organization', organizationOf(row)), ...behind('contact', live(row.contacts).map(contactValues)) },
        times: withoutTimes(),
      })),
    },
  };
}
