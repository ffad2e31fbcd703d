import { type Answer, json } from '../http/answer.ts';

/** How SendGrid says no: a list of sentences, each with the field it is about. */
export const sendgridError = (status: number, message: string, field: string | null = null, headers: Record<string, string> = {}): Answer =>
  json(status, { errors: [{ message, field }] }, headers);

export const sendgridErrors = (status: number, errors: readonly { message: string; field: string | null }[]): Answer => json(status, { errors });
