import type { Database } from '#platform/database/database';
import type { Clock, Links, WorkspaceId } from '#sdk';
import { createNames } from './names.ts';
import { createTokens, type TokenVault } from './tokens.ts';

/** Addresses for people without an account: tokens that carry their workspace, and names that all workspaces share. */
export function createPublicLinks({ database, vault, clock, publicUrl }: { database: Database; vault: TokenVault; clock: Clock; publicUrl: string }) {
  const tokens = createTokens(vault, clock);
  const names = createNames(database);
  const origin = publicUrl.replace(/\/$/, '');
  return {
    /** Before the workspace is known. */
    openToken: tokens.open,
    findName: names.find,
    forWorkspace: (workspaceId: WorkspaceId): Links => ({
      url: (path) => `${origin}${path}`,
      signer: (purpose) => tokens.signer(workspaceId, purpose),
      async open(purpose, token) {
        const opened = await tokens.open(purpose, token);
        return opened?.workspaceId === workspaceId ? opened.data : undefined;
      },
      claim: (space, name, subjectId) => names.claim(workspaceId, space, name, subjectId),
      release: (space, name) => names.release(workspaceId, space, name),
    }),
  };
}
export type PublicLinks = ReturnType<typeof createPublicLinks>;
