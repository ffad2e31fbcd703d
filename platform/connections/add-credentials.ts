import type { z } from 'zod';
import { personOf } from '#platform/access/roles';
import { type Actor, type FieldError, type Integration, PatchbayError, type WorkspaceId } from '#sdk';
import type { Catalogue } from './catalogue.ts';
import type { ConnectionRow } from './connection-row.ts';
import type { ConnectionsDeps } from './ports.ts';
import type { Save } from './save.ts';
import { headersOf, type StoredCredentials } from './sealed-credentials.ts';

export interface AddInput {
  workspaceId: WorkspaceId;
  actor: Actor;
  integration: string;
  provider: string;
  label?: string | undefined;
  credentials: Readonly<Record<string, unknown>>;
  settings?: Readonly<Record<string, unknown>> | undefined;
}

/** Values are never repeated: an issue names the field and what is wrong with it. */
const errorsAt = (root: string, error: z.ZodError): FieldError[] =>
  error.issues.map((issue) => ({ path: [root, ...issue.path].join('.'), message: issue.message }));

export function parseSettings(integration: Integration, settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const parsed = integration.settings.strict().safeParse(settings);
  if (!parsed.success) throw new PatchbayError('invalid_input', { errors: errorsAt('settings', parsed.error) });
  return parsed.data;
}

/** What a failed proof means for the person who typed the credentials. */
export function rejection(error: unknown): PatchbayError {
  if (error instanceof PatchbayError) {
    const refused = error.code === 'reauthorize' || error.code === 'provider_rejected';
    if (!refused) return error;
    // Whoever names the field that is wrong says it in their own words.
    const { detail, remedy, errors } = error.details;
    const words = errors ? { errors, ...(detail ? { detail } : {}), ...(remedy ? { remedy } : {}) } : {};
    return new PatchbayError('credentials_rejected', { ...words, cause: error });
  }
  return new PatchbayError('provider_rejected', { detail: 'The provider answered in a way we do not understand.', cause: error });
}

/** Key and password providers: checked by a real call, then sealed; never given out again. */
export function createAddWithCredentials(deps: Pick<ConnectionsDeps, 'outbound'> & { catalogue: Catalogue; save: Save }) {
  return async function addWithCredentials(input: AddInput): Promise<ConnectionRow> {
    const { workspaceId, actor, integration, provider } = input;
    const { spec, setup, integration: definition } = deps.catalogue.provider(integration, provider);
    if (spec.auth.kind !== 'credentials') {
      throw new PatchbayError('invalid_input', {
        errors: [{ path: 'provider', message: `${spec.title} is connected by signing in there: use POST /connections/authorize.` }],
      });
    }
    if (!setup.configured) throw new PatchbayError('provider_not_configured', setup.reason ? { detail: setup.reason } : {});
    const parsed = spec.auth.schema.strict().safeParse(input.credentials);
    if (!parsed.success) throw new PatchbayError('invalid_input', { errors: errorsAt('credentials', parsed.error) });
    const settings = input.settings === undefined ? undefined : parseSettings(definition, input.settings);
    const stored: StoredCredentials = { kind: 'credentials', values: parsed.data };
    const scope = { workspaceId, integration, provider, providerSpec: spec, actor, authorize: async () => headersOf(spec, stored) };
    const account = await spec.verifyAccount(deps.outbound.httpFor(scope), parsed.data, deps.outbound.netFor(scope)).catch((error: unknown) => {
      throw rejection(error);
    });
    const label = input.label;
    return deps.save({
      workspaceId,
      actor,
      integration,
      provider,
      account,
      stored,
      label,
      settings,
      expiresAt: null,
      grantedScopes: [],
      ownerUserId: personOf(actor) ?? null,
    });
  };
}
