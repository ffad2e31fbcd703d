import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { asId, type ConnectedContext, type ConnectionId, type Context, type PublishedEvent, Secret, type Transaction } from '#sdk';
import { type Introspection, introspect } from './client/profile.ts';
import { daysLeft, versionsInUse } from './client/versions.ts';
import { linkedinAccounts as accounts } from './models/index.ts';

const DAY_MS = 86_400_000;
/** Days before the end at which people hear of it. */
const NOTICES = [14, 7, 1] as const;
const text = (value: string | Secret | undefined) => (value instanceof Secret ? value.reveal() : (value ?? ''));
export type AccountRow = typeof accounts.$inferSelect;

export async function accountOf(tx: Transaction, workspaceId: string, connectionId: string): Promise<AccountRow | undefined> {
  const [row] = await tx
    .select()
    .from(accounts)
    .where(and(eq(accounts.workspaceId, workspaceId), eq(accounts.connectionId, connectionId)));
  return row;
}

/** Which notice is due: the nearest that was not given yet. Pure. */
export function noticeDue(expiresAt: Date, told: readonly number[], now: Date): number | undefined {
  const left = (expiresAt.getTime() - now.getTime()) / DAY_MS;
  if (left <= 0) return undefined;
  const due = NOTICES.filter((days) => left <= days);
  const nearest = due.at(-1);
  return nearest !== undefined && !told.includes(nearest) ? nearest : undefined;
}

/** After a sign-in, the first or another: how long access lasts now, and whose it is, do not wait for tomorrow. */
export async function beginAccount(ctx: Context, event: PublishedEvent): Promise<void> {
  const { connectionId: id, provider, status } = event.data as { connectionId: string; provider?: string; status?: string };
  if (provider !== 'linkedin' || status !== 'active') return;
  const connectionId = asId<ConnectionId>(id);
  await ctx.tasks.enqueue('linkedin.keep-account', {}, { connectionId, singletonKey: `account:${id}` });
  await ctx.tasks.enqueue('linkedin.read-profile', {}, { connectionId, singletonKey: `profile:${id}` });
}

/** Asks LinkedIn how long the permission lasts, tells people in time, and looks at the version in use. Daily. */
export async function keepAccount(ctx: ConnectedContext): Promise<void> {
  const facts = await ask(ctx);
  const now = ctx.clock.now();
  const before = await ctx.db.transaction((tx) => accountOf(tx, ctx.workspaceId, ctx.connection.id));
  const expiresAt = facts.expires_at ?? before?.expiresAt ?? null;
  // A new sign-in ends later than the one people were told of.
  const told = before?.expiresAt && expiresAt && expiresAt.getTime() - before.expiresAt.getTime() < DAY_MS ? before.told : [];
  const due = expiresAt ? noticeDue(expiresAt, told, now) : undefined;
  const row = {
    expiresAt,
    status: facts.status ?? (facts.active ? 'active' : 'revoked'),
    introspectedAt: now,
    told: due === undefined ? told : [...told, due],
  };
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(accounts)
      .values({ workspaceId: ctx.workspaceId, id: uuidv7(), connectionId: ctx.connection.id, ...row })
      .onConflictDoUpdate({ target: [accounts.workspaceId, accounts.connectionId], set: { ...row, updatedAt: now } });
    if (due !== undefined && expiresAt) await notify(ctx, expiresAt, due);
  });
  if (due !== undefined && expiresAt) await mail(ctx, expiresAt);
  await checkVersions(ctx);
}

async function ask(ctx: ConnectedContext): Promise<Introspection> {
  const { accessToken } = await ctx.net.credentials();
  const base = text(ctx.env.LINKEDIN_OAUTH_BASE);
  const form = { client_id: text(ctx.env.LINKEDIN_CLIENT_ID), client_secret: text(ctx.env.LINKEDIN_CLIENT_SECRET), token: String(accessToken ?? '') };
  return introspect(ctx.http, `${base}/v2/introspectToken`, form);
}

const day = (at: Date) => at.toISOString().slice(0, 10);
/** Whoever connected it, and those who can mend it. */
async function audience(ctx: Context) {
  const people = await ctx.people.list();
  return people.filter(({ userId, role }) => userId === ctx.connection?.ownerUserId || role === 'owner' || role === 'admin');
}
async function notify(ctx: ConnectedContext, expiresAt: Date, due: number): Promise<void> {
  const people = await audience(ctx);
  await ctx.notify(
    people.map(({ userId }) => userId),
    {
      key: `linkedin.expires:${ctx.connection.id}:${day(expiresAt)}:${due}`,
      title: `LinkedIn access of ${ctx.connection.label} ends on ${day(expiresAt)}`,
      body: 'LinkedIn gives access for 60 days. Reconnecting is one click, as long as it has not ended.',
      href: '/linkedin',
    },
  );
}
async function mail(ctx: ConnectedContext, expiresAt: Date): Promise<void> {
  const people = await audience(ctx);
  const to = people.map(({ email }) => email);
  if (to.length === 0) return;
  const subject = `LinkedIn access of ${ctx.connection.label} ends on ${day(expiresAt)}`;
  const link = ctx.links.url('/linkedin');
  try {
    await ctx.mail.send({
      to,
      subject,
      text: `LinkedIn gives access for 60 days at a time; this one ends on ${day(expiresAt)}.\n\nReconnect with one click: ${link}\n`,
    });
  } catch (error) {
    // The bell has it too.
    ctx.log.warn({ err: error }, 'a notice of LinkedIn access could not be mailed');
  }
}

/** Days before the end of a version from which administrators hear of it. */
const VERSION_ALARM_DAYS = 60;
/** LinkedIn gives no sign of an end before it comes: what the table of versions knows is told in time. */
async function checkVersions(ctx: ConnectedContext): Promise<void> {
  for (const { resource, version } of versionsInUse(ctx.env)) {
    const left = daysLeft(version, ctx.clock.now());
    const key = resource ? `linkedin.version-ends:${resource}` : 'linkedin.version-ends';
    if (left === undefined || left > VERSION_ALARM_DAYS) {
      await ctx.incidents.resolve(key);
      continue;
    }
    const what = resource ? `LinkedIn’s API version ${version}, pinned for ${resource},` : `LinkedIn’s API version ${version}`;
    await ctx.incidents.open({
      key,
      level: left <= 7 ? 'critical' : 'warning',
      title: left > 0 ? `${what} ends in ${left} days` : `${what} has ended`,
      detail: 'After that LinkedIn answers nothing under it any more. Reads go on with a newer one for a while, writes do not.',
      remedy: resource
        ? `Take ${resource} out of LINKEDIN_API_VERSION_PINS, or give it a newer version, and restart the hub.`
        : 'Set LINKEDIN_API_VERSION to a newer version and restart the hub.',
    });
  }
}
