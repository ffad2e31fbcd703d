import { createPatchbay, type Problem } from '../clients/typescript/index.ts';

export const hub = createPatchbay({ baseUrl: window.location.origin });

/** A refusal as an Error, so that queries and forms show its sentence. */
export class Refused extends Error {
  override name = 'Refused';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Unwraps an answer of the client: data, or a `Refused`. */
export async function ask<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer;
  if (response.ok) return data as T;
  const fallback: Problem = {
    title: '',
    status: response.status,
    code: 'unreadable',
    detail: 'The hub gave an answer this page cannot read.',
    requestId: response.headers.get('x-request-id') ?? '',
  };
  throw new Refused((error as Problem | undefined)?.code ? (error as Problem) : fallback);
}
