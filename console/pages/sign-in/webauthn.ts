import { ask, hub } from '../../api.ts';

/** What a browser of today brings of WebAuthn; older ones are not offered a passkey. */
interface Json {
  parseCreationOptionsFromJSON(options: object): PublicKeyCredentialCreationOptions;
  parseRequestOptionsFromJSON(options: object): PublicKeyCredentialRequestOptions;
}
const native = (): Json | undefined => {
  const found = (globalThis as { PublicKeyCredential?: unknown }).PublicKeyCredential as Json | undefined;
  return found && typeof found.parseRequestOptionsFromJSON === 'function' ? found : undefined;
};
export const canUsePasskeys = (): boolean => native() !== undefined;

/** The person closed the browser's dialog: nothing to complain about. */
export class LeftOff extends Error {
  override name = 'LeftOff';
}
const orLeftOff = (error: unknown): never => {
  throw error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError') ? new LeftOff() : error;
};
type Answer = { id: string; response: Record<string, unknown> };
const json = (credential: Credential | null): Answer => {
  if (!credential) throw new LeftOff();
  return (credential as unknown as { toJSON(): Answer }).toJSON();
};

export async function signInWithPasskey(): Promise<void> {
  const { attempt, options } = await ask(hub.POST('/api/v1/auth/passkey/options'));
  const publicKey = native()?.parseRequestOptionsFromJSON(options);
  if (!publicKey) return;
  const response = json(await navigator.credentials.get({ publicKey }).catch(orLeftOff));
  await ask(hub.POST('/api/v1/auth/passkey/sign-in', { body: { attempt, response } }));
}

export async function addPasskey(name: string): Promise<void> {
  const { options } = await ask(hub.POST('/api/v1/me/passkeys/options'));
  const publicKey = native()?.parseCreationOptionsFromJSON(options);
  if (!publicKey) return;
  const response = json(await navigator.credentials.create({ publicKey }).catch(orLeftOff));
  await ask(hub.POST('/api/v1/me/passkeys', { body: { name, response } }));
}
