import { type Ciphertext, type ConnectionId, type Credentials, type OAuth2, PatchbayError, type Provider, Secret, type WorkspaceId } from '#sdk';
import type { VaultPort } from './ports.ts';
import type { Tokens } from './token-answer.ts';

/** What lies sealed in `connection_credentials.sealed`, as JSON. */
export type StoredCredentials =
  | { kind: 'oauth2'; accessToken: string; refreshToken?: string; extra: Readonly<Record<string, unknown>> }
  | { kind: 'credentials'; values: Readonly<Record<string, unknown>> };

const refOf = (id: ConnectionId) => ({ table: 'connection_credentials', column: 'sealed', id });

/** Sealing is synchronous once the workspace's vault is open, so it may happen inside a transaction. */
export async function openSealer(vault: VaultPort, workspaceId: WorkspaceId) {
  const opened = await vault.forWorkspace(workspaceId);
  return {
    seal: (id: ConnectionId, value: StoredCredentials): Ciphertext => opened.seal(refOf(id), JSON.stringify(value)),
    open: (id: ConnectionId, sealed: string): StoredCredentials => JSON.parse(opened.open(refOf(id), sealed as Ciphertext).reveal()) as StoredCredentials,
  };
}
export type Sealer = Awaited<ReturnType<typeof openSealer>>;

/** A reply without a refresh token keeps the stored one: most providers send it only once. */
export function storedFrom(tokens: Tokens, before?: StoredCredentials): Extract<StoredCredentials, { kind: 'oauth2' }> {
  const kept = before?.kind === 'oauth2' ? before : undefined;
  const refreshToken = tokens.refreshToken ?? kept?.refreshToken;
  return {
    kind: 'oauth2',
    accessToken: tokens.accessToken,
    extra: { ...kept?.extra, ...tokens.extra },
    ...(refreshToken === undefined ? {} : { refreshToken }),
  };
}

/** What `verifyAccount` and integrations see. */
export const valuesOf = (stored: StoredCredentials): Readonly<Record<string, unknown>> =>
  stored.kind === 'credentials' ? stored.values : { ...stored.extra, accessToken: stored.accessToken };

const oauthHeaders = (auth: OAuth2, accessToken: string): Record<string, string> =>
  auth.authorize?.(new Secret(accessToken)) ?? { authorization: `Bearer ${accessToken}` };
const credentialHeaders = (auth: Credentials, values: Readonly<Record<string, unknown>>): Record<string, string> => auth.authorize?.(values) ?? {};

export function headersOf(provider: Provider, stored: StoredCredentials): Record<string, string> {
  if (provider.auth.kind === 'oauth2' && stored.kind === 'oauth2') return oauthHeaders(provider.auth, stored.accessToken);
  if (provider.auth.kind === 'credentials' && stored.kind === 'credentials') return credentialHeaders(provider.auth, stored.values);
  throw new PatchbayError('reauthorize', { detail: 'This connection was made in a way that the provider no longer offers.' });
}
