import type { Integration } from '#sdk';
import template from './_template/index.ts';
import calendar from './calendar/index.ts';

/** Every integration of the hub, one line each. */
export const registry: readonly Integration[] = [template, calendar];
