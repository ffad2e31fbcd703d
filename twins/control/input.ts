import { z } from 'zod';
import { type Answer, problem } from '../http/answer.ts';

/** The caller asked for something that makes no sense here; the sentence says why. */
export class Refused extends Error {}

/** Checks a body, runs the act, and turns what a caller got wrong into 422 with the path. */
export const withInput =
  <S extends z.ZodType, Rest extends unknown[]>(schema: S, act: (input: z.output<S>, ...rest: Rest) => Answer | Promise<Answer>) =>
  async (body: unknown, ...rest: Rest): Promise<Answer> => {
    try {
      return await act(schema.parse(body ?? {}), ...rest);
    } catch (error) {
      if (error instanceof z.ZodError) {
        const errors = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
        return problem(422, 'The body does not fit', z.prettifyError(error), { errors });
      }
      // Verbs say RangeError for ids and accounts they do not know.
      if (error instanceof Refused || error instanceof RangeError) return problem(422, 'Not possible', error.message);
      throw error;
    }
  };
