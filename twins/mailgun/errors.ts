import { type Answer, json } from '../http/answer.ts';

/** How Mailgun says no: one sentence; 401 is bare text in quotes. */
export const mailgunError = (status: number, message: string, headers: Record<string, string> = {}): Answer => json(status, { message }, headers);
export const forbidden = (): Answer => json(401, 'Forbidden');
