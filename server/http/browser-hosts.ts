import type { Hub } from '../hub.ts';

/** A source of `connect-src` and nothing that could end the directive or open it to everybody. */
const SOURCE = /^(wss?|https):\/\/[a-z0-9.-]+(:\d{1,5})?$/i;

/**
 * What the console's page of whoever is signed in may open besides the hub: the telephone servers of their own workspace.
 * Strangers, and pages of workspaces without any, get the policy as it is.
 */
export async function browserHosts(hub: Hub, cookie: string | undefined): Promise<readonly string[]> {
  const speakers = [...hub.integrations.values()].filter(({ browserHosts }) => browserHosts);
  if (cookie === undefined || speakers.length === 0) return [];
  try {
    const caller = await hub.access.authenticate({ cookie });
    if (!caller) return [];
    const { workspaceId, actor } = caller;
    const hosts: string[] = [];
    for (const { name, browserHosts } of speakers) {
      const ctx = await hub.contextFor({ workspaceId, actor, integration: name });
      for (const connection of await ctx.connections()) if (connection.status === 'active') hosts.push(...(browserHosts?.(connection) ?? []));
    }
    return [...new Set(hosts)].filter((host) => SOURCE.test(host));
  } catch (error) {
    // The page itself is worth more than its telephone.
    hub.log.warn({ err: error }, 'the hosts of telephones could not be read');
    return [];
  }
}
