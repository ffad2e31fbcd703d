import { queryOptions } from '@tanstack/react-query';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';

export type Role = Schemas['User']['role'];
export const ROLES = ['owner', 'admin', 'manager', 'salesperson', 'viewer'] as const satisfies readonly Role[];
/** Nobody gives away more than they have. */
export const rolesBelow = (by: Role): readonly Role[] => ROLES.slice(ROLES.indexOf(by));

const all = { params: { query: { limit: 200 } } };
export const teamsQuery = queryOptions({ queryKey: ['teams'], queryFn: () => ask(hub.GET('/api/v1/teams', all)) });
export const hoursQuery = queryOptions({ queryKey: ['hours'], queryFn: () => ask(hub.GET('/api/v1/hours')) });
export const holidaysQuery = queryOptions({ queryKey: ['holidays'], queryFn: () => ask(hub.GET('/api/v1/holidays', all)) });
export const absencesQuery = queryOptions({ queryKey: ['absences'], queryFn: () => ask(hub.GET('/api/v1/absences', all)) });
export const crmSettingsQuery = queryOptions({ queryKey: ['crm-settings'], queryFn: () => ask(hub.GET('/api/v1/crm-settings')) });
export const tagsQuery = queryOptions({ queryKey: ['tags'], queryFn: () => ask(hub.GET('/api/v1/tags', all)) });
export const erasuresQuery = queryOptions({ queryKey: ['erasures'], queryFn: () => ask(hub.GET('/api/v1/erasures', all)) });
export const keysQuery = queryOptions({ queryKey: ['api-keys'], queryFn: () => ask(hub.GET('/api/v1/api-keys', all)) });
export const endpointsQuery = queryOptions({ queryKey: ['webhook-endpoints'], queryFn: () => ask(hub.GET('/api/v1/webhook-endpoints', all)) });
export const alertsQuery = queryOptions({ queryKey: ['alert-settings'], queryFn: () => ask(hub.GET('/api/v1/alert-settings')) });
export const sessionsQuery = queryOptions({ queryKey: ['sessions'], queryFn: () => ask(hub.GET('/api/v1/me/sessions')) });
export const pipelinesSettingsQuery = queryOptions({ queryKey: ['pipelines'], queryFn: () => ask(hub.GET('/api/v1/pipelines')) });
export const reachQuery = queryOptions({
  queryKey: ['roles', 'reach'],
  queryFn: () => Promise.all(ROLES.map((role) => ask(hub.GET('/api/v1/roles/{role}/reach', { params: { path: { role } } })))),
});
/** Every zone the browser knows. */
export const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
