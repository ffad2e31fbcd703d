import { z } from 'zod';
import { type HttpClient, PatchbayError, type Secret } from '#sdk';

const created = z.object({
  app_id: z.string(),
  team_id: z.string().optional(),
  credentials: z.object({ client_id: z.string(), client_secret: z.string(), signing_secret: z.string() }),
  oauth_authorize_url: z.string().optional(),
});
const exported = z.object({ manifest: z.record(z.string(), z.unknown()) });
const updated = z.object({ app_id: z.string(), permissions_updated: z.boolean().optional() });
type Method = 'apps.manifest.create' | 'apps.manifest.update' | 'apps.manifest.export';

/** Calls about the app itself: with an app configuration token, which lives twelve hours and is not kept (docs.slack.dev/reference/methods). */
async function ask<S extends z.ZodType>(http: HttpClient, token: string, method: Method, args: Record<string, unknown>, schema: S): Promise<z.output<S>> {
  try {
    const { body } = await http.request({
      method: 'POST',
      url: `/${method}`,
      json: args,
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` },
      quotaClass: method,
      operation: `slack.${method}`,
      responseType: 'json',
    });
    return schema.parse(body);
  } catch (error) {
    // It is the configuration token that was refused, and no installation.
    if (error instanceof PatchbayError && ['reauthorize', 'credentials_rejected'].includes(error.code))
      throw new PatchbayError('invalid_input', {
        errors: [{ path: 'configurationToken', message: 'Slack does not accept this configuration token. They live twelve hours: make a fresh one.' }],
      });
    throw error;
  }
}

export const createApp = (http: HttpClient, token: string, manifest: unknown) =>
  ask(http, token, 'apps.manifest.create', { manifest: JSON.stringify(manifest) }, created);
export const exportApp = async (http: HttpClient, token: string, appId: string): Promise<Readonly<Record<string, unknown>>> =>
  (await ask(http, token, 'apps.manifest.export', { app_id: appId }, exported)).manifest;
export const updateApp = (http: HttpClient, token: string, appId: string, manifest: unknown) =>
  ask(http, token, 'apps.manifest.update', { app_id: appId, manifest: JSON.stringify(manifest) }, updated);

/** Takes the app out of the workspace (docs.slack.dev/reference/methods/apps.uninstall): under rotation `auth.revoke` ends one token only. */
export const uninstall = (http: HttpClient, token: Secret, app: { clientId: string; clientSecret: string }) =>
  http.request({
    method: 'POST',
    url: '/apps.uninstall',
    form: { client_id: app.clientId, client_secret: app.clientSecret },
    headers: { authorization: `Bearer ${token.reveal()}` },
    quotaClass: 'apps.uninstall',
    operation: 'slack.apps.uninstall',
    responseType: 'json',
  });
