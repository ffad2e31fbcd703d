import { z } from 'zod';

export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time such as 18:30');
export const zone = z.string().refine((name) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}, 'This time zone is not known.');
