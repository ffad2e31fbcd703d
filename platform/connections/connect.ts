import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import { calculatePKCECodeChallenge, generateRandomCodeVerifier } from 'oauth4webapi';
import { uuidv7 } from 'uuidv7';
import { personOf } from '#platform/access/roles';
import { type Actor, type Ciphertext, type ConnectionId, type Feature, PatchbayError, type UserId, type WorkspaceId } from '#sdk';
import { callbackOf } from './callback.ts';
import type { Catalogue } from './catalogue.ts';
import { type ConnectionRow, mayChange, maySee } from './connection-row.ts';
import { connections, oauthStates } from './models.ts';
import { hashOf, makeState, workspaceOf } from './oauth-state.ts';
import type { ConnectionsDeps, Timing } from './ports.ts';
import { ownPath } from './return-to.ts';
import type { Save } from './save.ts';
import { chosenFeatures, grantedBy, missingScopes, scopesToAsk } from './scopes.ts';
import { headersOf, storedFrom, valuesOf } from './sealed-credentials.ts';
import { expiryOf, type TokenOutcome } from './token-answer.ts';
import { createTokenEndpoint } from './token-endpoint.ts';

export interface BeginInput {
  workspaceId: WorkspaceId;
  actor: Actor;
  integration: string;
  provider: string;
  features?: readonly string[] | undefined;
  label?: string | undefined;
  /** Reconnects this one; it keeps its id. */
  connectionId?: ConnectionId | undefined;
  returnTo?: string | undefined;
  /** Value of the cookie given to the browser that began. A person's sign-in completes only there. */
  browserBinding?: string | undefined;
}

export interface CompleteInput {
  /** The integration whose callback was called. */
  integration: string;
  state: string;
  code?: string | undefined;
  error?: string | undefined;
  browserBinding?: string | undefined;
}

export interface MissingScopes {
  feature: string;
  title: string;
  scopes: string[];
}
/** Where the browser goes, and what became of it. */
export type Completion = { returnTo: string | null } & (
  | { workspaceId: WorkspaceId; row: ConnectionRow; missing: MissingScopes[]; error?: undefined }
  | { error: PatchbayError; row?: undefined }
);

const LIFETIME_MS = 10 * 60_000;
const verifierRef = (id: string) => ({ table: 'oauth_states', column: 'verifier', id });

type Deps = Pick<ConnectionsDeps, 'database' | 'vault' | 'clock' | 'outbound' | 'publicUrl'> & { catalogue: Catalogue; save: Save; timing: Timing };

