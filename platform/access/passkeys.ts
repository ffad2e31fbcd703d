import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { and, asc, eq, gt } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Clock, PatchbayError, type Transaction, type UserId } from '#sdk';
import type { Database } from '../database/database.ts';
import { authPasskeys, authUsers, authVerifications } from './auth-models.ts';
import { members } from './models.ts';
import { sessionCookie } from './session-cookie.ts';
import { insertSession } from './sessions.ts';
import { hashToken, newToken } from './tokens.ts';

const ATTEMPT_MS = 5 * 60_000;
const MOST = 20;
const TITLE = 'Patchbay';
/** ES256, EdDSA and RS256: what devices make. */
const ALGORITHMS = [-7, -8, -257];

interface Dependencies {
  database: Database;
  clock: Clock;
  publicUrl: string;
  secret: string;
  cookieName: string;
}

/** Loaded when somebody uses a passkey for the first time. */
const library = () => import('@simplewebauthn/server');
const toBytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
const wrong = (cause?: unknown) => new PatchbayError('wrong_credentials', { detail: 'This passkey does not open an account here.', cause });

/**
 * Sign-in by what a device keeps and a finger, face or PIN opens: two factors at once, so that no code is asked for
 * besides. Nothing secret is stored: the public half of a key and how often it was used.
 */
