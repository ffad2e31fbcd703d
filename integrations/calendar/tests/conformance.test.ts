import { conformance } from '../../../server/testing/conformance.ts';
import integration from '../index.ts';

const query = '?account=8f1c2b1a-0000-4000-8000-000000000001';
const subscription = { subscriptionId: 'b0a3', clientState: 'x', subscriptionExpirationDateTime: '2027-01-05T10:00:00Z' };

conformance(integration, {
  webhooks: {
    'microsoft/notifications': {
      body: JSON.stringify({ value: [{ ...subscription, changeType: 'updated', resourceData: { id: 'AAMk', '@odata.etag': 'W/"1"' } }] }),
      query,
    },
    'microsoft/lifecycle': { body: JSON.stringify({ value: [{ ...subscription, lifecycleEvent: 'missed' }] }), query },
    'google/push': {
      body: '',
      query: '?account=104000000000000000001',
      headers: {
        'x-goog-channel-id': '5a0c3f3e-52e1-4b8e-9a57-6a1f2f3b0d11',
        'x-goog-resource-id': 'o3hgv1538sdjfh',
        'x-goog-resource-state': 'exists',
        'x-goog-message-number': '10',
      },
    },
  },
  account: { google: 'ada@acme.test', microsoft: 'dora@globex.test' },
});
