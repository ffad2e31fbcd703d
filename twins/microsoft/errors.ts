import { type Answer, json } from '../http/answer.ts';

/** How Graph says no. */
export const graphError = (status: number, code: string, message: string, headers: Record<string, string> = {}): Answer =>
  json(status, { error: { code, message, innerError: { 'request-id': '00000000-0000-0000-0000-000000000000' } } }, headers);
