import { type OAuth2, retryAfterMs } from '#sdk';

export interface Tokens {
  accessToken: string;
  refreshToken?: string;
  expiresInSeconds?: number;
  scope?: string;
  /** What else the answer said (account ids, id_token, …), without the tokens. */
  extra: Readonly<Record<string, unknown>>;
}

/** What an answer of a token endpoint means. */
export type TokenOutcome =
  | { kind: 'granted'; tokens: Tokens }
  /** No retry mends it: the person has to sign in again. */
  | { kind: 'refused'; code: string; sentence: string }
  /** Everything else. `answered`: the provider certainly did nothing, so nothing was lost with the answer. */
  | { kind: 'failed'; code: string; answered: boolean; afterMs?: number };

export interface RawAnswer {
  status: number;
  headers: { get(name: string): string | null };
  text: string;
}

const record = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
const string = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
/** `expires_in` comes as a number or as text, sometimes fractional, sometimes nonsense. */
const seconds = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? Math.floor(number) : undefined;
};

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return record(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const TOKEN_FIELDS = ['access_token', 'refresh_token', 'expires_in', 'scope', 'token_type'];

const REFUSED = 'The provider says that the permission has ended or was taken back.';

/** Pure. Some providers refuse with status 200 and an `error` beside it, so the body is read before the status. */
export function readAnswer(auth: Pick<OAuth2, 'readToken' | 'permanentErrors'>, answer: RawAnswer, now: Date): TokenOutcome {
  const body = parse(answer.text);
  const code = string(body?.error) ?? string(record(body?.error)?.code);
  const permanent: Readonly<Record<string, string>> = { invalid_grant: REFUSED, ...auth.permanentErrors };
  if (code !== undefined && Object.hasOwn(permanent, code)) return { kind: 'refused', code, sentence: permanent[code] ?? REFUSED };
  const good = answer.status >= 200 && answer.status < 300 && code === undefined;
  if (!good || !body) {
    const afterMs = retryAfterMs(answer.headers.get('retry-after') ?? undefined, now);
    // A server error, or a page instead of an answer, may come from something between us and a provider that did act.
    const answered = code !== undefined || (answer.status >= 400 && answer.status < 500);
    return { kind: 'failed', code: code ?? (good ? 'unreadable_answer' : `http_${answer.status}`), answered, ...(afterMs === undefined ? {} : { afterMs }) };
  }
  const picked = auth.readToken?.(body) ?? {};
  const accessToken = picked.accessToken ?? string(body.access_token);
  if (accessToken === undefined) return { kind: 'failed', code: 'no_access_token', answered: false };
  const refreshToken = picked.refreshToken ?? string(body.refresh_token);
  const expiresInSeconds = seconds(picked.expiresInSeconds ?? body.expires_in);
  const scope = picked.scope ?? (typeof body.scope === 'string' ? body.scope : undefined);
  const extra = Object.fromEntries(Object.entries(body).filter(([name]) => !TOKEN_FIELDS.includes(name)));
  return {
    kind: 'granted',
    tokens: {
      accessToken,
      extra,
      ...(refreshToken === undefined ? {} : { refreshToken }),
      ...(expiresInSeconds === undefined ? {} : { expiresInSeconds }),
      ...(scope === undefined ? {} : { scope }),
    },
  };
}

export function expiryOf(auth: Pick<OAuth2, 'defaultExpiresInSeconds'>, tokens: Pick<Tokens, 'expiresInSeconds'>, now: Date): Date | null {
  const lifetime = tokens.expiresInSeconds ?? auth.defaultExpiresInSeconds;
  return lifetime === undefined ? null : new Date(now.getTime() + lifetime * 1000);
}
