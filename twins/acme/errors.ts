import { type Answer, json } from '../http/answer.ts';

/** How Acme says no. */
export const acmeError = (status: number, code: string, message: string, headers: Record<string, string> = {}): Answer =>
  json(status, { error: { code, message } }, headers);
