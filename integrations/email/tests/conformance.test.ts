import { conformance } from '../../../server/testing/conformance.ts';
import { pushKey } from '../../../twins/google/pub-sub.ts';
import { sendgridKeyOf } from '../../../twins/sendgrid/signature.ts';
import integration from '../index.ts';

const sendgridEvent = {
  email: 'jane@customer.example',
  timestamp: 1_795_700_000,
  event: 'delivered',
  sg_event_id: 'ZGVsaXZlcmVk',
  sg_message_id: 'a.b',
  response: '250 OK',
  pb_mid: 'm@acme.example',
  pb_acc: 'sg-4711',
};
const mailgunEvent = {
  event: 'delivered',
  id: 'hK7mQVt1QtqRiOfQXta4sw',
  timestamp: 1_795_700_000.12,
  recipient: 'jane@customer.example',
  'user-variables': { pb_mid: 'm@acme.example' },
  'delivery-status': { code: 250, message: 'OK' },
  message: { headers: { from: 'ann@mg.acme.test', 'message-id': 'm@acme.example' } },
  domain: { name: 'mg.acme.test' },
};

const account = '?account=dora@globex.test';
const told = { subscriptionId: 'a-subscription', clientState: 'x', subscriptionExpirationDateTime: '2030-01-01T00:00:00Z' };
const formOf = (fields: Readonly<Record<string, string>>) =>
  `${Object.entries(fields)
    .map(([name, value]) => `--sep\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('')}--sep--\r\n`;
const form = { contentType: 'multipart/form-data; boundary=sep' };
const mail = 'From: jane@customer.example\r\nTo: inbox@mg.acme.test\r\nMessage-ID: <1@customer.example>\r\nSubject: Hello\r\n\r\nHello.\r\n';

conformance(integration, {
  webhooks: {
    sendgrid: { body: `${JSON.stringify([sendgridEvent])}\r\n` },
    'sendgrid/inbound': { ...form, body: formOf({ to: 'inbox@acme.test', from: 'jane@customer.example', email: mail }) },
    'mailgun/inbound': { ...form, body: formOf({ recipient: 'inbox@mg.acme.test', timestamp: '1', token: 'b'.repeat(50), 'body-mime': mail, signature: '' }) },
    'google/pubsub': {
      body: JSON.stringify({
        message: { data: Buffer.from('{"emailAddress":"ada@acme.test","historyId":1001}').toString('base64'), messageId: '136969346945' },
        subscription: 'projects/patchbay-twin/subscriptions/gmail',
      }),
    },
    'microsoft/notifications': { query: account, body: JSON.stringify({ value: [{ ...told, changeType: 'created', resourceData: { id: 'AAkA1' } }] }) },
    'microsoft/lifecycle': { query: account, body: JSON.stringify({ value: [{ ...told, lifecycleEvent: 'missed' }] }) },
    mailgun: { body: JSON.stringify({ signature: { timestamp: '1', token: 'a'.repeat(50), signature: '' }, 'event-data': mailgunEvent }) },
  },
  signingKeys: {
    sendgrid: sendgridKeyOf('sendgrid-signing-secret').privateKey,
    'google/pubsub': pushKey().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  },
  account: { google: 'ada@acme.test', microsoft: 'dora@globex.test' },
});
