import { type Actor, type Permission, ROLES, type Role } from '#sdk';

/**
 * Resources that run the hub rather than the day's work. `*` in the table below never means these: each is named.
 * Everything else (the CRM's records, every integration) is working material: `contacts:read`, `<integration>:send`.
 */
export const ADMINISTRATIVE = ['api-keys', 'audit', 'connections', 'exports', 'operations', 'settings', 'teams', 'users', 'webhooks', 'workspace'] as const;

const viewer = ['*:read', 'connections:read', 'teams:read', 'users:read'] as const;
const salesperson = [...viewer, '*:write', '*:send', 'connections:write'] as const;
const manager = [...salesperson, '*:manage', 'exports:write', 'operations:read', 'teams:write'] as const;
const admin = [
  ...manager,
  ...(['api-keys', 'audit', 'connections', 'exports', 'operations', 'settings', 'teams', 'users', 'webhooks'] as const).flatMap((resource) => [
    `${resource}:read` as const,
    `${resource}:write` as const,
    `${resource}:manage` as const,
  ]),
] as const;
const owner = [...admin, 'workspace:read', 'workspace:write', 'workspace:manage'] as const;

export const ROLE_TABLE: Readonly<Record<Role, { title: string; permissions: readonly Permission[] }>> = {
  owner: { title: 'Owner', permissions: [...new Set<Permission>(owner)] },
  admin: { title: 'Administrator', permissions: [...new Set<Permission>(admin)] },
  manager: { title: 'Manager', permissions: manager },
  salesperson: { title: 'Salesperson (sees own)', permissions: salesperson },
  viewer: { title: 'Viewer', permissions: viewer },
};

const isAdministrative = (resource: string) => (ADMINISTRATIVE as readonly string[]).includes(resource);

export function roleMay(role: Role, permission: Permission): boolean {
  const [resource = '', verb = ''] = permission.split(':');
  if (!resource || !verb) return false;
  return ROLE_TABLE[role].permissions.some((row) => row === permission || (row === `*:${verb}` && !isAdministrative(resource)));
}

/** A key's scopes are patterns: `contacts:read`, `contacts:*`, `*:read`, `*`. They narrow its role and never widen it. */
export function scopeCovers(scope: string, permission: string): boolean {
  if (scope === '*') return true;
  const [resource, verb] = scope.split(':');
  const [wantedResource, wantedVerb] = permission.split(':');
  return (resource === '*' || resource === wantedResource) && (verb === '*' || verb === wantedVerb);
}

export const SCOPE_PATTERN = /^(\*|(\*|[a-z][a-z0-9-]*):(\*|read|write|send|manage))$/;

/** The one question every route and action asks. */
export function may(actor: Actor, permission: Permission): boolean {
  switch (actor.kind) {
    case 'system':
      return true;
    case 'playbook':
      // Whoever published it was a manager; it never runs the hub itself.
      return roleMay('manager', permission);
    case 'person':
      return roleMay(actor.role, permission);
    case 'key':
      return roleMay(actor.role, permission) && actor.scopes.some((scope) => scopeCovers(scope, permission));
  }
}

/** 0 = owner. A smaller number may do more. */
const rank = (role: Role) => ROLES.indexOf(role);
/** Nobody gives away, or takes away, more than they have. */
export const mayAssign = (by: Role, role: Role): boolean => rank(by) <= rank(role);
/** The role under which an actor hands out rights. A playbook hands out none. */
export const roleOf = (actor: Actor): Role => (actor.kind === 'system' ? 'owner' : actor.kind === 'playbook' ? 'viewer' : actor.role);
/** Ids such as `person:…` for columns and logs. */
export const actorId = (actor: Actor): string | undefined =>
  actor.kind === 'person' ? actor.userId : actor.kind === 'key' ? actor.apiKeyId : actor.kind === 'playbook' ? actor.playbookId : undefined;
export const actorName = (actor: Actor): string => (actor.kind === 'system' ? `system:${actor.reason}` : `${actor.kind}:${actorId(actor)}`);
/** The person an act belongs to, where it needs one. */
export const personOf = (actor: Actor) =>
  actor.kind === 'person' ? actor.userId : actor.kind === 'key' ? actor.actAs : actor.kind === 'playbook' ? actor.userId : undefined;
