import { createHash, randomBytes } from 'node:crypto';
import { isUuid, type WorkspaceId } from '#sdk';

/** Random tokens have 256 bits, so a plain hash is enough: there is nothing to guess. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
export const newToken = (): string => randomBytes(32).toString('base64url');
export const newApiKey = (): string => `pb_${newToken()}`;
export const API_KEY_PREFIX_LENGTH = 9;

const workspaceBytes = (id: WorkspaceId) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

/** A public token says its workspace, so that a database spread over many servers finds it on one. */
export const newWorkspaceToken = (id: WorkspaceId): string => `${workspaceBytes(id)}.${newToken()}`;

export function workspaceOfToken(token: string): WorkspaceId | undefined {
  const hex = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return isUuid(id) ? (id as WorkspaceId) : undefined;
}
