import type { ApiRoute } from '../http/api-route.ts';
import { accessRoutes } from './access.ts';
import { actionRoutes } from './actions.ts';
import { activityRoutes } from './activities.ts';
import { apiCallRoutes } from './api-calls.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { connectionRoutes } from './connections.ts';
import { consentRoutes } from './consents.ts';
import { contactRoutes } from './contacts.ts';
import { crmSettingRoutes } from './crm-settings.ts';
import { customFieldRoutes } from './custom-fields.ts';
import { dealRoutes } from './deals.ts';
import { demoRoutes } from './demo.ts';
import { duplicateRoutes } from './duplicates.ts';
import { effectRoutes } from './effects.ts';
import { erasureRoutes } from './erasures.ts';
import { eventRoutes } from './events.ts';
import { exportRoutes } from './exports.ts';
import { fileRoutes } from './files.ts';
import { hourRoutes } from './hours.ts';
import { importRoutes } from './imports.ts';
import { incidentRoutes } from './incidents.ts';
import { jobRoutes } from './jobs.ts';
import { meRoutes } from './me.ts';
import { noteRoutes } from './notes.ts';
import { notificationRoutes } from './notifications.ts';
import { organizationRoutes } from './organizations.ts';
import { passkeyRoutes } from './passkeys.ts';
import { pipelineRoutes } from './pipelines.ts';
import { requestLogRoutes } from './request-log.ts';
import { searchRoutes } from './search.ts';
import { segmentRoutes } from './segments.ts';
import { streamRoutes } from './stream.ts';
import { connectionStreamRoutes } from './streams.ts';
import { tagRoutes } from './tags.ts';
import { taskRoutes } from './tasks.ts';
import { teamRoutes } from './teams.ts';
import { userRoutes } from './users.ts';
import { viewRoutes } from './views.ts';
import { webhookEndpointRoutes } from './webhook-endpoints.ts';
import { webhookEventRoutes } from './webhook-events.ts';
import { workspaceRoutes } from './workspaces.ts';

/** Every table of routes below `/api/v1`, by the tag it has in the documentation. */
export const apiRoutes: Readonly<Record<string, readonly ApiRoute[]>> = {
  'Signing in': [...accessRoutes, ...passkeyRoutes],
  Me: meRoutes,
  Workspaces: [...workspaceRoutes, ...demoRoutes],
  Users: userRoutes,
  Teams: teamRoutes,
  'API keys': apiKeyRoutes,
  Connections: [...connectionRoutes, ...connectionStreamRoutes],
  Activities: activityRoutes,
  Notes: noteRoutes,
  Consents: consentRoutes,
  'Hours and absences': hourRoutes,
  'Settings of the record': crmSettingRoutes,
  Contacts: [...contactRoutes, ...duplicateRoutes, ...erasureRoutes],
  'Custom fields': customFieldRoutes,
  Deals: dealRoutes,
  Organizations: organizationRoutes,
  'Imports and exports': [...importRoutes, ...exportRoutes],
  Pipelines: pipelineRoutes,
  Tags: tagRoutes,
  'To-dos': taskRoutes,
  Search: searchRoutes,
  Segments: segmentRoutes,
  Views: viewRoutes,
  Actions: actionRoutes,
  Files: fileRoutes,
  Jobs: jobRoutes,
  'Outbound acts': effectRoutes,
  'API calls': apiCallRoutes,
  'Requests to this API': requestLogRoutes,
  'Received webhooks': webhookEventRoutes,
  Events: [...eventRoutes, ...streamRoutes],
  'Outgoing webhooks': webhookEndpointRoutes,
  Incidents: incidentRoutes,
  Notifications: notificationRoutes,
};
