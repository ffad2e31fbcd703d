import { z } from 'zod';
import { PatchbayError } from '#sdk';
import { type ApiCall, apiRoute } from '../http/api-route.ts';
import { personOnly } from './me.ts';
import { byId, id, instant, nothing, personName, withTimes } from './people.ts';

const passkey = z.object({ id, name: z.string(), createdAt: instant, lastUsedAt: instant.nullable() }).meta({ id: 'Passkey' });
/** As the browser's WebAuthn gives and takes it; its shape is W3C's, and the library checks it. */
const options = z.record(z.string(), z.unknown()).describe('For `navigator.credentials`, by `parse…OptionsFromJSON`');
const response = z.looseObject({ id: z.string().max(2_000), response: z.record(z.string(), z.unknown()) }).describe('`credential.toJSON()`');

const sessionOf = ({ request }: Pick<ApiCall, 'request'>): string => {
  const sessionId = request.caller?.sessionId;
  if (!sessionId) throw new PatchbayError('person_needed');
  return sessionId;
};

export const passkeyRoutes = [
  apiRoute({
    method: 'POST',
    path: '/auth/passkey/options',
    summary: 'Begin to sign in with a passkey',
    permission: 'public',
    responses: { 200: z.object({ attempt: z.string(), options }) },
    handler: async ({ hub }) => {
      const begun = await hub.access.passkeys.beginSignIn();
      return { attempt: begun.attempt, options: { ...begun.options } };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/auth/passkey/sign-in',
    summary: 'Sign in with a passkey; it stands for password and second factor',
    permission: 'public',
    body: z.strictObject({ attempt: z.string().min(1).max(200), response }),
    responses: { 200: z.object({ userId: id }) },
    handler: async ({ hub, request, reply }, { body }) => {
      const agent = request.headers['user-agent'];
      const { userId, cookies } = await hub.access.passkeys.signIn(body.attempt, body.response as never, {
        ip: request.ip,
        ...(agent === undefined ? {} : { userAgent: agent }),
      });
      reply.header('set-cookie', cookies).header('cache-control', 'no-store');
      return { userId };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/me/passkeys',
    summary: 'My passkeys',
    permission: 'signed_in',
    responses: { 200: z.object({ data: z.array(passkey) }) },
    handler: async (call) => ({ data: (await call.hub.access.passkeys.list(personOnly(call))).map(withTimes) }),
  }),
  apiRoute({
    method: 'POST',
    path: '/me/passkeys/options',
    summary: 'Begin to add a passkey to my account',
    permission: 'signed_in',
    responses: { 200: z.object({ options }) },
    handler: async (call) => ({ options: { ...(await call.hub.access.passkeys.beginAdding(personOnly(call), sessionOf(call))) } }),
  }),
  apiRoute({
    method: 'POST',
    path: '/me/passkeys',
    summary: 'Add the passkey that the browser has made',
    permission: 'signed_in',
    body: z.strictObject({ name: personName, response }),
    responses: { 201: z.object({ id }) },
    handler: async (call, { body }) => {
      const made = await call.hub.access.passkeys.add(personOnly(call), sessionOf(call), body.name, body.response as never);
      call.reply.status(201);
      return made;
    },
  }),
  apiRoute({
    method: 'DELETE',
    path: '/me/passkeys/:id',
    summary: 'Remove a passkey: it opens my account no more',
    permission: 'signed_in',
    params: byId,
    responses: { 204: nothing },
    handler: async (call, { params }) => call.hub.access.passkeys.remove(personOnly(call), params.id),
  }),
];
