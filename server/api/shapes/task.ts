import { z } from 'zod';
import { TODO_PRIORITIES } from '#crm/models';
import { TODO_DUE } from '#crm/todos/list-todos';
import { id, instant } from '../people.ts';
import { plainText, version } from './list-query.ts';

const priority = z.enum(TODO_PRIORITIES);
export const task = z
  .object({
    id,
    title: z.string(),
    description: z.string().nullable(),
    ownerId: id.nullable(),
    dueAt: instant.nullable(),
    remindAt: instant.nullable(),
    priority,
    contactId: id.nullable(),
    organizationId: id.nullable(),
    dealId: id.nullable(),
    completedAt: instant.nullable(),
    outcome: z.string().nullable(),
    createdBy: z.string(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Task' });

const title = plainText(500).trim().min(1);
const time = instant.transform((text) => new Date(text));
export const taskChange = z
  .strictObject({
    title,
    description: plainText(20_000).nullable(),
    ownerId: id,
    dueAt: time.nullable(),
    remindAt: time.nullable(),
    priority,
    contactId: id.nullable(),
    organizationId: id.nullable(),
    dealId: id.nullable(),
    version,
  })
  .partial();
export const newTask = taskChange.omit({ version: true }).extend({ title });
export const taskDone = z.strictObject({ outcome: plainText(2_000), version }).partial();
export const taskQuery = {
  ownerId: id.optional(),
  mine: z.stringbool().optional(),
  done: z.stringbool().optional(),
  due: z.enum(TODO_DUE).optional().describe('In your time zone'),
  contactId: id.optional(),
  organizationId: id.optional(),
  dealId: id.optional(),
};
