import { eq, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction, type UserId } from '#sdk';
import { authAccounts, authUsers } from './auth-models.ts';

export const MIN_PASSWORD_LENGTH = 10;
export const MAX_PASSWORD_LENGTH = 200;

export function checkPassword(password: string): void {
  // Characters as a person counts them.
  const length = [...password].length;
  if (length >= MIN_PASSWORD_LENGTH && password.length <= MAX_PASSWORD_LENGTH) return;
  throw new PatchbayError('invalid_input', {
    detail: `A password needs at least ${MIN_PASSWORD_LENGTH} characters.`,
    errors: [{ path: 'password', message: `between ${MIN_PASSWORD_LENGTH} and ${MAX_PASSWORD_LENGTH} characters` }],
  });
}

/** The account library's own scrypt, without loading the library. Never inside a transaction: it takes 100 ms. */
export async function hashPassword(password: string): Promise<string> {
  checkPassword(password);
  return (await import('better-auth/crypto')).hashPassword(password);
}
export const verifyPassword = async (hash: string, password: string): Promise<boolean> =>
  (await import('better-auth/crypto')).verifyPassword({ hash, password });

export const normalEmail = (email: string): string => email.trim().toLowerCase();

export interface Person {
  id: UserId;
  email: string;
  name: string;
  passwordHash: string | null;
  isInstallationOwner: boolean;
}

export async function findPerson(tx: Transaction, email: string): Promise<Person | undefined> {
  const [row] = await tx
    .select({
      id: authUsers.id,
      email: authUsers.email,
      name: authUsers.name,
      isInstallationOwner: authUsers.isInstallationOwner,
      passwordHash: authAccounts.password,
    })
    .from(authUsers)
    .leftJoin(authAccounts, sql`${authAccounts.userId} = ${authUsers.id} and ${authAccounts.providerId} = 'credential'`)
    .where(eq(authUsers.email, normalEmail(email)));
  return row ? { ...row, id: row.id as UserId } : undefined;
}

/** Finds or adds the person of this address; two at once get the same one. As the system. */
export async function ensurePerson(tx: Transaction, who: { email: string; name: string; isInstallationOwner?: boolean }): Promise<Person> {
  await tx
    .insert(authUsers)
    .values({ id: uuidv7(), email: normalEmail(who.email), name: who.name, isInstallationOwner: who.isInstallationOwner ?? false })
    .onConflictDoNothing({ target: authUsers.email });
  const person = await findPerson(tx, who.email);
  if (!person) throw new PatchbayError('internal');
  return person;
}

/** Sets or replaces the password. The account row is the one the library reads at sign-in. */
export async function setPassword(tx: Transaction, userId: UserId, passwordHash: string): Promise<void> {
  await tx
    .insert(authAccounts)
    .values({ id: uuidv7(), userId, accountId: userId, providerId: 'credential', password: passwordHash })
    .onConflictDoUpdate({ target: [authAccounts.providerId, authAccounts.accountId], set: { password: passwordHash, updatedAt: sql`now()` } });
}
