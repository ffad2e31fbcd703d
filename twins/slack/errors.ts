import { type Answer, json } from '../http/answer.ts';

/** Slack says no with 200 and a word. */
export class SlackRefusal extends Error {
  readonly code: string;
  readonly extra: Record<string, unknown>;
  constructor(code: string, extra: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

export const slackError = (error: string, extra: Record<string, unknown> = {}, status = 200): Answer => json(status, { ok: false, error, ...extra });
