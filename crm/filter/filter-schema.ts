import { z } from 'zod';
import { type Filter, OPERATORS } from './filter.ts';
import { filterProblems } from './filter-problems.ts';

export type { Filter } from './filter.ts';

const scalar = { type: ['string', 'number', 'boolean'] };
const self = { $ref: '#/components/schemas/Filter' };

/**
 * The schema of a filter in bodies and queries. Checked by hand: of a union zod could only say that nothing fitted, and
 * here the wrong word is named by its path.
 */
export const filterSchema: z.ZodType<Filter> = z
  .any()
  .superRefine((value, context) => {
    for (const { path, message } of filterProblems(value)) context.addIssue({ code: 'custom', path, message });
  })
  .meta({
    id: 'Filter',
    description: 'Which records: conditions on fields and on what happened, joined by all, any and not. `{}` lets everything pass.',
    anyOf: [
      { type: 'object', properties: { all: { type: 'array', items: self } }, required: ['all'], additionalProperties: false },
      { type: 'object', properties: { any: { type: 'array', items: self } }, required: ['any'], additionalProperties: false },
      { type: 'object', properties: { not: self }, required: ['not'], additionalProperties: false },
      {
        type: 'object',
        properties: { field: { type: 'string' }, op: { type: 'string', enum: [...OPERATORS] }, value: { anyOf: [scalar, { type: 'array', items: scalar }] } },
        required: ['field', 'op'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: { event: { type: 'string' }, within: { type: 'string', examples: ['P30D'] }, count: { type: 'integer', minimum: 1 } },
        required: ['event', 'within'],
        additionalProperties: false,
      },
      { type: 'object', maxProperties: 0 },
    ],
  });
