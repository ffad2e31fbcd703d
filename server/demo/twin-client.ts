/** What happens at the providers: the verbs and consent pages of their twins. */
export function twinClient(twinsUrl: string, signal: AbortSignal) {
  const post = async <T>(path: string, body: unknown): Promise<T> => {
    const answer = await fetch(`${twinsUrl}/_twins/${path}`, {
      method: 'POST',
      signal,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  };
  return {
    act: (provider: string, verb: string, what: object = {}) => post<{ result: unknown }>(`${provider}/act`, { verb, ...what }),
    consent: (provider: string, authorizeUrl: string, account: string) => post<{ redirectUrl: string }>(`${provider}/consent`, { authorizeUrl, account }),
    /** Where a provider sends what it has to tell, as a person would type it into its settings. */
    webhookTarget: (provider: string, topic: string, url: string) => post<unknown>(`${provider}/webhook-target`, { topic, url }),
    now: async (): Promise<Date> => {
      const answer = await fetch(`${twinsUrl}/_twins/clock`, { signal });
      return new Date(((await answer.json()) as { now: string }).now);
    },
  };
}
export type TwinClient = ReturnType<typeof twinClient>;
