import { asId, type ConnectionId, type Context, PatchbayError } from '#sdk';
import { connections } from '../connections.ts';
import { settingsOf } from '../settings.ts';

export interface OutcomeRules {
  outcomes: string[];
  requiredFields: string[];
}

/** Which words there are for an outcome, and what must be filled in with it: as the connection says that the call was made with. */
export async function outcomeRules(ctx: Context, connectionId: string | null | undefined): Promise<OutcomeRules> {
  const connected = await (connectionId ? ctx.withConnection(asId<ConnectionId>(connectionId)) : connections(ctx)).catch((error: unknown) => {
    // Written down by hand, or made with a provider that is connected no more: then our own words are offered.
    if (error instanceof PatchbayError) return undefined;
    throw error;
  });
  const { outcomes, requiredOutcomeFields } = settingsOf(connected?.connection ?? { settings: {} });
  return { outcomes, requiredFields: connectionId ? requiredOutcomeFields : [] };
}
