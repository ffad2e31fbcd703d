import type { Past } from './store.ts';

export interface Candidate {
  id: string;
  userId: string | null;
  weight: number;
}

/**
 * In which order the free ones are asked, and why. The guest's own salesperson first; then by how often each was met for
 * their weight, then who was met longest ago. With equal weights that is whoever was met longest ago. Pure.
 */
export function inTurn(candidates: readonly Candidate[], past: ReadonlyMap<string, Past>, owners: readonly string[]): { id: string; reason: string }[] {
  const isWeighted = new Set(candidates.map(({ weight }) => weight)).size > 1;
  const rank = ({ userId }: Candidate) => {
    const at = userId === null ? -1 : owners.indexOf(userId);
    return at < 0 ? owners.length : at;
  };
  const load = ({ id, weight }: Candidate) => (isWeighted ? (past.get(id)?.met ?? 0) / weight : 0);
  const last = ({ id }: Candidate) => past.get(id)?.last?.getTime() ?? 0;
  return candidates
    .toSorted((a, b) => rank(a) - rank(b) || load(a) - load(b) || last(a) - last(b) || (a.id < b.id ? -1 : 1))
    .map((each) => ({
      id: each.id,
      reason:
        rank(each) < owners.length
          ? 'Looks after this guest'
          : last(each) === 0
            ? 'Has not been met through this page yet'
            : isWeighted
              ? 'Has had the fewest meetings for their weight'
              : 'Was met longest ago',
    }));
}
