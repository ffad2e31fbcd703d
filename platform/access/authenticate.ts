import { INSTALLATION_WORKSPACE, isUuid, PatchbayError, type WorkspaceId } from '#sdk';
import type { ApiKeys } from './api-keys.ts';
import type { Caller } from './ports.ts';
import { readSessionCookie } from './session-cookie.ts';
import type { SessionRow, Sessions } from './sessions.ts';

export interface Credentials {
  authorization?: string;
  cookie?: string;
  /** `X-Workspace`: which of a person's workspaces is meant. */
  workspaceHeader?: string;
}

/** Where a browser keeps which workspace it looks at: links, downloads and live streams send no header of their own. */
const WORKSPACE_COOKIE = /(?:^|;\s*)patchbay-workspace=([0-9a-f-]{36})(?:;|$)/i;

/** The workspace a person acts in. One they do not belong to is not there for them; one they only looked at last gives way to their first. */
export function chooseWorkspace(session: Pick<SessionRow, 'memberships' | 'isInstallationOwner'>, wanted: string | undefined, last?: string) {
  if (wanted === undefined) return session.memberships.find((row) => row.workspaceId === last?.toLowerCase()) ?? session.memberships[0];
  const id = wanted.toLowerCase();
  const found = isUuid(id) ? session.memberships.find((row) => row.workspaceId === id) : undefined;
  if (found) return found;
  if (id === INSTALLATION_WORKSPACE && session.isInstallationOwner) return { workspaceId: INSTALLATION_WORKSPACE, role: 'owner' as const };
  throw new PatchbayError('not_found');
}

interface Dependencies {
  apiKeys: ApiKeys;
  sessions: Sessions;
  cookieName: string;
  secret: string;
  onError: (error: unknown) => void;
}

/**
 * Who asks? Undefined: nobody we know. A key that is sent counts alone, even when it is wrong: a browser's cookie never
 * stands in for it.
 * @throws PatchbayError not_found for a workspace that the caller does not belong to
 */
export function createAuthenticate({ apiKeys, sessions, cookieName, secret, onError }: Dependencies) {
  const byKey = async (authorization: string, wanted: string | undefined): Promise<Caller | undefined> => {
    const [, value] = /^Bearer (pb_[\x21-\x7e]{8,200})$/i.exec(authorization) ?? [];
    const key = value ? await apiKeys.find(value) : undefined;
    if (!key) return undefined;
    if (wanted !== undefined && wanted.toLowerCase() !== key.workspaceId) throw new PatchbayError('not_found');
    return {
      actor: { kind: 'key', apiKeyId: key.id, role: key.role, scopes: key.scopes, ...(key.actAs ? { actAs: key.actAs } : {}) },
      workspaceId: key.workspaceId,
      ...(key.actAs ? { userId: key.actAs } : {}),
      isInstallationOwner: key.isInstallation,
    };
  };

  const bySession = async (cookie: string, wanted: string | undefined): Promise<Caller | undefined> => {
    const token = readSessionCookie(cookie, cookieName, secret);
    const session = token ? await sessions.find(token) : undefined;
    if (!session) return undefined;
    const chosen: { workspaceId: WorkspaceId; role: Caller['actor']['role'] } | undefined =
      chooseWorkspace(session, wanted, WORKSPACE_COOKIE.exec(cookie)?.[1]) ??
      (session.isInstallationOwner ? { workspaceId: INSTALLATION_WORKSPACE, role: 'owner' } : undefined);
    if (!chosen) return undefined;
    sessions.prolong(session).catch(onError);
    return {
      actor: { kind: 'person', userId: session.userId, role: chosen.role },
      workspaceId: chosen.workspaceId,
      userId: session.userId,
      sessionId: session.id,
      isInstallationOwner: session.isInstallationOwner,
    };
  };

  return async ({ authorization, cookie, workspaceHeader }: Credentials): Promise<Caller | undefined> => {
    if (authorization !== undefined) return byKey(authorization, workspaceHeader);
    return cookie === undefined ? undefined : bySession(cookie, workspaceHeader);
  };
}
