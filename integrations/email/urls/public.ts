import { publicRoutes as preferences } from '../preferences/public.ts';
import { publicRoutes as tracking } from '../tracking/public.ts';

/** For people without an account: pixels, links, and the page on which they choose what they get. */
export const publicRoutes = [...tracking, ...preferences];
