import { ask, hub } from '../../api.ts';

export const connectionsQuery = { queryKey: ['connections'], queryFn: () => ask(hub.GET('/api/v1/connections', { params: { query: { limit: 200 } } })) };
export const integrationsQuery = { queryKey: ['integrations'], queryFn: () => ask(hub.GET('/api/v1/integrations')) };
export const connectionQuery = (id: string) => ({
  queryKey: ['connections', id],
  queryFn: () => ask(hub.GET('/api/v1/connections/{id}', { params: { path: { id } } })),
});
export const streamsQuery = (id: string) => ({
  queryKey: ['streams', id],
  queryFn: () => ask(hub.GET('/api/v1/connections/{id}/streams', { params: { path: { id } } })),
});

/** Leaves for the provider's consent page; the hub brings the person back to `/connections`. */
export async function leaveForConsent(body: { integration: string; provider: string; connectionId?: string }): Promise<void> {
  const { authorizeUrl } = await ask(hub.POST('/api/v1/connections/authorize', { body: { ...body, returnTo: '/connections' } }));
  window.location.assign(authorizeUrl);
}
