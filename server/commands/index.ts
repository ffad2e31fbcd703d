import { z } from 'zod';
import { type Actor, asId, PatchbayError, type WorkspaceId } from '#sdk';
import type { Hub } from '../hub.ts';
import { type HubCommand, hubCommand } from './command.ts';
import { importLinkedInArchive } from './import-linkedin.ts';
import { importMailFile } from './import-mbox.ts';

const TERMINAL: Actor = { kind: 'system', reason: 'command line' };

async function workspaceIds(hub: Hub): Promise<WorkspaceId[]> {
  return (await hub.database.systemQuery<{ id: WorkspaceId }>({ text: 'select id from workspaces order by id' })).map((row) => row.id);
}

/** The one workspace, or the one that was named. */
async function workspaceOf(hub: Hub, named: string | undefined): Promise<WorkspaceId> {
  if (named) return asId<WorkspaceId>(named);
  const own = await hub.database.systemQuery<{ id: WorkspaceId }>({ text: "select id from workspaces where slug <> 'installation' order by id" });
  const [only] = own;
  if (only && own.length === 1) return only.id;
  throw new PatchbayError('invalid_input', {
    detail: own.length === 0 ? 'There is no workspace yet.' : `There are ${own.length} workspaces.`,
    remedy: own.length === 0 ? 'Start the hub and open its set-up link.' : `Name one with --workspace: ${own.map((row) => row.id).join(', ')}`,
  });
}

/** Commands that need an open hub; the running one executes them when it holds the data folder. */
export const hubCommands: readonly HubCommand[] = [
  hubCommand({
    name: 'connect',
    args: z.strictObject({
      integration: z.string(),
      provider: z.string(),
      label: z.string().optional(),
      workspace: z.string().optional(),
      credentials: z.record(z.string(), z.string()),
    }),
    async run(hub, { workspace, label, ...rest }) {
      const workspaceId = await workspaceOf(hub, workspace);
      const provider = hub.integrations.get(rest.integration)?.providers(hub.config.integrations[rest.integration] ?? {})[rest.provider];
      if (provider?.auth.kind === 'oauth2') {
        const begun = await hub.connections.begin({
          workspaceId,
          actor: TERMINAL,
          integration: rest.integration,
          provider: rest.provider,
          ...(label ? { label } : {}),
        });
        return { ok: true, text: `Open this address and give the permission:\n\n${begun.authorizeUrl}`, data: begun };
      }
      const added = await hub.connections.addWithCredentials({ workspaceId, actor: TERMINAL, ...rest, ...(label ? { label } : {}) });
      return { ok: true, text: `Connected ${added.label} (${added.id}).`, data: { id: added.id, label: added.label } };
    },
  }),
  hubCommand({
    name: 'import linkedin-archive',
    args: z.strictObject({
      file: z.string(),
      workspace: z.string().optional(),
      user: z.uuid().optional(),
      apply: z.enum(['none', 'matched', 'all']).default('none'),
    }),
    async run(hub, { file, workspace, user, apply }, report) {
      const workspaceId = await workspaceOf(hub, workspace);
      const ctx = await hub.contextFor({ workspaceId, actor: TERMINAL, integration: 'linkedin' });
      return importLinkedInArchive(ctx, { file, user, apply }, report);
    },
  }),
  hubCommand({
    name: 'import mbox',
    args: z.strictObject({ file: z.string(), mailbox: z.string().optional(), workspace: z.string().optional(), apply: z.string().optional() }),
    async run(hub, { file, mailbox, workspace }, report) {
      const workspaceId = await workspaceOf(hub, workspace);
      return importMailFile(await hub.contextFor({ workspaceId, actor: TERMINAL, integration: 'email' }), { file, mailbox }, report);
    },
  }),
  hubCommand({
    name: 'replay',
    args: z.strictObject({
      ids: z.array(z.string()),
      since: z.union([z.iso.datetime({ offset: true }), z.iso.date()], 'is neither a day nor a time such as 2026-03-01T09:00:00Z').optional(),
    }),
    async run(hub, { ids, since }, report) {
      if (ids.length === 0 && !since) throw new PatchbayError('invalid_input', { detail: 'Say which webhooks: their ids, or --since and a time.' });
      let replayed = 0;
      for (const workspaceId of await workspaceIds(hub)) {
        replayed += (await hub.inbox.replay(workspaceId, since ? { since: new Date(since) } : { ids })).replayed;
        report({ done: replayed, message: 'webhooks handed over again' });
      }
      await hub.inbox.drain();
      return {
        ok: replayed > 0 || since !== undefined,
        text: replayed > 0 ? `${replayed} webhooks handled again.` : since ? 'No webhook failed since then.' : 'No such webhook.',
        data: { replayed },
      };
    },
  }),
  hubCommand({
    name: 'migrate',
    args: z.strictObject({}),
    run: async () => ({ ok: true, text: 'The schema is up to date: the running hub saw to it when it started.', data: { applied: [] } }),
  }),
  hubCommand({
    name: 'keys rotate',
    args: z.strictObject({}),
    async run(hub, _args, report) {
      await hub.vault.rotateRoot((done) => report({ done, message: 'keys wrapped by the current root key' }));
      const workspaces = await workspaceIds(hub);
      for (const [index, workspaceId] of workspaces.entries()) {
        report({ done: index, total: workspaces.length, message: 'workspaces with a new data key' });
        await hub.vault.rotateDataKey(workspaceId);
      }
      return { ok: true, text: `${workspaces.length} workspaces have new keys; everything sealed was sealed again.`, data: { workspaces: workspaces.length } };
    },
  }),
  hubCommand({
    name: 'audit verify',
    args: z.strictObject({}),
    async run(hub) {
      await hub.audit.flush();
      const reports = await Promise.all((await workspaceIds(hub)).map(async (workspaceId) => ({ workspaceId, ...(await hub.audit.verify(workspaceId)) })));
      const broken = reports.filter((each) => !each.ok);
      const lines = reports.map(
        (each) =>
          `${each.ok ? '✓' : '✗'} ${each.workspaceId}  ${each.sealed} rows sealed, ${each.unsealed} not yet${each.ok ? '' : `\n${each.findings.map((finding) => `    ${finding.kind}: ${finding.id ?? finding.position}`).join('\n')}`}`,
      );
      return { ok: broken.length === 0, text: lines.join('\n'), data: reports };
    },
  }),
  hubCommand({
    name: 'backup',
    args: z.strictObject({ dir: z.string() }),
    async run(hub, { dir }, report) {
      const manifest = await hub.backup.backup(dir, report);
      return { ok: true, text: `Backed up to ${dir}. Keep keys.sealed apart from it.`, data: manifest };
    },
  }),
  hubCommand({
    name: 'restore',
    args: z.strictObject({ dir: z.string() }),
    async run(hub, { dir }, report) {
      const manifest = await hub.backup.restore(dir, { progress: report });
      return { ok: true, text: `Restored from ${dir}.`, data: manifest };
    },
  }),
];
