import { z } from 'zod';
import type { Env, Provider } from '#sdk';
import { cloudEnv, cloudProviders, cloudTwin } from './cloud.ts';
import { gmailEnv, gmailProvider } from './gmail.ts';
import { mailboxProviders } from './mailbox.ts';
import { mailgunEnv, mailgunProvider } from './mailgun.ts';
import { oauthAppsEnv, oauthAppsTwin } from './oauth-apps.ts';
import { outlookEnv, outlookProvider } from './outlook.ts';
import { sendgridEnv, sendgridProvider } from './sendgrid.ts';

export const env = z.object({ ...oauthAppsEnv, ...cloudEnv, ...gmailEnv, ...outlookEnv, ...sendgridEnv, ...mailgunEnv });
/** The twins sign with keys that are always the same. */
export const twin = (url: string): Record<string, string> => ({
  ...oauthAppsTwin(url),
  ...cloudTwin(url),
  GOOGLE_USERINFO_URL: `${url}/google/v1/userinfo`,
  SENDGRID_API_BASE: `${url}/sendgrid`,
  SENDGRID_WEBHOOK_PUBLIC_KEY: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE72HS+LjtsBuaNC9q6RrQ6bi9OCz4ESA3qhrb2hONmDiZrwE8oEj9eakjssE4yDMYsf8GdEWm+QYIPTW0fbNjfA==',
  SENDGRID_INBOUND_TOKEN: 'sendgrid-twin-inbound-token',
  MAILGUN_API_BASE: `${url}/mailgun`,
  MAILGUN_EU_API_BASE: `${url}/mailgun/eu`,
  MAILGUN_WEBHOOK_SIGNING_KEY: 'mailgun-signing-key',
});
export const providers = (values: Env): Readonly<Record<string, Provider>> => ({
  ...mailboxProviders,
  ...cloudProviders(values),
  gmail: gmailProvider(values),
  outlook: outlookProvider(values),
  sendgrid: sendgridProvider(values),
  mailgun: mailgunProvider(values),
});
