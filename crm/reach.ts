import { type AnyColumn, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { PatchbayError, type Role, type UserId } from '#sdk';
import type { ReachWidth } from './models.ts';

/** Whose records somebody reads and changes, as the ids of owners. What has no owner is everybody's. */
export interface Reach {
  read: readonly UserId[] | 'all';
  write: readonly UserId[] | 'all';
}
export const EVERYTHING: Reach = { read: 'all', write: 'all' };

/** Before an administrator changes it. A viewer has no permission to write, whatever stands here. */
export const DEFAULT_REACH: Readonly<Record<Role, { read: ReachWidth; write: ReachWidth }>> = {
  owner: { read: 'all', write: 'all' },
  admin: { read: 'all', write: 'all' },
  manager: { read: 'all', write: 'all' },
  salesperson: { read: 'own', write: 'own' },
  viewer: { read: 'all', write: 'own' },
};

/** From widths to owners: `team` = oneself and everybody one shares a team with. */
export function reachOf(widths: { read: ReachWidth; write: ReachWidth }, userId: UserId | undefined, teammates: readonly UserId[]): Reach {
  const owners = (width: ReachWidth): Reach['read'] => {
    if (width === 'all') return 'all';
    return [...new Set([...(userId ? [userId] : []), ...(width === 'team' ? teammates : [])])];
  };
  return { read: owners(widths.read), write: owners(widths.write) };
}

export const reaches = (owners: Reach['read'], ownerId: string | null | undefined): boolean =>
  owners === 'all' || ownerId === null || ownerId === undefined || (owners as readonly string[]).includes(ownerId);

/** The condition every query of records carries; undefined adds nothing. */
export function ownedBy(owners: Reach['read'], ownerColumn: AnyColumn): SQL | undefined {
  if (owners === 'all') return undefined;
  return or(isNull(ownerColumn), owners.length > 0 ? inArray(ownerColumn, [...owners]) : sql`false`);
}

/**
 * A record that cannot be read does not exist; one that can be read but not changed says so.
 * @throws PatchbayError not_found, forbidden
 */
export function assertMayChange(reach: Reach, record: { ownerId: string | null } | undefined): void {
  if (!record || !reaches(reach.read, record.ownerId)) throw new PatchbayError('not_found');
  if (!reaches(reach.write, record.ownerId)) {
    throw new PatchbayError('forbidden', {
      detail: 'This record belongs to somebody else, and your role changes only its own.',
      remedy: 'Ask its owner or a manager.',
    });
  }
}
