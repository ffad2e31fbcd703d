import { ask, hub } from '../../api.ts';

export const capabilitiesQuery = { queryKey: ['linkedin', 'capabilities'], queryFn: () => ask(hub.GET('/api/v1/linkedin/capabilities')) };
export const accountsQuery = { queryKey: ['linkedin', 'accounts'], queryFn: () => ask(hub.GET('/api/v1/linkedin/accounts')) };
