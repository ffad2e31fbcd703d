import type { Env } from '#sdk';

/** Versions live a year and end in the middle of a month (docs: "API versioning", read 2026-09). Newest first. */
export const VERSIONS: readonly { version: string; endsOn: string }[] = [
  { version: '202609', endsOn: '2027-09-15' },
  { version: '202607', endsOn: '2027-07-15' },
  { version: '202604', endsOn: '2027-04-15' },
  { version: '202601', endsOn: '2027-01-15' },
  { version: '202511', endsOn: '2026-11-16' },
];
export const DEFAULT_VERSION = '202607';
/** Resources that LinkedIn answers under one version alone, whatever is configured. */
const FIXED: Readonly<Record<string, string>> = {
  memberSnapshotData: '202312',
  memberChangeLogs: '202312',
  memberAuthorizations: '202312',
  identityMe: '202510.03',
};
export const VERSION_FORM = /^\d{6}(\.\d{2})?$/;

export const configuredVersion = (env: Env): string => {
  const given = env.LINKEDIN_API_VERSION;
  return typeof given === 'string' && VERSION_FORM.test(given) ? given : DEFAULT_VERSION;
};
/** `posts=202604,leadForms=202601`: versions of single resources, where the rest of the hub moves on before they can. */
export const PINS_FORM = /^\s*(?:\w+=\d{6}(?:\.\d{2})?\s*(?:,\s*|$))*$/;
export const pinsOf = (env: Env): ReadonlyMap<string, string> =>
  new Map(
    [...String(env.LINKEDIN_API_VERSION_PINS ?? '').matchAll(/(\w+)=(\d{6}(?:\.\d{2})?)/g)].map(([, resource = '', version = '']) => [resource, version]),
  );

export const versionFor = (resource: string, env: Env): string => FIXED[resource] ?? pinsOf(env).get(resource) ?? configuredVersion(env);

/** Newer ones than that, the next first: where a retired version leaves off. Resources with one version alone have none. */
export const fallbacksFor = (resource: string, env: Env): string[] =>
  Object.hasOwn(FIXED, resource)
    ? []
    : VERSIONS.map(({ version }) => version)
        .filter((version) => version > versionFor(resource, env))
        .toReversed();

/** Every version in use: the configured one, and those of single resources. */
export const versionsInUse = (env: Env): { resource: string | null; version: string }[] => [
  { resource: null, version: configuredVersion(env) },
  ...[...pinsOf(env)].filter(([resource]) => !Object.hasOwn(FIXED, resource)).map(([resource, version]) => ({ resource, version })),
];

/** Days until the configured version ends; undefined when the table does not know it. */
export function daysLeft(version: string, now: Date): number | undefined {
  const row = VERSIONS.find((each) => each.version === version);
  return row && Math.ceil((Date.parse(`${row.endsOn}T00:00:00Z`) - now.getTime()) / 86_400_000);
}
