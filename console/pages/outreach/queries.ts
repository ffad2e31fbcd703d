import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { connectionsQuery } from '../connections/queries.ts';

export type Template = Schemas['EmailTemplate'];
export type Campaign = Schemas['EmailCampaign'];
export type Recipient = Schemas['EmailCampaignRecipient'];
export type Transport = Schemas['EmailTransport'];
export type Topic = Schemas['EmailTopic'];
export type TopicPerson = Schemas['EmailTopicPerson'];
export type OutreachSettings = Schemas['EmailOutreachSettings'];
export interface Preflight {
  ready: boolean;
  problems: {
    code: string;
    level: 'error' | 'warning' | 'hint';
    sentence: string;
    count: number;
    fix?: string;
    people?: { id: string; name: string }[];
  }[];
  audience: { total: number; willGet: number };
}
export interface Content {
  subject: string;
  format: 'html' | 'mjml' | 'text';
  body: string;
}

export const templatesQuery = queryOptions({ queryKey: ['templates'], queryFn: () => ask(hub.GET('/api/v1/email/templates')) });
export const templateQuery = (id: string) =>
  queryOptions({
    queryKey: ['templates', id],
    queryFn: () => ask(hub.GET('/api/v1/email/templates/{id}', { params: { path: { id } } })),
    enabled: id !== 'new',
  });
export const fieldsQuery = queryOptions({
  queryKey: ['template-fields'],
  queryFn: () => ask(hub.GET('/api/v1/email/templates/fields')),
  staleTime: Number.POSITIVE_INFINITY,
});
/** `show`: somebody unknown, the worst reader, or the contact that is named. */
export const previewQuery = (content: Content, show: 'empty' | 'worst' | 'contact', contactId?: string) =>
  queryOptions({
    queryKey: ['template-preview', content, show, contactId],
    queryFn: () => ask(hub.POST('/api/v1/email/templates/preview', { body: { content, show, ...(contactId ? { contactId } : {}) } })),
    enabled: show !== 'contact' || contactId !== undefined,
    placeholderData: (before) => before,
    retry: false,
  });

/** Connections that mail can leave by. */
export const sendersQuery = queryOptions({
  ...connectionsQuery,
  select: ({ data }: { data: Schemas['Connection'][] }) => data.filter(({ integration, data: facts }) => integration === 'email' && facts.sends !== false),
});

export const campaignsQuery = queryOptions({
  queryKey: ['campaigns'],
  queryFn: () => ask(hub.GET('/api/v1/email/campaigns', { params: { query: { limit: 100 } } })),
});
export const campaignQuery = (id: string) =>
  queryOptions({ queryKey: ['campaigns', id], queryFn: () => ask(hub.GET('/api/v1/email/campaigns/{id}', { params: { path: { id } } })) });
export const audienceQuery = (asked: { segmentId?: string; contactIds?: string[]; topicId?: string | null }) =>
  queryOptions({
    queryKey: ['campaign-audience', asked],
    queryFn: () => ask(hub.POST('/api/v1/email/campaigns/audience', { body: asked })),
    placeholderData: (before) => before,
    enabled: asked.segmentId !== undefined || asked.contactIds !== undefined,
  });
export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['templates', id, 'versions'],
    queryFn: () => ask(hub.GET('/api/v1/email/templates/{id}/versions', { params: { path: { id } } })),
  });
export const statsQuery = (id: string) =>
  queryOptions({ queryKey: ['campaigns', id, 'stats'], queryFn: () => ask(hub.GET('/api/v1/email/campaigns/{id}/stats', { params: { path: { id } } })) });
export const proofQuery = (id: string) =>
  queryOptions({ queryKey: ['campaigns', id, 'verify'], queryFn: () => ask(hub.GET('/api/v1/email/campaigns/{id}/verify', { params: { path: { id } } })) });
export const recipientsQuery = (id: string, filter: { state?: Recipient['state']; q?: string; limit: number }) =>
  queryOptions({
    queryKey: ['campaigns', id, 'recipients', filter],
    queryFn: () => ask(hub.GET('/api/v1/email/campaigns/{id}/recipients', { params: { path: { id }, query: filter } })),
    placeholderData: (before) => before,
  });

export const outreachSettingsQuery = queryOptions({ queryKey: ['outreach-settings'], queryFn: () => ask(hub.GET('/api/v1/email/outreach-settings')) });
export const transportsQuery = queryOptions({ queryKey: ['transports'], queryFn: () => ask(hub.GET('/api/v1/email/transports')) });
export const topicsQuery = (isArchived: boolean) =>
  queryOptions({
    queryKey: ['topics', isArchived ? 'archived' : 'offered'],
    queryFn: () => ask(hub.GET('/api/v1/email/topics', { params: { query: { archived: isArchived ? 'true' : 'false' } } })),
  });
export const topicPeopleQuery = (id: string, filter: { state?: TopicPerson['state']; q?: string }) =>
  infiniteQueryOptions({
    queryKey: ['topics', id, 'people', filter],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      ask(
        hub.GET('/api/v1/email/topics/{id}/people', {
          params: { path: { id }, query: { limit: 50, ...filter, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
