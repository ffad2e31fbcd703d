import { z } from 'zod';
import { OPERATORS } from '#crm/filter/filter';
import { filterSchema } from '#crm/filter/filter-schema';
import { VALUE_TYPES } from '#crm/filter/value-types';
import { ENTITIES, SEARCH_KINDS } from '#crm/models';
import { id, instant } from '../people.ts';

export const entity = z.enum(ENTITIES);

export const segment = z
  .object({
    id,
    name: z.string(),
    entity,
    filter: filterSchema,
    sentence: z.string().describe('The filter in words'),
    ownerId: id.nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Segment' });

export const segmentMember = z.object({ id, name: z.string(), email: z.string().nullable(), ownerId: id.nullable() }).meta({ id: 'SegmentMember' });

export const segmentPreview = z
  .object({
    count: z.int(),
    exact: z.boolean().describe('False: an estimate; ask with exact: true for the number itself'),
    sentence: z.string(),
    sample: z.array(segmentMember),
    excluded: z.record(z.string(), z.int()).describe('How many of them cannot be reached, by reason'),
  })
  .meta({ id: 'SegmentPreview' });

export const view = z
  .object({
    id,
    entity,
    name: z.string(),
    filter: filterSchema,
    sort: z.string().nullable(),
    columns: z.array(z.string()),
    layout: z.enum(['list', 'board']),
    shared: z.boolean(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'View' });

export const filterField = z
  .object({
    name: z.string(),
    label: z.string(),
    type: z.enum(VALUE_TYPES),
    operators: z.array(z.enum(OPERATORS)),
    options: z.array(z.object({ value: z.string(), label: z.string() })).nullable(),
    of: entity,
  })
  .meta({ id: 'FilterField' });

export const searchGroup = z
  .object({
    kind: z.enum(SEARCH_KINDS),
    hits: z.array(
      z.object({
        id,
        title: z.string(),
        excerpt: z.string(),
        ownerId: id.nullable(),
        updatedAt: instant,
        by: z.enum(['email', 'phone', 'words', 'alike']).describe('Why it was found'),
      }),
    ),
  })
  .meta({ id: 'SearchGroup' });
