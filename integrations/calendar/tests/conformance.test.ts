import { conformance } from '../../../server/testing/conformance.ts';
import integration from '../index.ts';

conformance(integration, {
  webhooks: {
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
  account: { google: 'ada@acme.test' },
});
