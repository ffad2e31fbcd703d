import { and, eq, isNotNull, isNull, lte, or } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type ConnectedContext, type Context, PatchbayError } from '#sdk';
import { getIdentity, getMe, getUserInfo, localeOf } from './client/profile.ts';
import { linkedinProfileFields as fields } from './models/index.ts';
import { hasProfile } from './network/has-profile.ts';
import { memberOfCall, NOBODY } from './network/owner.ts';

const HOUR_MS = 3_600_000;
/** What comes through the marketing products may be kept a day (docs: "Data storage requirements", read 2025-08). */
const MARKETING_MS = 24 * HOUR_MS;

interface Found {
  field: string;
  value: string | undefined;
  source: 'userinfo' | 'identityMe' | 'me';
  lifeMs: number | null;
}

/** What LinkedIn tells of the member today, each field with where it came from and how long it may stay. */
export async function readProfile(ctx: ConnectedContext): Promise<void> {
  const has = (scope: string) => ctx.connection.grantedScopes.includes(scope);
  const found: Found[] = [];
  const info = await getUserInfo(ctx.http);
  // The member's own sign-in data: kept while they are connected.
  const own = (field: string, value: string | undefined) => found.push({ field, value, source: 'userinfo', lifeMs: null });
  own('name', info.name);
  own('email', info.email);
  own('picture', info.picture);
  own('locale', localeOf(info));
  if (has('r_profile_basicinfo')) {
    const identity = await quietly(ctx, () => getIdentity(ctx));
    found.push({ field: 'profileUrl', value: identity?.profileUrl, source: 'identityMe', lifeMs: null });
  }
  if (has('r_basicprofile')) {
    const me = await quietly(ctx, () => getMe(ctx.http));
    found.push({ field: 'headline', value: me?.localizedHeadline, source: 'me', lifeMs: MARKETING_MS });
  }
  const now = ctx.clock.now();
  const { workspaceId } = ctx;
  const connectionId = ctx.connection.id;
  await ctx.db.transaction(async (tx) => {
    await tx.delete(fields).where(and(eq(fields.workspaceId, workspaceId), eq(fields.connectionId, connectionId)));
    for (const { field, value, source, lifeMs } of found)
      if (value)
        await tx.insert(fields).values({
          workspaceId,
          id: uuidv7(),
          connectionId,
          ownerUserId: ctx.connection.ownerUserId,
          field,
          value,
          source,
          fetchedAt: now,
          expiresAt: lifeMs === null ? null : new Date(now.getTime() + lifeMs),
        });
    const profileUrl = found.find(({ field }) => field === 'profileUrl')?.value;
    if (info.email && profileUrl) await completeContact(ctx, info.email, profileUrl);
  });
}

/** Where the member is a contact too, the confirmed address goes there; nothing that a person wrote is overwritten. */
async function completeContact(ctx: Context, email: string, profileUrl: string): Promise<void> {
  const match = await ctx.crm.contacts.match({ kind: 'email', value: email });
  if (match && !(await hasProfile(ctx, match.contactId))) await ctx.crm.contacts.update(match.contactId, { linkedinUrl: profileUrl });
}

/** A part that LinkedIn does not give today is left out; the rest is kept. */
async function quietly<T>(ctx: ConnectedContext, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PatchbayError) || error.code === 'reauthorize') throw error;
    ctx.log.info({ code: error.code }, 'a part of a LinkedIn profile could not be read');
    return undefined;
  }
}

/** What has reached the end of its lawful life is deleted, not hidden. Hourly. */
export async function purge(ctx: Context): Promise<number> {
  const gone = await ctx.db.transaction((tx) =>
    tx
      .delete(fields)
      .where(and(eq(fields.workspaceId, ctx.workspaceId), isNotNull(fields.expiresAt), lte(fields.expiresAt, ctx.clock.now())))
      .returning({ id: fields.id }),
  );
  return gone.length;
}

/** The fields of whoever asks, with the time each has left. */
export async function profileOf(ctx: Context) {
  const own = memberOfCall(ctx);
  const rows = await ctx.db.transaction((tx) =>
    tx
      .select()
      .from(fields)
      .where(
        and(
          eq(fields.workspaceId, ctx.workspaceId),
          own === NOBODY ? or(isNull(fields.ownerUserId), eq(fields.ownerUserId, NOBODY)) : eq(fields.ownerUserId, own),
        ),
      )
      .orderBy(fields.field, fields.source),
  );
  const now = ctx.clock.now().getTime();
  return {
    data: rows.map(({ field, value, source, fetchedAt, expiresAt }) => ({
      field,
      value,
      source,
      fetchedAt: fetchedAt.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
      secondsLeft: expiresAt ? Math.max(0, Math.round((expiresAt.getTime() - now) / 1000)) : null,
    })),
    nextCursor: null,
  };
}
