import type { Integration } from '#sdk';
import { inboundWebhooks } from './inbound.ts';
import { mailboxWebhooks } from './mailboxes.ts';
import { mailgunWebhooks } from './mailgun.ts';
import { sendgridWebhooks } from './sendgrid.ts';

export const webhooks: Integration['webhooks'] = [...sendgridWebhooks, ...mailgunWebhooks, ...inboundWebhooks, ...mailboxWebhooks];
