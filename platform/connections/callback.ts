/**
 * Where a provider sends people back to. One application at a provider may serve several integrations, each with its own way
 * back: an address that is set (by `redirectUri`) names the callback of any of them.
 */
export const callbackOf = (given: string | undefined, integration: string, publicUrl: string): string =>
  given ? given.replace(/\/integrations\/[^/]+\/callback$/, `/integrations/${integration}/callback`) : `${publicUrl}/integrations/${integration}/callback`;
