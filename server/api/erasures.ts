import { and, desc, eq, lt } from 'drizzle-orm';
import { z } from 'zod';
import { defaultCountry } from '#crm/default-country';
import { releaseErased } from '#crm/erasure/erased-identities';
import { readIdentity } from '#crm/identities/identity-value';
import { erasures, IDENTITY_KINDS } from '#crm/models';
import { actorName } from '#platform/access/roles';
import { PatchbayError } from '#sdk';
import { apiRoute } from '../http/api-route.ts';
import { pageOf, pageQuery } from '../http/page.ts';
import { afterId, pageOfRows } from './jobs.ts';
import { byId, id, instant, withTimes } from './people.ts';
import { plainText } from './shapes/list-query.ts';

const erasure = z
  .object({ id, erasedAt: instant, actor: z.string(), proof: z.record(z.string(), z.int()).describe('What was taken away, in counts; never whose') })
  .meta({ id: 'Erasure' });

export const erasureRoutes = [
  apiRoute({
    method: 'POST',
    path: '/contacts/:id/erase',
    summary: 'Forget a person for good, at their request; there is no way back. Salted hashes stay, so that nothing brings the addresses back',
    permission: 'contacts:manage',
    params: byId,
    responses: { 200: erasure },
    handler: async ({ hub, workspaceId, actor }, { params }) => withTimes({ ...(await hub.erasePerson(workspaceId, actor, params.id)) }),
  }),
  apiRoute({
    method: 'GET',
    path: '/erasures',
    summary: 'That people were forgotten: when, by whom, how much; never who',
    permission: 'contacts:manage',
    query: pageQuery,
    responses: { 200: pageOf(erasure) },
    handler: async ({ hub, workspaceId }, { query: { limit, cursor } }) => {
      const after = afterId(cursor);
      const rows = await hub.database.workspace(workspaceId, (tx) =>
        tx
          .select({ id: erasures.id, erasedAt: erasures.erasedAt, actor: erasures.actor, proof: erasures.proof })
          .from(erasures)
          .where(and(eq(erasures.workspaceId, workspaceId), after ? lt(erasures.id, after) : undefined))
          .orderBy(desc(erasures.id))
          .limit(limit + 1),
      );
      return pageOfRows(rows.map(withTimes), limit);
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/erasures/release',
    summary: 'Somebody who was forgotten got in touch again by themselves: their address may be kept again',
    permission: 'contacts:manage',
    body: z.strictObject({ kind: z.enum(IDENTITY_KINDS), value: plainText(320) }),
    responses: { 200: z.object({ released: z.int() }) },
    handler: async ({ hub, crm, workspaceId, actor }, { body }) => {
      const { scope } = await crm();
      const released = await scope.db.transaction(async (tx) => {
        const known = readIdentity(body, await defaultCountry(tx, scope));
        if (!known) throw new PatchbayError('invalid_input', { errors: [{ path: 'value', message: 'is no address or number' }] });
        return releaseErased(tx, scope, [known]);
      });
      if (released > 0) await hub.audit.act({ workspaceId, actor: actorName(actor), act: 'contact.erasure_released', after: [body.kind] });
      return { released };
    },
  }),
];
