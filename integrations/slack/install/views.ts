import { z } from 'zod';
import type { Context, RouteInput } from '#sdk';
import { createApp, exportApp, updateApp } from '../client/index.ts';
import { creationLink, differenceOf, type Manifest, manifestFor } from './manifest.ts';
import { FEATURES, type Feature, SCOPES, scopesFor, WHY } from './scopes.ts';

const feature = z.enum(FEATURES as [Feature, ...Feature[]]);
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const name = z.string().trim().min(1, 'Give the app a name.').max(35, 'Slack takes 35 characters at most.');
const command = z.string().regex(/^\/[a-z0-9_-]{1,31}$/, 'A slash and small letters, such as /crm.');
const appId = z.string().regex(/^A[A-Z0-9]{2,30}$/, 'An app id such as A0123ABCD.');

/** `?features=bot-commands,deal-alerts`; none: all of them. */
export const manifestQuery = z.strictObject({
  features: z
    .string()
    .optional()
    .transform((text) => (text === undefined ? FEATURES : text.split(',').filter(Boolean)))
    .pipe(z.array(feature)),
  name: name.default('Patchbay CRM'),
  command: command.default('/crm'),
  socket: flag.default(false),
  organization: flag.default(false),
});
type Choice = z.output<typeof manifestQuery>;
const scope = z.object({ scope: z.string(), why: z.string(), features: z.array(z.string()) });
export const manifestView = z
  .object({ manifest: z.record(z.string(), z.unknown()), createUrl: z.url(), scopes: z.array(scope), warnings: z.array(z.string()) })
  .meta({ id: 'SlackManifest' });

const choice = {
  configurationToken: z.string().trim().min(10, 'Paste an app configuration token.').max(500),
  features: z.array(feature).default(FEATURES),
  name: name.default('Patchbay CRM'),
  command: command.default('/crm'),
  socket: z.boolean().default(false),
  organization: z.boolean().default(false),
};
export const newApp = z.strictObject(choice);
export const appUpgrade = z.strictObject({ ...choice, appId, apply: z.boolean().default(true) });
/** Shown once: nothing of it is kept here. The names are those of the environment. */
export const appView = z.object({ appId: z.string(), environment: z.record(z.string(), z.string()), nextStep: z.string() }).meta({ id: 'SlackApp' });
export const upgradeView = z
  .object({
    scopesAdded: z.array(scope),
    scopesRemoved: z.array(z.string()),
    eventsAdded: z.array(z.string()),
    eventsRemoved: z.array(z.string()),
    needsReinstall: z.boolean(),
    applied: z.boolean(),
  })
  .meta({ id: 'SlackAppUpgrade' });

const originOf = (ctx: Context) => new URL(ctx.links.url('/')).origin;
const manifestOf = (ctx: Context, { socket, organization, ...rest }: Omit<Choice, 'features'> & { features: Feature[] }): Manifest =>
  manifestFor({ origin: originOf(ctx), ...rest, isSocket: socket, isOrganization: organization });
export const explain = (scopes: readonly string[]) =>
  scopes.map((each) => ({
    scope: each,
    why: WHY[each] ?? '',
    features: FEATURES.filter((one) => (SCOPES[one] as readonly string[]).includes(each)) as string[],
  }));

/** What stands in the way of Slack reaching us, said before it is tried. */
function warningsOf(origin: string, isSocket: boolean): string[] {
  const { protocol, hostname } = new URL(origin);
  const isReachable = protocol === 'https:' && !/^(localhost|127\.|\[)/.test(hostname);
  return [
    ...(isReachable || isSocket ? [] : ['Slack sends to public HTTPS addresses only, and this hub has none: tick “no public address”, or set PATCHBAY_URL.']),
    ...(isReachable ? [] : ['The sign-in at Slack comes back to this address in your own browser: it must open there.']),
  ];
}

export const getManifest = async (ctx: Context, { query }: RouteInput<undefined, Choice>) => {
  const manifest = manifestOf(ctx, query);
  return { manifest, createUrl: creationLink(manifest), scopes: explain(scopesFor(query.features)), warnings: warningsOf(originOf(ctx), query.socket) };
};

/** Creates the app at Slack; its secrets are told once, for the environment of the hub. */
export async function postApp(ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof newApp>>) {
  const { configurationToken, ...rest } = body;
  const { app_id: id, credentials } = await createApp(ctx.httpTo('slack'), configurationToken, manifestOf(ctx, rest));
  return {
    appId: id,
    environment: {
      SLACK_CLIENT_ID: credentials.client_id,
      SLACK_CLIENT_SECRET: credentials.client_secret,
      SLACK_SIGNING_SECRET: credentials.signing_secret,
    },
    nextStep: 'Put these lines into the environment of the hub (.env), start it again, and connect Slack on the Connections page.',
  };
}

/** Brings the app at Slack to what is ticked; `apply: false` only says what would change. */
export async function putApp(ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof appUpgrade>>) {
  const { configurationToken, appId: id, apply, ...rest } = body;
  const http = ctx.httpTo('slack');
  const wanted = manifestOf(ctx, rest);
  const found = differenceOf(await exportApp(http, configurationToken, id), wanted);
  if (apply) await updateApp(http, configurationToken, id, wanted);
  return { ...found, scopesAdded: explain(found.scopesAdded), applied: apply };
}
