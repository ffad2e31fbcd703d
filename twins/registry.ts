import { google } from './google/index.ts';
import { jotter } from './jotter/index.ts';
import { microsoft } from './microsoft/index.ts';
import type { TwinDefinition } from './twin.ts';

/** Every twin there is; one line each. */
export const registry: readonly TwinDefinition[] = [google, jotter, microsoft];
