import { type Answer, json } from '../http/answer.ts';

const statusNames: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  429: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
};

/** How Google's APIs say no: `error.errors[0].reason` is what programs branch on. */
export const googleError = (code: number, reason: string, message: string, headers: Record<string, string> = {}): Answer => {
  const status = statusNames[code];
  return json(
    code,
    {
      error: {
        errors: [{ domain: reason.endsWith('LimitExceeded') ? 'usageLimits' : 'global', reason, message }],
        code,
        message,
        ...(status ? { status } : {}),
      },
    },
    headers,
  );
};
