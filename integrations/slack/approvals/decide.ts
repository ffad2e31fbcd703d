import { createHash } from 'node:crypto';
import type { ApprovalDecision } from './approval.ts';

export interface Ballot {
  approverIds: readonly string[];
  quorum: number;
  decisions: readonly ApprovalDecision[];
}
/** Where a question stands: a rejection ends it, enough approvals end it, and nobody counts twice. Pure. */
export function standing({ approverIds, quorum, decisions }: Ballot): 'open' | 'approved' | 'rejected' {
  const said = decisions.filter((each) => approverIds.includes(each.for ?? each.userId));
  if (said.some(({ answer }) => answer === 'reject')) return 'rejected';
  const yes = new Set(said.filter(({ answer }) => answer === 'approve').map((each) => each.for ?? each.userId));
  return yes.size >= quorum ? 'approved' : 'open';
}
/** For whom somebody may speak: for themselves, or for an approver whose deputy they are. Undefined: for nobody who has not spoken. */
export function speaksFor({ approverIds, decisions }: Ballot, userId: string, deputies: ReadonlyMap<string, string>): string | undefined {
  const open = approverIds.filter((id) => !decisions.some((each) => (each.for ?? each.userId) === id));
  return open.includes(userId) ? userId : open.find((id) => deputies.get(id) === userId);
}
/** What was approved, as a mark: the same terms give the same, whatever the order of their keys. */
export const hashOfTerms = (terms: Readonly<Record<string, unknown>>): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(terms).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('base64url');
