import { jotter } from './jotter/index.ts';
import type { TwinDefinition } from './twin.ts';

/** Every twin there is; one line each. */
export const registry: readonly TwinDefinition[] = [jotter];
