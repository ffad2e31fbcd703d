import type { Todo } from '#crm/todos/todos';
import { type Crm, type CrmTask, type CrmTaskDraft, PatchbayError } from '#sdk';
import { newTask, taskChange } from '../api/shapes/task.ts';
import { afterOf, type Behind, limitOf, nextOf, read, requirePermission } from './within.ts';
import { channelOf } from './words.ts';

const told = ({ id, title, description, ownerId, dueAt, priority, completedAt, contactId, organizationId, dealId, version }: Todo): CrmTask => {
  if (!ownerId) throw new PatchbayError('internal', { facts: { reason: 'a to-do of nobody', id } });
  return { id, title, description, ownerId, dueAt, priority, completedAt, contactId, organizationId, dealId, version };
};
/** As a request says it. */
const written = ({ dueAt, ...draft }: CrmTaskDraft) => ({ ...draft, ...(dueAt === undefined ? {} : { dueAt: dueAt?.toISOString() ?? null }) });

export function tasksPort(behind: Behind): Crm['tasks'] {
  const todos = async (permission: 'tasks:read' | 'tasks:write') => {
    requirePermission(behind, permission);
    return (await behind.rooms()).todos;
  };
  return {
    create: async (draft) => told(await (await todos('tasks:write')).create(read(newTask, written(draft)))),
    update: async (taskId, change) => told(await (await todos('tasks:write')).update(taskId, read(taskChange, written(change)))),
    complete: async (taskId, outcome) => told(await (await todos('tasks:write')).done(taskId, { outcome })),
    async list({ limit, cursor, ...query }) {
      const page = await (await todos('tasks:read')).list({ ...query, limit: limitOf(limit), after: afterOf(cursor) });
      return { data: page.todos.map(told), nextCursor: nextOf(page.next) };
    },
  };
}

export function notesPort(behind: Behind): Crm['notes'] {
  return {
    async add({ contactId, ...note }) {
      requirePermission(behind, 'notes:write');
      const { id } = await (await behind.rooms()).notes.create({ ...note, ...(contactId ? { contactIds: [contactId] } : {}) });
      return { id };
    },
  };
}

export function consentsPort(behind: Behind): Crm['consents'] {
  const consents = async () => {
    requirePermission(behind, 'contacts:write');
    return (await behind.rooms()).consents;
  };
  return {
    give: async (consent) => ({ id: (await (await consents()).give({ ...consent, channel: channelOf(consent.channel) })).id }),
    withdraw: async (withdrawal) => void (await (await consents()).withdraw({ ...withdrawal, channel: channelOf(withdrawal.channel) })),
  };
}
