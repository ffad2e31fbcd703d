import { hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import { crmEventTypes } from '#crm/event-types';
import { beginHandover } from '#crm/handover/hand-over';
import { createAccess } from '#platform/access/access';
import { createIdempotency } from '#platform/access/idempotency';
import { createRateLimits } from '#platform/access/rate-limits';
import { createRequestLog } from '#platform/access/request-log';
import { createAudit } from '#platform/audit/audit';
import { createBackup } from '#platform/backup/backup';
import { createConnections, SEALED_COLUMNS } from '#platform/connections/connections';
import type { Database } from '#platform/database/database';
import { createEvents } from '#platform/events/events';
import { webhookReceiver } from '#platform/events/webhook-send';
import { createFiles } from '#platform/files/files';
import { localDriver } from '#platform/files/local-driver';
import { s3Driver } from '#platform/files/s3-driver';
import { createInbox } from '#platform/inbox/inbox';
import { createKeySets } from '#platform/inbox/verification/key-sets';
import { createIncidents } from '#platform/incidents/incidents';
import { createSystemMailer } from '#platform/incidents/system-mailer';
import { createPublicLinks } from '#platform/links/links';
import { createNotifications } from '#platform/notifications/notifications';
import { createOutbound } from '#platform/outbound/outbound';
import { createSync } from '#platform/sync/sync';
import { createEffects } from '#platform/tasks/effects';
import { createTasks } from '#platform/tasks/tasks';
import { createLog } from '#platform/telemetry/log';
import { createMetrics } from '#platform/telemetry/metrics';
import { startTracing } from '#platform/telemetry/tracing';
import { loadRootKeys } from '#platform/vault/root-keys';
import { createVault } from '#platform/vault/vault';
import { type Actor, type Clock, type Integration, PatchbayError, type WorkspaceId } from '#sdk';
import { createAccountMail } from './account-mail.ts';
import { createActionRunner } from './action-runner.ts';
import { administratorsOf } from './administrators.ts';
import { createAudiences } from './audiences.ts';
import { bindContexts } from './bind-contexts.ts';
import { openClock } from './clock.ts';
import type { Config } from './config.ts';
import { createCrmScopes } from './crm-scope.ts';
import { createEraser } from './erasure/erase-person.ts';
import { chores, registerHousekeeping } from './housekeeping.ts';
import type { Hub } from './hub.ts';
import { connectDatabase, isSchemaCurrent, migrateDatabase, prepareDataFolder, requireRoles, waitForDatabase } from './open-database.ts';
import { publicKeysOver } from './public-keys.ts';
import { HAND_OVER, registerRecordChores } from './record-chores.ts';
import { createRecordFiles } from './record-files.ts';
import { READ_NOW, registerIntegrations } from './register-integrations.ts';
import { startRooms } from './start-rooms.ts';
import { createWebhookDirectory } from './webhook-directory.ts';

export { isFolderHeld } from './open-database.ts';

export interface OpenOptions {
  integrations: readonly Integration[];
  /** Only warnings: for commands whose output is the answer. */
  quiet?: boolean;
  /** Tests give an open database and a clock; both stay theirs. */
  database?: Database;
  clock?: Clock;
}

/** How administrators are told in their chat. */
const ALERT_ACTION = 'slack.post-message';
/** Configuration → database → platform → integrations. The only place where ports meet implementations. */
export async function openHub(config: Config, options: OpenOptions): Promise<Hub> {
  const log = createLog(options.quiet ? 'warn' : config.logLevel);
  const metrics = createMetrics();
  const integrations = new Map(options.integrations.map((each) => [each.name, each]));
  const envOf = (integration: string) => config.integrations[integration] ?? {};
  const onError = (error: unknown) => log.error({ err: error }, 'background work failed; it is tried again');

  // Everything that was opened, closed in the opposite order; a failing start leaves nothing behind.
  const closers: (() => Promise<unknown> | unknown)[] = [];
  const close = async () => {
    for (const each of closers.splice(0).reverse()) await Promise.resolve(each()).catch(onError);
  };
  try {
    return await open();
  } catch (error) {
    await close();
    throw error;
  }

  async function open(): Promise<Hub> {
    const stopTracing = config.otelEndpoint ? await startTracing(config.otelEndpoint, 'patchbay') : undefined;
    if (stopTracing) closers.push(stopTracing);
    const ownClock = options.clock ? undefined : await openClock(config.clockUrl);
    if (ownClock) closers.push(() => ownClock.stop());
    const clock = options.clock ?? (ownClock as Clock);

    // First, because the key file is made beside it.
    if (!options.database) prepareDataFolder(config.dataDir);
    const rootKeys = await loadRootKeys({ secret: config.secretKey, keyFile: config.keyFile, embedded: !config.databaseUrl });
    const database = options.database ?? (await openOwnDatabase());
    async function openOwnDatabase(): Promise<Database> {
      const opened = await connectDatabase(config, log);
      closers.push(() => opened.close());
      await waitForDatabase(opened.database, log, 60_000);
      requireRoles(await migrateDatabase(opened.database));
      return opened.database;
    }

    const vault = createVault({ database, rootKeys, clock });
    await vault.check();
    for (const column of SEALED_COLUMNS) vault.registerSealed({ ...column, form: 'text' });

    const audit = createAudit({ database, vault, clock, log, journalFolder: join(config.dataDir, 'journal') });
    closers.push(() => audit.stop());
    const outbound = createOutbound({
      database,
      clock,
      log,
      audit,
      allowPrivateHosts: config.allowPrivateHosts,
      dnsServers: config.dnsServers,
      metrics: {
        called: ({ integration, provider, operation, outcome, durationMs }) =>
          metrics.providerCalls.observe({ integration, provider, operation, outcome }, durationMs / 1000),
      },
    });
    closers.push(() => outbound.stop());
    const receiverHttp = (workspaceId: WorkspaceId) =>
      outbound.httpFor({
        workspaceId,
        integration: 'platform',
        provider: 'webhook-receiver',
        providerSpec: webhookReceiver,
        actor: { kind: 'system', reason: 'outgoing webhook' },
      });

    const crm = createCrmScopes({ database, clock, events: (workspaceId, actor) => events.forWorkspace(workspaceId, actor) });
    const audiences = createAudiences({ database, reachFor: crm.reachFor, onError });
    const events = createEvents({
      database,
      clock,
      log,
      vault,
      eventTypes: [...crmEventTypes, ...options.integrations.flatMap((each) => each.eventTypes)],
      httpFor: receiverHttp,
      audienceOf: audiences.ofWebhook,
      incidentsFor: (workspaceId) => incidents.forWorkspace(workspaceId),
    });
    const mailer = config.mail && createSystemMailer(config.mail);
    const incidents = createIncidents({
      database,
      clock,
      log,
      vault,
      events,
      ...(mailer ? { mailer } : {}),
      httpFor: receiverHttp,
      administratorsOf: (workspaceId) => administratorsOf(database, workspaceId),
      notifyChannel: async (workspaceId, channelId, { id, subject, text }) => {
        const { action, integration } = actions.find(ALERT_ACTION);
        const ctx = await contextFor({ workspaceId, actor: { kind: 'system', reason: 'alert' }, integration });
        await actions.run(ctx, action.name, { channelId, text: `*${subject}*\n${text}`, reference: `alert:${id}` });
      },
      consoleUrl: config.publicUrl,
    });
    const access = createAccess({
      database,
      clock,
      publicUrl: config.publicUrl,
      // Derived, so that all processes agree and no second secret has to be kept.
      secret: Buffer.from(hkdfSync('sha256', rootKeys[0]?.key ?? '', '', 'patchbay sessions', 32)).toString('base64url'),
      ...(config.oidc ? { oidc: { ...config.oidc, clientSecret: config.oidc.clientSecret.reveal() } } : {}),
      audit,
      reassign: async (tx, workspaceId, from, to) => {
        const actor: Actor = { kind: 'system', reason: 'person_left' };
        const { scope } = await crm.crmFor({ workspaceId, actor });
        await beginHandover(tx, scope, { from, to }, (rest) => tasks.startJob(workspaceId, actor, HAND_OVER, { ...rest }));
      },
      ...(mailer ? createAccountMail(mailer, config.publicUrl) : {}),
      onWorkspaceDeleted: (id) => vault.eraseWorkspace(id),
      onError,
    });

    const links = createPublicLinks({ database, vault, clock, publicUrl: config.publicUrl });
    const notifications = createNotifications({
      database,
      clock,
      announce: (workspaceId, userId, id, title) =>
        events.pass({ workspaceId, type: 'notification.created', subjectId: id, data: { id, title, ownerId: userId, visibility: 'private' } }),
    });

    const driver = config.s3 ? s3Driver({ ...config.s3, spoolFolder: join(config.dataDir, 'spool') }) : localDriver(join(config.dataDir, 'files'));
    const files = createFiles({ database, vault, clock, driver });

    const tasks = createTasks({
      database,
      clock,
      contextFor: (scope) => contextFor(scope),
      incidentsFor: (workspaceId) => incidents.forWorkspace(workspaceId),
      activeConnections: async () =>
        (
          await Promise.all(
            options.integrations.map(async ({ name }) => (await connections.routes.active(name)).map((route) => ({ ...route, integration: name }))),
          )
        ).flat(),
      announce: (news) => events.pass({ workspaceId: news.workspaceId, type: 'job.progress', subjectId: news.id, data: { ...news } }),
      onError,
    });
    const effects = createEffects({ database, clock, tasks, contextFor: (scope) => contextFor(scope), onError });
    const sync = createSync({ database, clock, tasks, contextFor: (scope) => contextFor(scope), onError });
    const connections = createConnections({
      database,
      vault,
      clock,
      outbound,
      events,
      incidents,
      audit,
      integrations,
      envOf,
      publicUrl: config.publicUrl,
      onConnected: async (workspaceId, connection) => {
        await sync.request(workspaceId, connection.id);
        database.afterCommit(() => {
          directory.forget();
          inbox.connectionAppeared(connection.integration, connection.provider, connection.externalId).catch(onError);
          tasks.alignSchedules().catch(onError);
        });
      },
      requestSync: async ({ workspaceId, connection, actor }) => {
        const { jobId } = await tasks.startJob(workspaceId, actor, READ_NOW, { connectionId: connection.id }, { connectionId: connection.id });
        return { id: jobId ?? connection.id, state: 'queued', done: 0, total: null, message: null };
      },
    });
    const directory = createWebhookDirectory({
      envOf,
      byAccount: connections.routes.byAccount,
      byConnection: connections.routes.byConnection,
      secretField: connections.secretField,
    });
    const actions = createActionRunner(options.integrations);
    const inbox = createInbox({
      database,
      vault,
      integrations,
      ...directory,
      contextFor: (scope) => webhookContextFor(scope),
      incidents,
      clock,
      log,
      journalFolder: join(config.dataDir, 'journal'),
      keySets: createKeySets({ clock, fetch: publicKeysOver(outbound) }),
    });

    const { contextFor, webhookContextFor } = bindContexts(
      {
        config,
        database,
        clock,
        log,
        integrations,
        sync,
        inbox,
        tasks,
        effects,
        events,
        crm,
        notifications,
        links,
        incidents,
        files,
        actions,
        outbound,
        connections,
      },
      { envOf, mailer },
    );

    registerIntegrations({ integrations, sync, tasks, effects, events, connections, contextFor });

    const requestLog = createRequestLog({ database, clock, onError });
    const rateLimits = createRateLimits({ database, clock, onError });
    const idempotency = createIdempotency({ database, clock, vault });
    registerHousekeeping(
      tasks,
      chores({ access, notifications, requestLog, rateLimits, idempotency, inbox, events, audit, files, outbound, database, clock }),
      onError,
    );
    registerRecordChores(tasks, crm);
    const recordFiles = createRecordFiles(files, crm, database);
    recordFiles.register(tasks);
    const erasePerson = createEraser({ integrations, database, crm, files, audit });
    const backup = createBackup({ database, vault, files, clock, dataFolder: config.dataDir });

    return {
      config,
      clock,
      database,
      integrations,
      log,
      metrics,
      vault,
      audit,
      outbound,
      events,
      incidents,
      links,
      notifications,
      access,
      files,
      tasks,
      effects,
      sync,
      connections,
      inbox,
      actions,
      requestLog,
      rateLimits,
      idempotency,
      backup,
      crm,
      recordFiles,
      erasePerson,
      audiences,
      contextFor,
      consoleFolder: join(import.meta.dirname, '../console/dist'),
      isReady: async () => {
        try {
          return (await isSchemaCurrent(database)) ? { ready: true } : { ready: false, reason: 'the schema is not up to date: run patchbay migrate' };
        } catch (error) {
          return { ready: false, reason: error instanceof PatchbayError ? error.message : 'the database does not answer' };
        }
      },
      start: (roles) => startRooms({ audit, outbound, files, tasks, events, incidents, effects, sync, inbox, access, requestLog, rateLimits }, roles, closers),
      close,
    };
  }
}
