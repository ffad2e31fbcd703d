import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { CONTACT_SORTS } from '#crm/contacts/list-contacts';
import type { Contact } from '#crm/contacts/shape';
import type { Crm } from '#crm/crm';
import { compileFilter } from '#crm/filter/compile';
import type { Filter } from '#crm/filter/filter-schema';
import { CONTACT_LIFECYCLE_STAGES, LEAD_SOURCES } from '#crm/models';
import type { CrmScope } from '#crm/scope';
import type { Transaction } from '#sdk';
import { type ApiCall, apiRoute } from '../http/api-route.ts';
import { encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { byId, id, nothing, withTimes } from './people.ts';
import { contact, contactChange, contactsChange, contactsChanged, merge, newContact, provenance, unmerge } from './shapes/contact.ts';
import { afterKey, filterText, version } from './shapes/list-query.ts';

const contactQuery = {
  ownerId: id.optional(),
  organizationId: id.optional(),
  lifecycleStage: z.enum(CONTACT_LIFECYCLE_STAGES).optional(),
  leadSource: z.enum(LEAD_SOURCES).optional(),
  isActive: z.stringbool().optional(),
  tag: z.string().max(60).optional(),
  email: z.string().max(320).optional(),
  phone: z.string().max(100).optional(),
  q: z.string().max(200).optional().describe('Words of a name, address, number, organization…'),
  filter: filterText.optional(),
};
/** A filter is compiled where it is asked: its words are the workspace's of that moment. */
const compiled = (scope: CrmScope, filter: Filter | undefined) => async (tx: Transaction) =>
  filter ? { filter: await compileFilter(tx, scope, 'contact', filter) } : {};
/** Contacts with the names of the organizations that the caller reaches. */
async function answers({ organizations }: Pick<Crm, 'organizations'>, rows: readonly Contact[]) {
  const names = await organizations.names(rows.flatMap(({ organizationId }) => organizationId ?? []));
  return rows.map((row) => withTimes({ ...row, organizationName: names.get(row.organizationId ?? '') ?? null }));
}
/** One contact of what a room answers. */
async function answer(call: Pick<ApiCall, 'crm'>, work: (contacts: Crm['contacts']) => Promise<Contact>) {
  const crm = await call.crm();
  const [one] = await answers(crm, [await work(crm.contacts)]);
  return one;
}

export const contactRoutes = [
  apiRoute({
    method: 'GET',
    path: '/contacts',
    summary: 'Contacts',
    permission: 'contacts:read',
    query: pageQuery.extend({ ...contactQuery, sort: z.enum(CONTACT_SORTS).default('-createdAt') }),
    responses: { 200: pageOf(contact) },
    handler: async ({ crm }, { query: { cursor, filter, ...query } }) => {
      const { contacts, organizations, scope } = await crm();
      const page = await contacts.list({ ...query, after: afterKey(cursor) }, compiled(scope, filter));
      return { data: await answers({ organizations }, page.contacts), nextCursor: page.next && encodeCursor(page.next) };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/contacts',
    summary: 'Add a contact',
    permission: 'contacts:write',
    body: newContact,
    responses: { 201: contact },
    handler: (call, { body }) => answer(call, (contacts) => contacts.create(body)),
  }),
  apiRoute({
    method: 'POST',
    path: '/contacts/change',
    summary: 'Change owner, lifecycle stage or tags of many contacts',
    permission: 'contacts:write',
    body: contactsChange,
    responses: { 200: contactsChanged },
    handler: async ({ crm }, { body: { ids, filter, change } }) => {
      const { contacts, scope } = await crm();
      const which = ids ? { ids } : { filter: async (tx: Transaction) => (await compiled(scope, filter)(tx)).filter ?? sql`true` };
      return contacts.changeMany(which, change);
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/contacts/merge',
    summary: 'Make several contacts one; it can be taken back',
    permission: 'contacts:write',
    body: merge,
    responses: { 200: contact },
    handler: (call, { body }) => answer(call, (contacts) => contacts.merge(body)),
  }),
  apiRoute({
    method: 'POST',
    path: '/contacts/unmerge',
    summary: 'Take a merge back',
    permission: 'contacts:write',
    body: unmerge,
    responses: { 200: contact },
    handler: (call, { body }) => answer(call, (contacts) => contacts.unmerge(body.contactId)),
  }),
  apiRoute({
    method: 'GET',
    path: '/contacts/:id',
    summary: 'One contact; an old id gives whoever it was merged into',
    permission: 'contacts:read',
    params: byId,
    responses: { 200: contact },
    handler: (call, { params }) => answer(call, (contacts) => contacts.get(params.id)),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/contacts/:id',
    summary: 'Change a contact',
    permission: 'contacts:write',
    params: byId,
    body: contactChange,
    responses: { 200: contact },
    handler: (call, { params, body }) => answer(call, (contacts) => contacts.update(params.id, body)),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/contacts/:id',
    summary: 'Remove a contact; it can be restored for thirty days',
    permission: 'contacts:write',
    params: byId,
    query: z.strictObject({ version: z.coerce.number().pipe(version).optional() }),
    responses: { 204: nothing },
    handler: async ({ crm }, { params, query }) => (await crm()).contacts.remove(params.id, query),
  }),
  apiRoute({
    method: 'POST',
    path: '/contacts/:id/restore',
    summary: 'Take the removal of a contact back',
    permission: 'contacts:write',
    params: byId,
    responses: { 200: contact },
    handler: (call, { params }) => answer(call, (contacts) => contacts.restore(params.id)),
  }),
  apiRoute({
    method: 'GET',
    path: '/contacts/:id/provenance',
    summary: 'Where each field of a contact last came from',
    permission: 'contacts:read',
    params: byId,
    responses: { 200: z.object({ data: z.array(provenance) }) },
    handler: async ({ crm }, { params }) => ({ data: (await (await crm()).contacts.provenance(params.id)).map((each) => withTimes({ ...each })) }),
  }),
];
