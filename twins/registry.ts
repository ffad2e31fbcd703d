import { google } from './google/index.ts';
import { jotter } from './jotter/index.ts';
import { linkedin } from './linkedin/index.ts';
import { mailgun } from './mailgun/index.ts';
import { microsoft } from './microsoft/index.ts';
import { sendgrid } from './sendgrid/index.ts';
import { slack } from './slack/index.ts';
import { twilio } from './twilio/index.ts';
import type { TwinDefinition } from './twin.ts';

/** Every twin there is; one line each. */
export const registry: readonly TwinDefinition[] = [google, jotter, linkedin, mailgun, microsoft, sendgrid, slack, twilio];
