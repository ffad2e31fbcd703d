import type { Role, UserId, WorkspaceId } from '#sdk';
import type { TestDatabase } from '../testing/database.ts';
import { createAccess } from './access.ts';
import { insertMember } from './invitations.ts';
import { ensurePerson, hashPassword, setPassword } from './people.ts';
import type { AccessDependencies, Act } from './ports.ts';

/** For tests: the room with a clock that stands still until it is set. */
export function accessRoom(database: TestDatabase, more: Partial<AccessDependencies> = {}) {
  let at = new Date();
  const clock = {
    now: () => at,
    pass(ms: number) {
      at = new Date(at.getTime() + ms);
    },
  };
  const acts: Act[] = [];
  const access = createAccess({
    database,
    clock,
    publicUrl: 'http://localhost:8000',
    secret: 'a secret of the test, longer than 32 characters',
    audit: { act: async (act) => acts.push(act) },
    ...more,
  });
  let hash: Promise<string> | undefined;
  let count = 0;
  const PASSWORD = 'correct horse battery';
  /** An active member who signs in with `PASSWORD`. */
  const person = async (workspaceId: WorkspaceId, role: Role, email = `${role}${++count}@example.com`): Promise<{ userId: UserId; email: string }> => {
    hash ??= hashPassword(PASSWORD);
    const passwordHash = await hash;
    return database.system(async (tx) => {
      const { id: userId } = await ensurePerson(tx, { email, name: role });
      await insertMember(tx, workspaceId, userId, { email, name: role, role }, 'active');
      await setPassword(tx, userId, passwordHash);
      return { userId, email };
    });
  };
  const cookieOf = (lines: readonly string[]) => lines.map((line) => line.split(';')[0]).join('; ');
  const signIn = async (email: string) => cookieOf((await access.signIn({ email, password: PASSWORD })).cookies);
  return { access, clock, acts, person, signIn, cookieOf, PASSWORD };
}
