import { type Answer, json } from '../http/answer.ts';

/** How Twilio says no. */
export const twilioError = (status: number, code: number, message: string, headers: Record<string, string> = {}): Answer =>
  json(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }, headers);
