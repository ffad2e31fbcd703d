import { conformance } from '../../../server/testing/conformance.ts';
import integration from '../index.ts';

conformance(integration, {
  webhooks: {
    linkedin: {
      body: JSON.stringify({
        type: 'LEAD_ACTION',
        leadGenFormResponse: 'urn:li:leadGenFormResponse:249592fc-d272-44ba-a7db-c2bdce579507-6',
        leadGenForm: 'urn:li:versionedLeadGenForm:(urn:li:leadGenForm:7234246,1)',
        owner: { sponsoredAccount: 'urn:li:sponsoredAccount:512345678' },
        leadType: 'SPONSORED',
        leadAction: 'CREATED',
        occurredAt: 1_767_225_600_000,
      }),
      query: '?account=782bbtaQ',
    },
  },
  account: { linkedin: 'ada@acme.test' },
});
