import type { z } from 'zod';
import { type Context, PatchbayError, type RouteInput } from '#sdk';
import { outreachSettings } from '../store/outreach-settings.ts';
import { changeTemplate, insertTemplate, listTemplates, removeTemplate, snippetsOf, templateById, versionsOf } from '../store/templates.ts';
import { compile, type Draft } from './compile.ts';
import { lint } from './lint.ts';
import { prepare } from './liquid.ts';
import { emptyMergeData, MERGE_FIELDS, MERGE_LINKS } from './merge-fields.ts';
import { preview } from './preview.ts';
import { senderOf } from './sender.ts';
import { type draftBody, type newTemplate, type previewBody, type templateChange, toTemplateView } from './shapes.ts';

type Id = { id: string };
type In<P = undefined, Q = undefined, B = undefined> = RouteInput<P, Q, B>;

const actorName = ({ actor }: Context): string =>
  actor.kind === 'person' ? `person:${actor.userId}` : actor.kind === 'key' ? `key:${actor.apiKeyId}` : actor.kind;

/** Nothing is saved that cannot be read, or never ends. */
async function compiledOf(ctx: Context, draft: Draft, isPiece: boolean) {
  const compiled = await compile(draft, { isPiece });
  const snippets = await ctx.db.transaction((tx) => snippetsOf(tx, ctx.workspaceId));
  prepare({ ...compiled, snippets })(emptyMergeData());
  return { ...draft, compiled };
}

export const getTemplates = async (
  ctx: Context,
  { query }: In<undefined, { kind?: string | undefined; folder?: string | undefined; q?: string | undefined }>,
) => {
  const rows = await ctx.db.transaction((tx) => listTemplates(tx, ctx.workspaceId, query));
  return {
    data: rows.map((row) => {
      const { body: _, text: _t, ...line } = toTemplateView(row);
      return line;
    }),
    nextCursor: null,
  };
};

export const getTemplate = async (ctx: Context, { params }: In<Id>) =>
  toTemplateView(await ctx.db.transaction((tx) => templateById(tx, ctx.workspaceId, params.id)));

export async function postTemplate(ctx: Context, { body }: In<undefined, undefined, z.output<typeof newTemplate>>) {
  const { kind, name, folder, shortcut = null, ...draft } = body;
  const content = await compiledOf(ctx, draft, kind === 'snippet');
  const made = await ctx.db.transaction((tx) =>
    insertTemplate(tx, ctx.workspaceId, kind, { name, folder, shortcut: shortcut ?? null }, content, actorName(ctx)),
  );
  return toTemplateView(made);
}

export async function patchTemplate(ctx: Context, { params, body }: In<Id, undefined, z.output<typeof templateChange>>) {
  const { version, content, ...facts } = body;
  const { template } = await ctx.db.transaction((tx) => templateById(tx, ctx.workspaceId, params.id));
  const compiled = content && (await compiledOf(ctx, content, template.kind === 'snippet'));
  const change = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  const changed = await ctx.db.transaction((tx) => changeTemplate(tx, ctx.workspaceId, params.id, version, change, compiled, actorName(ctx), ctx.clock.now()));
  return toTemplateView(changed);
}

export async function deleteTemplate(ctx: Context, { params }: In<Id>) {
  await ctx.db.transaction((tx) => removeTemplate(tx, ctx.workspaceId, params.id, ctx.clock.now()));
  return { removed: true as const };
}

export async function getVersions(ctx: Context, { params }: In<Id>) {
  const rows = await ctx.db.transaction(async (tx) => {
    await templateById(tx, ctx.workspaceId, params.id);
    return versionsOf(tx, ctx.workspaceId, params.id);
  });
  return {
    data: rows.map(({ version, subject, format, body, text, createdBy, createdAt }) => ({
      version,
      subject,
      format,
      body,
      text,
      createdBy,
      createdAt: createdAt.toISOString(),
    })),
    nextCursor: null,
  };
}

export async function postPreview(ctx: Context, { params, body }: In<Id, undefined, z.output<typeof previewBody>>) {
  const saved = await ctx.db.transaction((tx) => templateById(tx, ctx.workspaceId, params.id));
  return showPreview(ctx, body, saved.version.compiled);
}
/** Of something that is not saved at all. */
export const postDraftPreview = (ctx: Context, { body }: In<undefined, undefined, z.output<typeof previewBody>>) => showPreview(ctx, body, undefined);

async function showPreview(ctx: Context, body: z.output<typeof previewBody>, saved: { subject: string; html: string | null; text: string } | undefined) {
  const { content = saved, ...shown } = body;
  if (!content) throw new PatchbayError('invalid_input', { errors: [{ path: 'content', message: 'Say what is to be shown.' }] });
  if (shown.show === 'contact' && !shown.contactId)
    throw new PatchbayError('invalid_input', { errors: [{ path: 'contactId', message: 'Say for which contact.' }] });
  const { bookingUrl } = await ctx.db.transaction((tx) => outreachSettings(tx, ctx.workspaceId));
  return preview(ctx, content, shown, await senderOf(ctx), bookingUrl);
}

export const postLint = async (_ctx: Context, { body }: In<undefined, undefined, z.output<typeof draftBody>>) => ({ problems: lint(await compile(body)) });

/** Sends it to a colleague, through the door that every mail leaves by. */
export async function postTest(
  ctx: Context,
  { params, body }: In<Id, undefined, { to: string; contactId?: string | undefined; connectionId?: string | undefined }>,
) {
  const saved = await ctx.db.transaction((tx) => templateById(tx, ctx.workspaceId, params.id));
  const { bookingUrl } = await ctx.db.transaction((tx) => outreachSettings(tx, ctx.workspaceId));
  const shown = body.contactId ? { show: 'contact' as const, contactId: body.contactId } : { show: 'empty' as const };
  const { subject, html, text } = await preview(ctx, saved.version.compiled, shown, await senderOf(ctx), bookingUrl);
  return ctx.actions.run('email.send-message', {
    to: [{ address: body.to }],
    subject: `[Test] ${subject}`,
    ...(html ? { html } : {}),
    text,
    ...(body.connectionId ? { connectionId: body.connectionId } : {}),
  });
}

export const getMergeFields = async () => ({
  groups: Object.entries(MERGE_FIELDS).map(([name, fields]) => ({ name, fields: fields.map((field) => `${name}.${field}`) })),
  links: [...MERGE_LINKS],
});
