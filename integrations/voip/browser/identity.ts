/**
 * A person's browser phone goes by their own id everywhere: as a client of Twilio, and as a user of a SIP server. Not by a
 * number: numbers are entered by people, and whoever enters a colleague's would get that colleague's calls.
 */
const PERSON = /^(?:client:|sips?:)([0-9a-f]{8}(?:[_-][0-9a-f]{4}){3}[_-][0-9a-f]{12})(?:@.*)?$/;

/** Letters, digits and underscores are all that a client of Twilio may be called. */
export const browserName = (userId: string): string => userId.replaceAll('-', '_');
export const browserTarget = (userId: string): string => `client:${browserName(userId)}`;
/** Whose browser an address rings; undefined: it is something else. */
export const personAt = (address: string): string | undefined => PERSON.exec(address)?.[1]?.replaceAll('_', '-');
