import { feature } from '#sdk';
import { GOOGLE_MAIL, MICROSOFT_MAIL } from './providers/cloud.ts';

/** The seed's words for e-mail. A line stands here once its proof does. */
export const features = [
  feature('email.smtp-sendgrid-mailgun', 'SMTP/SendGrid/Mailgun support', { proof: 'tests/batches.test.ts' }),
  feature('email.bounce-handling', 'Bounce handling', { proof: 'tests/delivery.test.ts' }),
  feature('email.tracking', 'Email tracking', { proof: 'tests/unsubscribe.test.ts' }),
  feature('email.templates', 'Template management', { proof: 'tests/templates.test.ts' }),
  feature('email.campaigns', 'Campaign management', { proof: 'tests/campaigns.test.ts' }),
  feature('email.sync', 'Email sync with CRM activities', { scopes: { google: GOOGLE_MAIL, microsoft: MICROSOFT_MAIL }, proof: 'tests/mailbox.test.ts' }),
];
