import { timingSafeEqual } from 'node:crypto';
import type { TwinRequest } from '../http/request.ts';
import type { OAuthClient } from './options.ts';

export type ClientVerdict =
  | { ok: true; client: OAuthClient }
  | { ok: false; error: 'invalid_client' | 'invalid_request'; description: string; usedBasic: boolean };

const isSame = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** RFC 6749 §2.3.1: id and secret are form-encoded before they go into the basic header. */
const formDecode = (text: string): string => new URLSearchParams(`v=${text.replaceAll('&', '%26')}`).get('v') ?? '';

const readBasic = (header: string): { id: string; secret: string } | undefined => {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id: formDecode(id), secret: formDecode(secret.join(':')) };
};

export const authenticateClient = (request: TwinRequest, form: URLSearchParams, clients: readonly OAuthClient[]): ClientVerdict => {
  const header = request.headers.authorization;
  const usedBasic = header !== undefined;
  const refuse = (error: 'invalid_client' | 'invalid_request', description: string): ClientVerdict => ({ ok: false, error, description, usedBasic });
  if (usedBasic && form.has('client_secret')) return refuse('invalid_request', 'the client authenticates in two ways at once');
  const given = header === undefined ? { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' } : readBasic(header);
  const client = clients.find(({ id }) => id === given?.id);
  if (!given || !client || !isSame(client.secret, given.secret)) return refuse('invalid_client', 'client id and secret do not match');
  if (usedBasic && form.has('client_id') && form.get('client_id') !== client.id) return refuse('invalid_request', 'client_id differs from the header');
  return { ok: true, client };
};