export function createPasskeys({ database, clock, publicUrl, secret, cookieName }: Dependencies) {
  const { hostname, origin } = new URL(publicUrl);

  /** A challenge counts once, for five minutes, and only for whom it was made. */
  const keep = (tx: Transaction, name: string, challenge: string) =>
    tx.insert(authVerifications).values({
      id: uuidv7(),
      identifier: `passkey:${hashToken(name)}`,
      value: challenge,
      createdAt: clock.now(),
      expiresAt: new Date(clock.now().getTime() + ATTEMPT_MS),
    });
  const take = async (tx: Transaction, name: string): Promise<string> => {
    const [row] = await tx
      .delete(authVerifications)
      .where(and(eq(authVerifications.identifier, `passkey:${hashToken(name)}`), gt(authVerifications.expiresAt, clock.now())))
      .returning({ value: authVerifications.value });
    if (!row) throw new PatchbayError('wrong_credentials', { detail: 'That took too long. Try once more.' });
    return row.value;
  };
  const owned = (userId: UserId) => eq(authPasskeys.userId, userId);

  return {
    /** What the browser is asked to make a key with. `sessionId` binds it to this browser. */
    async beginAdding(userId: UserId, sessionId: string) {
      const { generateRegistrationOptions } = await library();
      const [user, known] = await database.system(async (tx) => [
        (await tx.select({ email: authUsers.email, name: authUsers.name }).from(authUsers).where(eq(authUsers.id, userId)))[0],
        await tx.select({ id: authPasskeys.credentialId, transports: authPasskeys.transports }).from(authPasskeys).where(owned(userId)),
      ]);
      if (!user) throw new PatchbayError('person_needed');
      if (known.length >= MOST) throw new PatchbayError('conflict', { detail: 'You have as many passkeys as one can have. Remove one first.' });
      const options = await generateRegistrationOptions({
        rpName: TITLE,
        rpID: hostname,
        userID: new Uint8Array(Buffer.from(userId)),
        userName: user.email,
        userDisplayName: user.name,
        attestationType: 'none',
        supportedAlgorithmIDs: ALGORITHMS,
        excludeCredentials: known.map(({ id, transports }) => ({ id, transports: transports as never })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      await database.system(async (tx) => {
        await tx.delete(authVerifications).where(eq(authVerifications.identifier, `passkey:${hashToken(`add:${sessionId}`)}`));
        await keep(tx, `add:${sessionId}`, options.challenge);
      });
      return options;
    },

    async add(userId: UserId, sessionId: string, name: string, response: RegistrationResponseJSON): Promise<{ id: string }> {
      const { verifyRegistrationResponse } = await library();
      const expectedChallenge = await database.system((tx) => take(tx, `add:${sessionId}`));
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response,
        expectedChallenge,
        expectedOrigin: origin,
        expectedRPID: hostname,
        requireUserVerification: true,
        supportedAlgorithmIDs: ALGORITHMS,
      }).catch((error: unknown) => {
        throw new PatchbayError('invalid_input', { cause: error, errors: [{ path: 'response', message: 'is no passkey of this page' }] });
      });
      if (!verified || !registrationInfo) throw new PatchbayError('invalid_input', { errors: [{ path: 'response', message: 'is no passkey of this page' }] });
      const { credential } = registrationInfo;
      const id = uuidv7();
      const [added] = await database.system((tx) =>
        tx
          .insert(authPasskeys)
          .values({
            id,
            userId,
            name,
            credentialId: credential.id,
            publicKey: Buffer.from(credential.publicKey).toString('base64url'),
            counter: credential.counter,
            transports: credential.transports ?? [],
            createdAt: clock.now(),
          })
          .onConflictDoNothing()
          .returning({ id: authPasskeys.id }),
      );
      if (!added) throw new PatchbayError('already_exists', { detail: 'This passkey is known already.' });
      return added;
    },

    list: (userId: UserId) =>
      database.system((tx) =>
        tx
          .select({ id: authPasskeys.id, name: authPasskeys.name, createdAt: authPasskeys.createdAt, lastUsedAt: authPasskeys.lastUsedAt })
          .from(authPasskeys)
          .where(owned(userId))
          .orderBy(asc(authPasskeys.createdAt)),
      ),
    async remove(userId: UserId, id: string): Promise<void> {
      const gone = await database.system((tx) =>
        tx
          .delete(authPasskeys)
          .where(and(owned(userId), eq(authPasskeys.id, id)))
          .returning({ id: authPasskeys.id }),
      );
      if (gone.length === 0) throw new PatchbayError('not_found');
    },

    /** For whoever comes: which key is theirs the device knows. `attempt` comes back with the answer. */
    async beginSignIn() {
      const { generateAuthenticationOptions } = await library();
      const options = await generateAuthenticationOptions({ rpID: hostname, userVerification: 'required' });
      const attempt = newToken();
      await database.system((tx) => keep(tx, attempt, options.challenge));
      return { attempt, options };
    },

    /** @throws PatchbayError wrong_credentials, for every reason alike */
    async signIn(
      attempt: string,
      response: AuthenticationResponseJSON,
      from: { ip?: string; userAgent?: string },
    ): Promise<{ userId: UserId; cookies: string[] }> {
      const { verifyAuthenticationResponse } = await library();
      const expectedChallenge = await database.system((tx) => take(tx, attempt));
      const [known] = await database.system((tx) => tx.select().from(authPasskeys).where(eq(authPasskeys.credentialId, response.id)));
      if (!known) throw wrong();
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response,
        expectedChallenge,
        expectedOrigin: origin,
        expectedRPID: hostname,
        requireUserVerification: true,
        // A counter that goes back is a copied key: the library refuses it.
        credential: { id: known.credentialId, publicKey: toBytes(known.publicKey), counter: known.counter, transports: known.transports as never },
      }).catch((error: unknown) => {
        throw wrong(error);
      });
      if (!verified) throw wrong();
      const userId = known.userId as UserId;
      const token = newToken();
      await database.system(async (tx) => {
        await assertHasPlace(tx, userId);
        await tx.update(authPasskeys).set({ counter: authenticationInfo.newCounter, lastUsedAt: clock.now() }).where(eq(authPasskeys.id, known.id));
        await insertSession(tx, clock, { token, userId, ...from });
      });
      return { userId, cookies: [sessionCookie(cookieName, token, secret)] };
    },
  };
}

async function assertHasPlace(tx: Transaction, userId: UserId): Promise<void> {
  const [user] = await tx.select({ isInstallationOwner: authUsers.isInstallationOwner }).from(authUsers).where(eq(authUsers.id, userId));
  const [place] = await tx
    .select({ id: members.workspaceId })
    .from(members)
    .where(and(eq(members.userId, userId), eq(members.state, 'active')))
    .limit(1);
  if (!place && !user?.isInstallationOwner) throw wrong();
}
