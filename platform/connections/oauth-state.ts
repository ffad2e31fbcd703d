import { createHash, randomBytes } from 'node:crypto';
import { isUuid, type WorkspaceId } from '#sdk';

/**
 * A state is 16 bytes of workspace and 32 random bytes. It carries its workspace, so that the callback, which knows
 * nothing else, looks inside that workspace only; a state with a changed workspace finds no row there.
 */
export function makeState(workspaceId: WorkspaceId): string {
  return Buffer.concat([Buffer.from(workspaceId.replaceAll('-', ''), 'hex'), randomBytes(32)]).toString('base64url');
}

export function workspaceOf(state: string): WorkspaceId | undefined {
  const bytes = Buffer.from(state, 'base64url');
  // Only the one spelling of these bytes: base64url decoding skips what it does not know.
  if (bytes.length !== 48 || bytes.toString('base64url') !== state) return undefined;
  const id = bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return isUuid(id) ? (id as WorkspaceId) : undefined;
}

export const hashOf = (value: string): string => createHash('sha256').update(value).digest('hex');

/** Cookie of the browser that began this sign-in: one per state, so that two tabs do not disturb each other. */
export const cookieNameOf = (state: string): string => `patchbay_oauth_${hashOf(state).slice(0, 16)}`;
export const makeBrowserBinding = (): string => randomBytes(32).toString('base64url');
