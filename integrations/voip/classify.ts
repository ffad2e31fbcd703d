import { type Classify, classifyHttp } from '#sdk';

/** What each refusal means for the person who wanted to call. twilio.com/docs/api/errors, read 2026-09. */
export const SENTENCES: Readonly<Record<number, string>> = {
  21201: 'There is no number to call.',
  21203: 'Calling to this country is off in Twilio, under Voice, Geo permissions.',
  21205: 'Twilio refused our address. Check PATCHBAY_URL.',
  21210: 'Twilio does not know that you may show this number. Pick one of your own.',
  21211: 'That number is not valid.',
  21212: 'The number that you show is not valid. Pick one of your own.',
  21213: 'There is no number to show. Pick one of your own.',
  21214: 'The carrier cannot reach this number.',
  21215: 'Calling to this country is off in Twilio, under Voice, Geo permissions.',
  21216: 'Twilio blocks calls to this number.',
  21217: 'That number is not valid.',
  21219: 'A trial account calls only numbers that were verified at Twilio.',
  21220: 'The call has already ended.',
  10004: 'All lines are busy. Try again in a moment.',
  13224: 'The carrier cannot reach this number.',
  13227: 'Calling to this country is off in Twilio, under Voice, Geo permissions.',
};

export const codeOf = (body: unknown): number | undefined => {
  const code = (body as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'number' ? code : undefined;
};

export const classifyTwilio: Classify = (response, now) => {
  const code = codeOf(response.body);
  if (response.status === 401 || code === 20003)
    return { kind: 'reauthorize', code: 'twilio_20003', sentence: 'Twilio no longer accepts the account’s token or key.' };
  if (code === 20429) return { kind: 'retry', scope: 'quota', code: 'twilio_20429' };
  if (response.status >= 400 && response.status < 500 && response.status !== 429 && code !== undefined) {
    const sentence = SENTENCES[code];
    return { kind: 'rejected', code: `twilio_${code}`, ...(sentence ? { sentence } : {}) };
  }
  return classifyHttp(response, now);
};
