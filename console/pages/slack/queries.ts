import { queryOptions } from '@tanstack/react-query';
import type { Paths, Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';

export type Channel = Schemas['SlackChannel'];
export type Member = Schemas['SlackMember'];
export type Rule = Schemas['SlackRule'];
export type NewRule = Paths['/api/v1/slack/rules']['post']['requestBody']['content']['application/json'];
export type NewApp = Paths['/api/v1/slack/app']['post']['requestBody']['content']['application/json'];
export const SLACK_TABS = ['channels', 'people', 'rules', 'digests', 'rooms', 'leads', 'log', 'setup'] as const;
export const FEATURES = ['bot-commands', 'notifications', 'activity-updates', 'deal-alerts', 'team-collaboration', 'channel-integration'] as const;
export interface ManifestChoice {
  features: readonly string[];
  name: string;
  command: string;
  socket: boolean;
  organization: boolean;
}
export type SlackTab = (typeof SLACK_TABS)[number];

export const channelsQuery = queryOptions({ queryKey: ['slack', 'channels'], queryFn: () => ask(hub.GET('/api/v1/slack/channels')) });
export const membersQuery = queryOptions({ queryKey: ['slack', 'members'], queryFn: () => ask(hub.GET('/api/v1/slack/members')) });
export const rulesQuery = queryOptions({ queryKey: ['slack', 'rules'], queryFn: () => ask(hub.GET('/api/v1/slack/rules')) });
export const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: ['slack', 'rules', id],
    queryFn: () => ask(hub.GET('/api/v1/slack/rules/{id}', { params: { path: { id } } })),
    enabled: id !== 'new',
  });
export const roomsQuery = queryOptions({ queryKey: ['slack', 'rooms'], queryFn: () => ask(hub.GET('/api/v1/slack/rooms')) });
export const messagesQuery = queryOptions({
  queryKey: ['slack', 'messages'],
  queryFn: () => ask(hub.GET('/api/v1/slack/messages', { params: { query: { limit: 100 } } })),
});
export const deliveriesQuery = queryOptions({
  queryKey: ['slack', 'deliveries'],
  queryFn: () => ask(hub.GET('/api/v1/slack/deliveries', { params: { query: { limit: 100 } } })),
});
export const previewQuery = (name: string, template: string) =>
  queryOptions({
    queryKey: ['slack', 'preview', name, template],
    queryFn: () => ask(hub.POST('/api/v1/slack/rules/preview', { body: { name, template: template || null } })),
    retry: false,
    placeholderData: (before) => before,
  });
export const simulationQuery = (rule: NewRule | undefined, days: number) =>
  queryOptions({
    queryKey: ['slack', 'simulation', JSON.stringify(rule), days],
    queryFn: () => ask(hub.POST('/api/v1/slack/rules/simulate', { body: { rule: rule as NewRule, days } })),
    enabled: rule !== undefined,
    retry: false,
    placeholderData: (before) => before,
  });
export const digestsQuery = queryOptions({ queryKey: ['slack', 'digests'], queryFn: () => ask(hub.GET('/api/v1/slack/digests')) });
export const claimsQuery = queryOptions({ queryKey: ['slack', 'claims'], queryFn: () => ask(hub.GET('/api/v1/slack/claims')) });
export const healthQuery = queryOptions({ queryKey: ['slack', 'health'], queryFn: () => ask(hub.GET('/api/v1/slack/health')) });
export const manifestQuery = ({ features, name, command, socket, organization }: ManifestChoice) =>
  queryOptions({
    queryKey: ['slack', 'manifest', features.join(), name, command, socket, organization],
    queryFn: () =>
      ask(
        hub.GET('/api/v1/slack/manifest', {
          params: { query: { features: features.join(','), name, command, socket: socket ? 'true' : 'false', organization: organization ? 'true' : 'false' } },
        }),
      ),
    retry: false,
  });
