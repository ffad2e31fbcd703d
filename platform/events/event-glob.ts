/** `*` is everything, `deal.*` all of a subject, anything else one type. */
export const EVENT_GLOB = /^(\*|[a-z][a-z0-9_]*\.(\*|[a-z][a-z0-9_]*))$/;

export function matchesGlob(glob: string, type: string): boolean {
  if (glob === '*') return true;
  return glob.endsWith('.*') ? type.startsWith(glob.slice(0, -1)) : glob === type;
}

export const matchesAny = (globs: readonly string[], type: string): boolean => globs.some((glob) => matchesGlob(glob, type));
