import { may } from '#platform/access/roles';
import { type Actor, PatchbayError, type UserId, type WorkspaceId } from '#sdk';
import type { ApiRoute } from './api-route.ts';

/** Who a request comes from, once known. */
export interface Caller {
  actor: Actor;
  workspaceId: WorkspaceId;
  userId?: UserId;
  sessionId?: string;
  isInstallationOwner: boolean;
}

/** @throws PatchbayError unauthenticated | forbidden */
export function authorise(caller: Caller | undefined, permission: ApiRoute['permission']): void {
  if (permission === 'public') return;
  if (!caller) throw new PatchbayError('unauthenticated');
  if (permission === 'signed_in') return;
  if (permission === 'installation') {
    if (!caller.isInstallationOwner) throw new PatchbayError('forbidden');
    return;
  }
  if (!may(caller.actor, permission)) throw new PatchbayError('forbidden');
}
