import { type Env, type Integration, type OAuth2, PatchbayError, type Provider, Secret } from '#sdk';

export interface ProviderSetup {
  configured: boolean;
  /** Which environment values are missing, in words. */
  reason?: string;
}

const filled = (value: string | Secret | undefined): boolean => (value instanceof Secret ? value.reveal() !== '' : value !== undefined && value !== '');
const clear = (value: string | Secret | undefined): string | undefined => (value instanceof Secret ? value.reveal() : value) || undefined;

export function setupOf(provider: Provider, env: Env): ProviderSetup {
  const missing = provider.requires.filter((name) => !filled(env[name]));
  if (missing.length === 0) return { configured: true };
  return { configured: false, reason: `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set on this hub.` };
}

/** The provider with the addresses that the environment puts in place of its own. */
function withOverrides(provider: Provider, env: Env): Provider {
  const { auth } = provider;
  if (auth.kind !== 'oauth2' || !auth.urlOverrides) return provider;
  const { authorizeUrl, tokenUrl, revokeUrl } = auth.urlOverrides;
  const chosen = (name: string | undefined, own: string) => (name && clear(env[name])) || own;
  const revoke = (revokeUrl && clear(env[revokeUrl])) || auth.revokeUrl;
  const urls: Pick<OAuth2, 'authorizeUrl' | 'tokenUrl' | 'revokeUrl'> = {
    authorizeUrl: chosen(authorizeUrl, auth.authorizeUrl),
    tokenUrl: chosen(tokenUrl, auth.tokenUrl),
    ...(revoke ? { revokeUrl: revoke } : {}),
  };
  return { ...provider, auth: { ...auth, ...urls } };
}

/** Names of the environment values that put another address in place of a provider's own. */
export function overridesOf(provider: Provider, env: Env): string[] {
  const names = [provider.baseUrlOverride, ...(provider.auth.kind === 'oauth2' ? Object.values(provider.auth.urlOverrides ?? {}) : [])];
  return [...new Set(names.filter((name): name is string => name !== undefined && filled(env[name])))];
}

export interface Catalogue {
  integrations(): readonly Integration[];
  integration(name: string): Integration;
  /** @throws PatchbayError invalid_input when the integration has no such provider */
  provider(integration: string, provider: string): { integration: Integration; spec: Provider; env: Env; setup: ProviderSetup };
  providers(integration: Integration): { name: string; spec: Provider; setup: ProviderSetup; env: Env }[];
}

export function createCatalogue(deps: { integrations: ReadonlyMap<string, Integration>; envOf(integration: string): Env }): Catalogue {
  const built = new Map<string, Readonly<Record<string, Provider>>>();
  const specsOf = (integration: Integration) => {
    const known = built.get(integration.name);
    if (known) return known;
    const env = deps.envOf(integration.name);
    const specs = Object.fromEntries(Object.entries(integration.providers(env)).map(([name, spec]) => [name, withOverrides(spec, env)]));
    built.set(integration.name, specs);
    return specs;
  };
  const unknown = (path: string, value: string) =>
    new PatchbayError('invalid_input', { errors: [{ path, message: `There is no ${path} named "${value}".` }], facts: { [path]: value } });
  const integrationOf = (name: string) => {
    const integration = deps.integrations.get(name);
    if (!integration) throw unknown('integration', name);
    return integration;
  };
  return {
    integrations: () => [...deps.integrations.values()],
    integration: integrationOf,
    provider(name, provider) {
      const integration = integrationOf(name);
      const specs = specsOf(integration);
      const spec = Object.hasOwn(specs, provider) ? specs[provider] : undefined;
      if (!spec) throw unknown('provider', provider);
      const env = deps.envOf(name);
      return { integration, spec, env, setup: setupOf(spec, env) };
    },
    providers: (integration) => {
      const env = deps.envOf(integration.name);
      return Object.entries(specsOf(integration)).map(([name, spec]) => ({ name, spec, setup: setupOf(spec, env), env }));
    },
  };
}
