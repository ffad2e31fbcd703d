import { CHANNELS, type Channel, IDENTITY_KINDS, type IdentityKind } from '#crm/models';
import { type CrmChannel, type CrmIdentity, type CrmParticipant, PatchbayError } from '#sdk';

/** The contract names no network; the record does. A word it does not know is a mistake of the integration's. */
function word<T extends string>(words: readonly T[], given: string, what: string): T {
  const known = words.find((each) => each === given);
  if (!known) throw new PatchbayError('internal', { facts: { reason: `the record knows no ${what} “${given}”` } });
  return known;
}
const kindOf = (kind: string): IdentityKind => word(IDENTITY_KINDS, kind, 'kind of identity');
export const channelOf = (channel: CrmChannel): Channel => word(CHANNELS, channel, 'channel');
export const identityOf = ({ kind, value }: CrmIdentity) => ({ kind: kindOf(kind), value });
export const participantsOf = (participants: readonly CrmParticipant[]) =>
  participants.map(({ kind, ...rest }) => ({ ...rest, ...(kind ? { kind: kindOf(kind) } : {}) }));
