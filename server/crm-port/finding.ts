import { compileFilter } from '#crm/filter/compile';
import type { Filter } from '#crm/filter/filter';
import { filterProblems } from '#crm/filter/filter-problems';
import { filterSchema } from '#crm/filter/filter-schema';
import { predicateOf } from '#crm/filter/interpret';
import { NotATest } from '#crm/filter/test-of-value';
import type { CrmScope } from '#crm/scope';
import { countRecords } from '#crm/segments/count';
import { contactIdsOf } from '#crm/segments/members';
import { type Crm, type CrmFilter, type CrmFilterSubject, PatchbayError, type Transaction } from '#sdk';
import { type Behind, limitOf, read, requirePermission } from './within.ts';

const MAX_MEMBERS = 5_000;

export function searchPort({ rooms }: Behind): Crm['search'] {
  return async (q, { kinds, limit } = {}) => {
    const groups = await (await rooms()).search.search({ q, ...(kinds ? { kinds } : {}), limit: limitOf(limit ?? 8) });
    return groups.flatMap(({ kind, hits }) => hits.map(({ id, title, excerpt, ownerId }) => ({ kind, id, title, excerpt, ownerId })));
  };
}

export function segmentsPort(behind: Behind): Crm['segments'] {
  const within = async <T>(of: { segmentId: string } | { filter: CrmFilter }, work: (tx: Transaction, scope: CrmScope, filter: Filter) => Promise<T>) => {
    requirePermission(behind, 'contacts:read');
    const { scope, segments } = await behind.rooms();
    return scope.db.transaction(async (tx) => {
      if ('filter' in of) return work(tx, scope, read(filterSchema, of.filter));
      const segment = await segments.get(of.segmentId);
      if (segment.entity !== 'contact') throw new PatchbayError('invalid_input', { detail: `This is a segment of ${segment.entity}s, not of contacts.` });
      return work(tx, scope, segment.filter);
    });
  };
  return {
    page: (of, { after, limit }) =>
      within(of, async (tx, scope, filter) => {
        const contactIds = await contactIdsOf(tx, scope, filter, { after, limit: Math.min(limit, MAX_MEMBERS) });
        return { contactIds, next: contactIds.length < Math.min(limit, MAX_MEMBERS) ? null : (contactIds.at(-1) ?? null) };
      }),
    count: (of) =>
      within(of, async (tx, scope, filter) => {
        const { count, exact } = await countRecords(tx, scope, 'contact', await compileFilter(tx, scope, 'contact', filter));
        return { count, exact };
      }),
  };
}

export function filtersPort({ rooms }: Behind): Crm['filters'] {
  return {
    async problems(kind, filter) {
      const { scope } = await rooms();
      try {
        await scope.db.transaction((tx) => compileFilter(tx, scope, kind, filter as Filter));
        return [];
      } catch (error) {
        if (error instanceof PatchbayError && error.code === 'invalid_input') return error.details.errors ?? [];
        throw error;
      }
    },
    passes: (filter, subject) => inMemory(filter)(subject),
    compile: inMemory,
  };
}

/** @throws PatchbayError invalid_input, at once for its form, when it is asked for its values */
function inMemory(filter: CrmFilter): (subject: CrmFilterSubject) => boolean {
  const [problem] = filterProblems(filter);
  if (problem) throw new PatchbayError('invalid_input', { errors: [{ path: problem.path.join('.'), message: problem.message }] });
  const isTrue = predicateOf(filter as Filter);
  return (subject) => {
    try {
      return isTrue(subject);
    } catch (error) {
      if (error instanceof NotATest) throw new PatchbayError('invalid_input', { errors: [{ path: `filter.${error.part}`, message: error.message }] });
      throw error;
    }
  };
}
