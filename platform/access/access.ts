import { createApiKeys } from './api-keys.ts';
import { authDatabase } from './auth-database.ts';
import { type AuthLibrary, loadAuthLibrary } from './auth-library.ts';
import { createAuthenticate } from './authenticate.ts';
import { createFirstOwner } from './first-owner.ts';
import { createInvitations } from './invitations.ts';
import { createMembers } from './members.ts';
import { createPasskeys } from './passkeys.ts';
import { createPasswords } from './passwords.ts';
import type { AccessDependencies } from './ports.ts';
import { createSecondFactor } from './second-factor.ts';
import { expiredCookie, readSessionCookie, sessionCookieName } from './session-cookie.ts';
import { createSessions, SESSION_SECONDS } from './sessions.ts';
import { createSignIn } from './sign-in.ts';
import { createSingleSignOn } from './single-sign-on.ts';
import { createTeams } from './teams.ts';
import { createWorkspaces } from './workspaces.ts';

/** People, their workspaces and roles, sessions and API keys. */
export function createAccess(dependencies: AccessDependencies) {
  const { database, clock, audit, secret, oidc, onError = () => {} } = dependencies;
  if (secret.length < 32) throw new Error('the access secret needs at least 32 characters');
  const publicUrl = new URL(dependencies.publicUrl).origin;
  const deps = { ...dependencies, publicUrl, onError };

  let loading: Promise<AuthLibrary> | undefined;
  const library = (): Promise<AuthLibrary> => {
    loading ??= loadAuthLibrary({
      database: authDatabase(database),
      publicUrl,
      secret,
      sessionSeconds: SESSION_SECONDS,
    });
    return loading;
  };
  const cookieName = sessionCookieName(publicUrl);
  const sessions = createSessions({ database, clock });
  const apiKeys = createApiKeys({ database, clock, audit });
  const signIn = createSignIn({ database, clock, library });
  const members = createMembers(deps);
  const invitations = createInvitations(deps);
  const firstOwner = createFirstOwner(deps);
  const passwords = createPasswords(deps);
  let timer: NodeJS.Timeout | undefined;

  return {
    publicUrl,
    cookieName,
    apiKeys,
    sessions,
    members,
    invitations,
    teams: createTeams(deps),
    workspaces: createWorkspaces(deps),
    firstOwner,
    passwords,
    passkeys: createPasskeys({ database, clock, publicUrl, secret, cookieName }),
    secondFactor: createSecondFactor({ library, adopt: (token) => signIn.adopt(token, {}) }),
    singleSignOn: oidc ? createSingleSignOn({ database, clock, publicUrl, secret, cookieName, oidc, onError }) : undefined,
    authenticate: createAuthenticate({ apiKeys, sessions, cookieName, secret, onError }),
    signIn: signIn.signIn,
    /** Ends the session of this `Cookie` header and gives the line that removes it from the browser. */
    async signOut(cookie: string | undefined): Promise<string> {
      const token = readSessionCookie(cookie, cookieName, secret);
      if (token) await sessions.removeToken(token);
      return expiredCookie(cookieName);
    },
    /** Sessions, one-time links and invitations that can no longer be used by anybody. */
    async purge(): Promise<void> {
      await sessions.purge();
      await firstOwner.purge();
      await invitations.purge();
    },
    /** Last uses of keys, every half minute. */
    start() {
      timer ??= setInterval(() => {
        apiKeys.flush().catch(onError);
      }, 30_000).unref();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await passwords.idle();
      await apiKeys.flush();
    },
  };
}
export type Access = ReturnType<typeof createAccess>;