export function createConnect(deps: Deps) {
  const { database, vault, clock, catalogue } = deps;

  /** A reconnect is of a connection that the caller may change, of the same provider. */
  const reconnectable = async ({ workspaceId, actor, integration, provider, connectionId }: BeginInput) => {
    if (!connectionId) return;
    const own = and(eq(connections.workspaceId, workspaceId), eq(connections.id, connectionId));
    const [row] = await database.workspace(workspaceId, (tx) => tx.select().from(connections).where(own));
    if (!row || !maySee(actor, row) || row.integration !== integration || row.provider !== provider) throw new PatchbayError('not_found');
    if (!mayChange(actor, row)) throw new PatchbayError('forbidden');
  };

  const oauthOf = (integration: string, provider: string) => {
    const found = catalogue.provider(integration, provider);
    const { auth } = found.spec;
    if (auth.kind !== 'oauth2') {
      throw new PatchbayError('invalid_input', {
        errors: [{ path: 'provider', message: `${found.spec.title} is connected with a key or password, not by signing in there.` }],
      });
    }
    if (!found.setup.configured) throw new PatchbayError('provider_not_configured', found.setup.reason ? { detail: found.setup.reason } : {});
    return { ...found, auth };
  };

  async function begin(input: BeginInput): Promise<{ authorizeUrl: string; state: string; expiresAt: Date }> {
    const { workspaceId, actor, integration, provider } = input;
    const { auth, integration: definition } = oauthOf(integration, provider);
    if (actor.kind === 'person' && !input.browserBinding) throw new PatchbayError('internal', { facts: { reason: 'a person begins without a browser' } });
    const features = chosenFeatures(definition.features, input.features);
    const returnTo = input.returnTo === undefined ? null : ownPath(input.returnTo, deps.publicUrl);
    await reconnectable(input);
    const opened = await vault.forWorkspace(workspaceId);
    const now = clock.now();
    const id = uuidv7();
    const state = makeState(workspaceId);
    const verifier = auth.pkce ? generateRandomCodeVerifier() : undefined;
    const redirectUri = callbackOf(auth.redirectUri, integration, deps.publicUrl);
    const requestedScopes = scopesToAsk(auth, provider, features);
    const expiresAt = new Date(now.getTime() + LIFETIME_MS);
    await database.workspace(workspaceId, async (tx) => {
      await tx.delete(oauthStates).where(and(eq(oauthStates.workspaceId, workspaceId), lt(oauthStates.expiresAt, new Date(now.getTime() - 86_400_000))));
      await tx.insert(oauthStates).values({
        workspaceId,
        id,
        stateHash: hashOf(state),
        integration,
        provider,
        userId: personOf(actor) ?? null,
        apiKeyId: actor.kind === 'key' ? actor.apiKeyId : null,
        actor: { ...actor },
        browserHash: input.browserBinding ? hashOf(input.browserBinding) : null,
        verifier: verifier === undefined ? null : opened.seal(verifierRef(id), verifier),
        redirectUri,
        requestedScopes,
        features: features.map((feature) => feature.id),
        label: input.label ?? null,
        connectionId: input.connectionId ?? null,
        returnTo,
        expiresAt,
      });
    });
    const url = new URL(auth.authorizeUrl);
    const params: Record<string, string> = {
      ...auth.extraAuthorizeParams,
      response_type: 'code',
      client_id: auth.clientId,
      redirect_uri: redirectUri,
      state,
      ...(requestedScopes.length > 0 ? { scope: requestedScopes.join(auth.scopeSeparator) } : {}),
      ...(verifier === undefined ? {} : { code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' }),
    };
    for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
    return { authorizeUrl: url.href, state, expiresAt };
  }

  /** Uses the state up, before anything else happens with it. Another browser or another callback does not use it up. */
  async function burn({ state, integration, browserBinding }: CompleteInput) {
    const workspaceId = workspaceOf(state);
    if (!workspaceId) throw new PatchbayError('oauth_state_invalid');
    const now = clock.now();
    const [row] = await database.workspace(workspaceId, (tx) =>
      tx
        .update(oauthStates)
        .set({ usedAt: now })
        .where(
          and(
            eq(oauthStates.workspaceId, workspaceId),
            eq(oauthStates.stateHash, hashOf(state)),
            eq(oauthStates.integration, integration),
            isNull(oauthStates.usedAt),
            sql`${oauthStates.expiresAt} > ${now.toISOString()}::timestamptz`,
            sql`(${oauthStates.browserHash} is null or ${oauthStates.browserHash} = ${browserBinding ? hashOf(browserBinding) : null}::text)`,
          ),
        )
        .returning(),
    );
    if (!row) throw new PatchbayError('oauth_state_invalid');
    return { ...row, workspaceId };
  }

  async function finish(pending: Awaited<ReturnType<typeof burn>>, code: string) {
    const { workspaceId, integration, provider, requestedScopes } = pending;
    const { auth, spec, integration: definition } = oauthOf(integration, provider);
    const actor = pending.actor as unknown as Actor;
    const scope = { workspaceId, integration, provider, providerSpec: spec, actor };
    const endpoint = createTokenEndpoint({ auth, http: deps.outbound.httpFor(scope), clock, requestMs: deps.timing.requestMs });
    const verifier = pending.verifier
      ? (await vault.forWorkspace(workspaceId)).open(verifierRef(pending.id), pending.verifier as Ciphertext).reveal()
      : undefined;
    const outcome = await endpoint.exchange({ code, redirectUri: pending.redirectUri, ...(verifier === undefined ? {} : { verifier }) });
    if (outcome.kind !== 'granted') throw notExchanged(outcome);
    const { tokens } = outcome;
    const grantedScopes = grantedBy(tokens.scope, requestedScopes);
    const stored = storedFrom(tokens);
    const own = { ...scope, authorize: async () => headersOf(spec, stored) };
    const account = await spec.verifyAccount(deps.outbound.httpFor(own), valuesOf(stored), deps.outbound.netFor(own));
    const row = await deps.save({
      workspaceId,
      actor,
      integration,
      provider,
      account,
      stored,
      grantedScopes,
      expiresAt: expiryOf(auth, tokens, clock.now()),
      ownerUserId: pending.userId as UserId | null,
      label: pending.label ?? undefined,
      reconnect: (pending.connectionId as ConnectionId | null) ?? undefined,
    });
    const asked = definition.features.filter((feature) => pending.features.includes(feature.id));
    return { workspaceId, row, missing: missingOf(asked, provider, grantedScopes) };
  }

  async function complete(input: CompleteInput): Promise<Completion> {
    const pending = await burn(input);
    const { returnTo } = pending;
    try {
      if (input.error !== undefined) throw denied(input.error);
      if (!input.code) throw new PatchbayError('oauth_denied', { detail: 'The provider came back without saying yes or no.' });
      return { returnTo, ...(await finish(pending, input.code)) };
    } catch (error) {
      if (error instanceof PatchbayError) return { returnTo, error };
      // Such as an answer of the account call in another shape.
      return {
        returnTo,
        error: new PatchbayError('oauth_exchange_failed', { detail: 'The provider accepted the sign-in, but not our first call.', cause: error }),
      };
    }
  }

  return { begin, complete };
}

export const missingOf = (features: readonly Feature[], provider: string, granted: readonly string[]): MissingScopes[] =>
  features
    .map((feature) => ({ feature: feature.id, title: feature.title, scopes: missingScopes(feature.scopes[provider] ?? [], granted) }))
    .filter(({ scopes }) => scopes.length > 0);

/** The provider's free text is not repeated to people: anyone can put words into a callback address. */
const denied = (error: string): PatchbayError =>
  error === 'access_denied'
    ? new PatchbayError('oauth_denied', { facts: { error } })
    : new PatchbayError('oauth_denied', { detail: 'The provider ended the sign-in with an error.', facts: { error: error.slice(0, 100) } });

const notExchanged = (outcome: Exclude<TokenOutcome, { kind: 'granted' }>): PatchbayError => {
  const detail =
    outcome.kind === 'refused' ? 'The provider did not accept the sign-in: it was used already, took too long, or belongs to another browser.' : undefined;
  return new PatchbayError('oauth_exchange_failed', { ...(detail ? { detail } : {}), facts: { code: outcome.code } });
};
