import { conformance } from '../../../server/testing/conformance.ts';
import integration from '../index.ts';

conformance(integration, {
  /** One webhook as the provider sends it, unsigned: the suite signs it, and then breaks it in every way. */
  webhooks: {
    jotter: {
      body: JSON.stringify({
        id: 'evt_1',
        type: 'note.created',
        account_id: 'acct_ada',
        sequence: 1,
        at: '2026-01-05T10:00:00Z',
        note: { id: 'n1', account_id: 'acct_ada', title: 'hello', body: '', sequence: 1, updated_at: '2026-01-05T10:00:00Z' },
      }),
    },
  },
  account: { jotter: 'ada@acme.test' },
});
