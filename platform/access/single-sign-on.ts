import { and, eq, gt } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Clock, Transaction, UserId } from '#sdk';
import type { Database } from '../database/database.ts';
import { authAccounts, authSessions, authUsers, authVerifications, members } from './models.ts';
import { createOidcProvider, type OidcAttempt, type OidcIdentity, type OidcSettings } from './oidc-provider.ts';
import { findPerson } from './people.ts';
import { cookieValue, sessionCookie } from './session-cookie.ts';
import { insertSession } from './sessions.ts';
import { hashToken, newToken } from './tokens.ts';

interface Answer {
  redirectTo: string;
  cookies: string[];
}
/** Why somebody comes back without being signed in; the page has a sentence for each. */
export type SingleSignOnRefusal = 'cancelled' | 'expired' | 'not_added' | 'unproven' | 'unreachable' | 'refused';

export const OIDC_PROVIDER = 'oidc';
export const OIDC_CALLBACK = '/api/v1/auth/callback/oidc';
const ATTEMPT_MS = 600_000;

class Refusal extends Error {
  override name = 'Refusal';
  readonly reason: SingleSignOnRefusal;
  constructor(reason: SingleSignOnRefusal) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * The provider vouches for the first time for an address that nobody had proven: whoever set a password for it before (an
 * administrator, or somebody with a forwarded invitation) keeps no way in.
 */
async function dropUnproven(tx: Transaction, userId: string): Promise<void> {
  const [unproven] = await tx
    .update(authUsers)
    .set({ emailVerified: true })
    .where(and(eq(authUsers.id, userId), eq(authUsers.emailVerified, false)))
    .returning({ id: authUsers.id });
  if (!unproven) return;
  await tx
    .update(authAccounts)
    .set({ password: null })
    .where(and(eq(authAccounts.userId, userId), eq(authAccounts.providerId, 'credential')));
  await tx.delete(authSessions).where(eq(authSessions.userId, userId));
}

/** The person of this identity: linked before, or added by an administrator under the address it proves. */
async function personOfIdentity(tx: Transaction, issuer: string, { subject, email, isUnproven }: OidcIdentity): Promise<UserId> {
  // A subject is one person's only within its issuer.
  const accountId = `${issuer}|${subject}`;
  const ofProvider = eq(authAccounts.providerId, OIDC_PROVIDER);
  const [linked] = await tx
    .select({ userId: authAccounts.userId })
    .from(authAccounts)
    .where(and(ofProvider, eq(authAccounts.accountId, accountId)));
  if (linked) return linked.userId as UserId;
  if (!email || isUnproven) throw new Refusal('unproven');
  const person = await findPerson(tx, email);
  if (!person) throw new Refusal('not_added');
  await tx.select({ id: authUsers.id }).from(authUsers).where(eq(authUsers.id, person.id)).for('update');
  // An address that the organisation has given to somebody else since does not open the account of who had it before.
  const [other] = await tx
    .select({ accountId: authAccounts.accountId })
    .from(authAccounts)
    .where(and(ofProvider, eq(authAccounts.userId, person.id)));
  if (other && other.accountId !== accountId) throw new Refusal('refused');
  if (!other) await tx.insert(authAccounts).values({ id: uuidv7(), userId: person.id, providerId: OIDC_PROVIDER, accountId });
  await dropUnproven(tx, person.id);
  return person.id;
}

async function assertHasPlace(tx: Transaction, userId: UserId): Promise<void> {
  const [user] = await tx.select({ isInstallationOwner: authUsers.isInstallationOwner }).from(authUsers).where(eq(authUsers.id, userId));
  const [place] = await tx
    .select({ id: members.workspaceId })
    .from(members)
    .where(and(eq(members.userId, userId), eq(members.state, 'active')))
    .limit(1);
  if (!place && !user?.isInstallationOwner) throw new Refusal('not_added');
}

interface Dependencies {
  database: Database;
  clock: Clock;
  publicUrl: string;
  secret: string;
  cookieName: string;
  oidc: OidcSettings;
  onError: (error: unknown) => void;
}

/** Sign-in at the organisation's own identity provider. People must have been added before: it lets nobody new in. */
export function createSingleSignOn({ database, clock, publicUrl, secret, cookieName, oidc, onError }: Dependencies) {
  const provider = createOidcProvider(oidc, `${publicUrl}${OIDC_CALLBACK}`);
  const isSecure = publicUrl.startsWith('https:');
  const browserCookie = `${isSecure ? '__Secure-' : ''}patchbay.oidc`;
  const bound = (value: string, seconds: number) =>
    `${browserCookie}=${value}; Path=${OIDC_CALLBACK}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  const forgotten = bound('', 0);
  /** The row's name holds both halves: neither a state without its browser nor a browser without its state finds it. */
  const rowOf = (state: string, browser: string) => `oidc:${hashToken(`${state}.${browser}`)}`;

  /** Taken out as it is read: an answer that comes a second time finds nothing. */
  const take = async (state: string, browser: string): Promise<OidcAttempt> => {
    const [row] = await database.system((tx) =>
      tx
        .delete(authVerifications)
        .where(and(eq(authVerifications.identifier, rowOf(state, browser)), gt(authVerifications.expiresAt, clock.now())))
        .returning({ value: authVerifications.value }),
    );
    if (!row) throw new Refusal('expired');
    return { state, ...(JSON.parse(row.value) as Omit<OidcAttempt, 'state'>) };
  };

  const identify = async (back: URLSearchParams, attempt: OidcAttempt) => {
    try {
      return await provider.identify(back, attempt);
    } catch (error) {
      // What exactly was wrong is for the log: whoever forges an answer learns nothing.
      onError(error);
      throw new Refusal('refused');
    }
  };
  const refused = (reason: SingleSignOnRefusal): Answer => ({ redirectTo: `/sign-in?error=${reason}`, cookies: [forgotten] });

  return {
    async start(): Promise<Answer> {
      const attempt = { state: newToken(), nonce: newToken(), verifier: newToken() };
      const browser = newToken();
      let redirectTo: string;
      try {
        redirectTo = await provider.authorizeUrl(attempt);
      } catch (error) {
        onError(error);
        return refused('unreachable');
      }
      await database.system((tx) =>
        tx.insert(authVerifications).values({
          id: uuidv7(),
          identifier: rowOf(attempt.state, browser),
          value: JSON.stringify({ nonce: attempt.nonce, verifier: attempt.verifier }),
          createdAt: clock.now(),
          expiresAt: new Date(clock.now().getTime() + ATTEMPT_MS),
        }),
      );
      return { redirectTo, cookies: [bound(browser, ATTEMPT_MS / 1000)] };
    },

    /** `url` is the public address that the provider sent the browser to. */
    async callback(url: string, cookie: string | undefined, from: { ip?: string; userAgent?: string } = {}): Promise<Answer> {
      const back = new URL(url).searchParams;
      try {
        const attempt = await take(back.get('state') ?? '', cookieValue(cookie, browserCookie) ?? '');
        if (back.get('error') === 'access_denied') throw new Refusal('cancelled');
        const identity = await identify(back, attempt);
        const token = newToken();
        await database.system(async (tx) => {
          const userId = await personOfIdentity(tx, oidc.issuer, identity);
          await assertHasPlace(tx, userId);
          await insertSession(tx, clock, { token, userId, ...from });
        });
        return { redirectTo: '/', cookies: [sessionCookie(cookieName, token, secret), forgotten] };
      } catch (error) {
        if (error instanceof Refusal) return refused(error.reason);
        throw error;
      }
    },
  };
}
