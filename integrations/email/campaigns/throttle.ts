export interface Spoken {
  domain: string;
  count: number;
}
export interface Limits {
  perMinute?: number | undefined;
  perDomainPerMinute?: number | undefined;
  transportPerMinute?: number | undefined;
}

/** How many may be claimed now, and whose domain has had its share of the last minute. `reserved`: not in `byTransport` yet. */
export function allowance(
  { perMinute, perDomainPerMinute, transportPerMinute }: Limits,
  ofCampaign: readonly Spoken[],
  byTransport: number,
  reserved: number,
  wanted: number,
) {
  const total = ofCampaign.reduce((sum, { count }) => sum + count, 0);
  const byDomain = new Map<string, number>();
  for (const { domain, count } of ofCampaign) byDomain.set(domain, (byDomain.get(domain) ?? 0) + count);
  const left = Math.min(
    wanted,
    perMinute === undefined ? wanted : perMinute - total,
    transportPerMinute === undefined ? wanted : transportPerMinute - byTransport - reserved,
  );
  const fullDomains = perDomainPerMinute === undefined ? [] : [...byDomain].flatMap(([domain, count]) => (count >= perDomainPerMinute ? [domain] : []));
  return { limit: Math.max(0, left), fullDomains, byDomain };
}

/** Of a claimed page: those over their domain's share go back. */
export function overDomain<T extends { domain: string }>(
  rows: readonly T[],
  byDomain: ReadonlyMap<string, number>,
  perDomainPerMinute: number | undefined,
): { keep: T[]; back: T[] } {
  if (perDomainPerMinute === undefined) return { keep: [...rows], back: [] };
  const taken = new Map(byDomain);
  const keep: T[] = [];
  const back: T[] = [];
  for (const row of rows) {
    const count = taken.get(row.domain) ?? 0;
    if (count >= perDomainPerMinute) back.push(row);
    else {
      taken.set(row.domain, count + 1);
      keep.push(row);
    }
  }
  return { keep, back };
}
