const queryOf = (url: string) => new URLSearchParams(url.split('#')[0]?.split('?').slice(1).join('?') ?? '');

/** The only value of a query parameter; a repeated one is none, because two readers could take different ones. */
export function queryValue(url: string, name: string): string | undefined {
  const values = queryOf(url).getAll(name);
  return values.length === 1 ? values[0] : undefined;
}

export const queryPairs = (url: string): [string, string][] => [...queryOf(url)];

export const withQueryValue = (url: string, name: string, value: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
