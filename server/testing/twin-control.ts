/** The `/_twins` API as tests use it. Talks HTTP: a twin shares no code with us. */
export interface TwinCall {
  at: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  status: number;
  fault: string | null;
}

export function twinControl(url: string) {
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    const response = await fetch(
      `${url}/_twins${path}`,
      body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    );
    const text = await response.text();
    if (!response.ok) throw new Error(`twin ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  };
  return {
    url,
    act: <T = unknown>(provider: string, act: Record<string, unknown>) => ask<T>(`/${provider}/act`, act),
    fault: (provider: string, fault: Record<string, unknown>) => ask(`/${provider}/faults`, fault),
    state: <T = unknown>(provider: string) => ask<T>(`/${provider}/state`),
    journal: async (provider: string) => (await ask<{ data: TwinCall[] }>(`/${provider}/journal`)).data,
    consent: (provider: string, consent: { authorizeUrl: string; account: string; untick?: string[]; deny?: boolean }) =>
      ask<{ redirectUrl: string }>(`/${provider}/consent`, consent),
    webhookTarget: (provider: string, target: { url: string; secret?: string; topic?: string }) => ask(`/${provider}/webhook-target`, target),
    clock: (change?: { now?: string; advanceMs?: number; freeze?: boolean }) => ask<{ now: string }>('/clock', change),
    reset: (provider?: string) => ask('/reset', provider ? { provider } : {}),
  };
}
export type TwinControl = ReturnType<typeof twinControl>;
