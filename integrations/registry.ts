import type { Integration } from '#sdk';
import template from './_template/index.ts';
import calendar from './calendar/index.ts';
import email from './email/index.ts';
import linkedin from './linkedin/index.ts';
import slack from './slack/index.ts';
import voip from './voip/index.ts';

/** Every integration of the hub, one line each. */
export const registry: readonly Integration[] = [template, calendar, email, linkedin, slack, voip];
