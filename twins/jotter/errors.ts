import { type Answer, json } from '../http/answer.ts';

/** How Jotter says no. */
export const jotterError = (status: number, code: string, message: string, headers: Record<string, string> = {}): Answer =>
  json(status, { error: { code, message } }, headers);
