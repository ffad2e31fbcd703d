import { z } from 'zod';
import { PatchbayError } from '#sdk';
import { type ApiCall, apiRoute } from '../http/api-route.ts';
import { describeCaller, personOnly } from './me.ts';
import { email, id, nothing, password, personName, timeZone } from './people.ts';

const token = z.string().min(1).max(200);
const signedIn = z.object({ userId: id });

/** Signs in and hands the cookie over. A wrong password of an unknown address looks and costs the same. */
async function signIn({ hub, request, reply }: ApiCall, who: { email: string; password: string; totp?: string | undefined }) {
  const agent = request.headers['user-agent'];
  const { userId, cookies } = await hub.access.signIn({
    email: who.email,
    password: who.password,
    ip: request.ip,
    ...(who.totp === undefined ? {} : { totp: who.totp }),
    ...(agent === undefined ? {} : { userAgent: agent }),
  });
  reply.header('set-cookie', cookies).header('cache-control', 'no-store');
  return { userId };
}

export const accessRoutes = [
  apiRoute({
    method: 'POST',
    path: '/auth/sign-in',
    summary: 'Sign in; accounts with a second factor answer second_factor_needed until the code comes along',
    permission: 'public',
    body: z.strictObject({ email, password, totp: z.string().trim().min(6).max(20).optional() }),
    responses: { 200: signedIn },
    handler: async (call, { body }) => signIn(call, body),
  }),
  apiRoute({
    method: 'POST',
    path: '/auth/sign-out',
    summary: 'Sign out',
    permission: 'public',
    responses: { 204: nothing },
    handler: async ({ hub, request, reply }) => {
      reply.header('set-cookie', await hub.access.signOut(request.headers.cookie));
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/auth/session',
    summary: 'Who is signed in, or null; and which ways in there are',
    permission: 'public',
    responses: { 200: z.object({ me: z.unknown(), singleSignOn: z.boolean(), passwordReset: z.boolean() }) },
    handler: async (call) => ({
      me: call.request.caller ? await describeCaller(call) : null,
      singleSignOn: call.hub.access.singleSignOn !== undefined,
      passwordReset: call.hub.access.passwords.canReset,
    }),
  }),
  apiRoute({
    method: 'POST',
    path: '/auth/forgot-password',
    summary: 'Ask for a link to choose a new password; the answer is the same whether or not the address is known',
    permission: 'public',
    body: z.strictObject({ email }),
    responses: { 202: nothing },
    handler: async ({ hub }, { body }) => hub.access.passwords.requestReset(body.email),
  }),
  apiRoute({
    method: 'GET',
    path: '/auth/reset-password/:token',
    summary: 'Is this link still good?',
    permission: 'public',
    params: z.strictObject({ token }),
    responses: { 200: z.object({ valid: z.boolean() }) },
    handler: async ({ hub }, { params }) => ({ valid: await hub.access.passwords.isOpen(params.token) }),
  }),
  apiRoute({
    method: 'POST',
    path: '/auth/reset-password',
    summary: 'Choose a new password by such a link; works once and ends every session',
    permission: 'public',
    body: z.strictObject({ token, password }),
    responses: { 204: nothing },
    handler: async ({ hub }, { body }) => hub.access.passwords.reset(body.token, body.password),
  }),
  apiRoute({
    method: 'GET',
    path: '/auth/set-up/:token',
    summary: 'Is this set-up link still good?',
    permission: 'public',
    params: z.strictObject({ token }),
    responses: { 200: z.object({ valid: z.boolean() }) },
    handler: async ({ hub }, { params }) => ({ valid: await hub.access.firstOwner.isOpen(params.token) }),
  }),
  apiRoute({
    method: 'POST',
    path: '/auth/set-up',
    summary: 'Become the first owner; works once',
    permission: 'public',
    body: z.strictObject({ token, name: personName, email, password, workspaceName: personName, timeZone: timeZone.optional() }),
    responses: { 201: signedIn },
    handler: async (call, { body: { token: link, timeZone: zone, ...who } }) => {
      await call.hub.access.firstOwner.setUp(link, { ...who, ...(zone ? { timeZone: zone } : {}) });
      return signIn(call, who);
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/auth/invitation/:token',
    summary: 'What an invitation is for, or what became of it',
    permission: 'public',
    params: z.strictObject({ token }),
    responses: {
      200: z.object({
        state: z.enum(['open', 'used', 'expired', 'unknown']),
        workspaceName: z.string().optional(),
        name: z.string().optional(),
        email: z.string().optional(),
        proof: z.enum(['new_password', 'password', 'session']).optional().describe('A password to choose, the one the person has, or being signed in'),
      }),
    },
    handler: async ({ hub, reply }, { params }) => {
      reply.header('cache-control', 'no-store');
      return hub.access.invitations.look(params.token);
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/auth/accept-invitation',
    summary: 'Join a workspace; works once. Who has an account already gives its password, or is signed in',
    permission: 'public',
    body: z.strictObject({ token, password: password.optional(), name: personName.optional(), totp: z.string().trim().min(6).max(20).optional() }),
    responses: { 201: signedIn },
    handler: async (call, { body: { token: link, password: secret = '', name, totp } }) => {
      const { actor } = call.request.caller ?? {};
      const signedInAs = actor?.kind === 'person' ? actor.userId : undefined;
      const joined = await call.hub.access.invitations.accept(link, { password: secret, ...(name ? { name } : {}), ...(signedInAs ? { signedInAs } : {}) });
      return joined.userId === signedInAs ? { userId: signedInAs } : signIn(call, { email: joined.email, password: secret, totp });
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/auth/totp/enable',
    summary: 'Begin with a second factor: gives the secret and the backup codes',
    permission: 'signed_in',
    body: z.strictObject({ password }),
    responses: { 200: z.object({ uri: z.string(), backupCodes: z.array(z.string()) }) },
    handler: async (call, { body }) => {
      personOnly(call);
      call.reply.header('cache-control', 'no-store');
      return call.hub.access.secondFactor.enable(call.request.headers.cookie, body.password);
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/auth/totp/confirm',
    summary: 'Confirm it with a first code; from now on it is asked for',
    permission: 'signed_in',
    body: z.strictObject({ code: z.string().regex(/^\d{6}$/, 'takes six digits') }),
    responses: { 204: nothing },
    handler: async (call, { body }) => {
      personOnly(call);
      call.reply.header('set-cookie', (await call.hub.access.secondFactor.confirm(call.request.headers.cookie, body.code)).cookies);
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/auth/totp/disable',
    summary: 'Do without the second factor',
    permission: 'signed_in',
    body: z.strictObject({ password }),
    responses: { 204: nothing },
    handler: async (call, { body }) => {
      personOnly(call);
      call.reply.header('set-cookie', (await call.hub.access.secondFactor.disable(call.request.headers.cookie, body.password)).cookies);
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/auth/oidc',
    summary: 'Sign in at the organisation’s identity provider',
    permission: 'public',
    responses: { 302: nothing },
    handler: async ({ hub, reply }) => {
      if (!hub.access.singleSignOn) throw new PatchbayError('not_found');
      const { redirectTo, cookies } = await hub.access.singleSignOn.start();
      return reply.header('set-cookie', cookies).header('cache-control', 'no-store').redirect(redirectTo);
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/auth/callback/oidc',
    summary: 'Where the identity provider sends the browser back to',
    permission: 'public',
    responses: { 302: nothing },
    handler: async ({ hub, request, reply }) => {
      if (!hub.access.singleSignOn) throw new PatchbayError('not_found');
      const { redirectTo, cookies } = await hub.access.singleSignOn.callback(`${hub.access.publicUrl}${request.url}`, request.headers.cookie, {
        ip: request.ip,
        ...(request.headers['user-agent'] ? { userAgent: request.headers['user-agent'] } : {}),
      });
      return reply.header('set-cookie', cookies).header('cache-control', 'no-store').redirect(redirectTo);
    },
  }),
];
