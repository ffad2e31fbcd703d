import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor, Permission, Role } from '#sdk';
import { ROLES } from '#sdk';
import { may, mayAssign, ROLE_TABLE, roleMay, SCOPE_PATTERN } from './roles.ts';

const verbs = ['read', 'write', 'send', 'manage'] as const;

/**
 * Written out by hand, apart from the table it checks: which verbs of each resource a role may use
 * (r read, w write, s send, m manage).
 */
const expected: Record<string, Record<Role, string>> = {
  contacts: { owner: 'rwsm', admin: 'rwsm', manager: 'rwsm', salesperson: 'rws', viewer: 'r' },
  deals: { owner: 'rwsm', admin: 'rwsm', manager: 'rwsm', salesperson: 'rws', viewer: 'r' },
  'some-integration': { owner: 'rwsm', admin: 'rwsm', manager: 'rwsm', salesperson: 'rws', viewer: 'r' },
  connections: { owner: 'rwm', admin: 'rwm', manager: 'rw', salesperson: 'rw', viewer: 'r' },
  teams: { owner: 'rwm', admin: 'rwm', manager: 'rw', salesperson: 'r', viewer: 'r' },
  users: { owner: 'rwm', admin: 'rwm', manager: 'r', salesperson: 'r', viewer: 'r' },
  operations: { owner: 'rwm', admin: 'rwm', manager: 'r', salesperson: '', viewer: '' },
  exports: { owner: 'rwm', admin: 'rwm', manager: 'w', salesperson: '', viewer: '' },
  'api-keys': { owner: 'rwm', admin: 'rwm', manager: '', salesperson: '', viewer: '' },
  audit: { owner: 'rwm', admin: 'rwm', manager: '', salesperson: '', viewer: '' },
  settings: { owner: 'rwm', admin: 'rwm', manager: '', salesperson: '', viewer: '' },
  webhooks: { owner: 'rwm', admin: 'rwm', manager: '', salesperson: '', viewer: '' },
  workspace: { owner: 'rwm', admin: '', manager: '', salesperson: '', viewer: '' },
};
const person = (role: Role) => ({ kind: 'person', userId: 'u', role }) as unknown as Actor;
const key = (role: Role, ...scopes: string[]) => ({ kind: 'key', apiKeyId: 'k', role, scopes }) as Actor;
const cells = Object.entries(expected).flatMap(([resource, row]) =>
  ROLES.flatMap((role) => verbs.map((verb) => ({ role, permission: `${resource}:${verb}` as Permission, allowed: row[role].includes(verb[0] ?? '?') }))),
);

describe('every role and permission', () => {
  it.each(ROLES)('%s', (role) => {
    const wrong = cells.filter((cell) => cell.role === role && roleMay(role, cell.permission) !== cell.allowed);
    expect(wrong).toEqual([]);
  });
  it('covers every row of the table', () => {
    for (const role of ROLES) {
      for (const permission of ROLE_TABLE[role].permissions) {
        const [resource = ''] = permission.split(':');
        expect(resource === '*' || resource in expected).toBe(true);
      }
    }
  });
  it('never gives a lower role what a higher one lacks', () => {
    for (const { permission } of cells) {
      const allowed = ROLES.map((role) => roleMay(role, permission));
      expect([...allowed].sort((a, b) => Number(b) - Number(a))).toEqual(allowed);
    }
  });
  it('gives nothing for a permission that is none', () => {
    for (const odd of ['', ':', 'contacts', ':read', 'contacts:', 'contacts:fly', '*', '*:fly']) expect(roleMay('owner', odd as Permission)).toBe(false);
  });
});

describe('a key', () => {
  it('needs its role and a scope', () => {
    for (const { role, permission, allowed } of cells) {
      expect(may(person(role), permission)).toBe(allowed);
      expect(may(key(role, '*'), permission)).toBe(allowed);
      expect(may(key(role, permission), permission)).toBe(allowed);
      expect(may(key(role), permission)).toBe(false);
      expect(may(key(role, 'other:read', 'other:*'), permission)).toBe(false);
    }
  });
  it('reads scopes as patterns of one resource or one verb', () => {
    expect(may(key('owner', 'contacts:*'), 'contacts:write')).toBe(true);
    expect(may(key('owner', '*:read'), 'audit:read')).toBe(true);
    expect(may(key('owner', '*:read'), 'contacts:write')).toBe(false);
    expect(may(key('owner', 'contacts:read'), 'contacts:write')).toBe(false);
    expect(may(key('viewer', '*'), 'contacts:write')).toBe(false);
  });
  it('never gains anything by a scope of any shape', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ROLES), fc.array(fc.string()), fc.constantFrom(...cells), (role, scopes, { permission }) => {
        if (may(key(role, ...scopes), permission)) expect(roleMay(role, permission)).toBe(true);
      }),
    );
  });
  it('knows a scope when it sees one', () => {
    for (const good of ['*', 'contacts:read', 'api-keys:*', '*:send', '*:*']) expect(good).toMatch(SCOPE_PATTERN);
    for (const bad of ['', 'contacts', 'contacts:', 'contacts:fly', 'Contacts:read', 'contacts:read ', 'a:read\n', '**', ':read'])
      expect(bad).not.toMatch(SCOPE_PATTERN);
  });
});

it('lets nobody hand out more than they have', () => {
  expect(ROLES.map((by) => ROLES.filter((role) => mayAssign(by, role)).length)).toEqual([5, 4, 3, 2, 1]);
});
it('keeps playbooks from running the hub', () => {
  const playbook: Actor = { kind: 'playbook', playbookId: 'p' };
  expect(may(playbook, 'some-integration:send')).toBe(true);
  expect(may(playbook, 'users:manage')).toBe(false);
});
