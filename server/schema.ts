/** All tables, for drizzle-kit and the test database. One line per room. */
export * from '#crm/models';
export * from '#platform/access/models';
export * from '#platform/audit/models';
export * from '#platform/connections/models';
export * from '#platform/events/models';
export * from '#platform/files/models';
export * from '#platform/inbox/models';
export * from '#platform/incidents/models';
export * from '#platform/outbound/models';
export * from '#platform/sync/models';
export * from '#platform/tasks/models';
export * from '#platform/vault/models';
export * from '../integrations/_template/models.ts';
export * from '../integrations/calendar/models.ts';
