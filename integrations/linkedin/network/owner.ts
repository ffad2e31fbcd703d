import type { Context } from '#sdk';

/** Whose a network is that a program brought in for nobody in particular. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The person behind a call: a network is seen by its member alone. */
export const memberOfCall = ({ actor }: Context): string =>
  (actor.kind === 'person' ? actor.userId : actor.kind === 'key' ? actor.actAs : actor.kind === 'playbook' ? actor.userId : undefined) ?? NOBODY;
