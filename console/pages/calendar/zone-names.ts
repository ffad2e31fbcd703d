/** Zones to choose from; UTC and what is chosen already are among them, though browsers do not list them. */
export function zoneNames(chosen: string): string[] {
  const all = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);
  if (chosen) all.add(chosen);
  return [...all].sort();
}
