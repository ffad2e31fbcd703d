import type { Env } from '#sdk';
import { CONNECTIONS_SCOPE, MESSAGES_SCOPE } from './client/partner.ts';

/** Products of the developer portal, and the scopes that come with each (docs: "Products", read 2026-08). */
export const PRODUCTS: Readonly<Record<string, readonly string[]>> = {
  signin: ['openid', 'profile', 'email'],
  share: ['w_member_social'],
  verified: ['r_profile_basicinfo'],
  profile: ['r_basicprofile'],
  community: ['r_organization_social', 'w_organization_social', 'rw_organization_admin'],
  leads: ['r_marketing_leadgen_automation', 'r_ads'],
  // Partners alone have these, and LinkedIn takes no new ones: naming them without having them refuses every sign-in.
  connections: [CONNECTIONS_SCOPE],
  messages: [MESSAGES_SCOPE],
};

/**
 * Consent is all or nothing: one scope of a product that the application does not have refuses the whole sign-in. So only
 * what an administrator ticked in the portal, and named in `LINKEDIN_PRODUCTS`, is asked for.
 */
export function tickedScopes(env: Env): string[] {
  const given = typeof env.LINKEDIN_PRODUCTS === 'string' ? env.LINKEDIN_PRODUCTS : 'signin';
  const names = given.split(/[\s,]+/).filter((name) => Object.hasOwn(PRODUCTS, name));
  return [...new Set(['signin', ...names].flatMap((name) => PRODUCTS[name] ?? []))];
}
