import { conformance } from '../../../server/testing/conformance.ts';
import integration from '../index.ts';

const form = (more: Record<string, string>) => ({
  body: new URLSearchParams({
    CallSid: `CA${'1'.repeat(32)}`,
    AccountSid: `AC${'2'.repeat(32)}`,
    From: '+14155552671',
    To: '+14155550100',
    Direction: 'inbound',
    CallStatus: 'ringing',
    ApiVersion: '2010-04-01',
    ...more,
  }).toString(),
  contentType: 'application/x-www-form-urlencoded',
});

conformance(integration, {
  webhooks: {
    'sip/calls': {
      body: 'event=start&callid=a84b4c76e66710%40pbx.test&pb=&code=200&at=1767607200&from=sip:+14155552671%40pbx.test&to=sip:+14155550999%40pbx.test',
      contentType: 'application/x-www-form-urlencoded',
    },
    'twilio/voice': form({ StirVerstat: 'TN-Validation-Passed-A' }),
    'twilio/flow': { ...form({ Digits: '2' }), query: '?call=8f1c2b1a-0000-4000-8000-000000000001&v=default&at=%5B%22owner%22%2C0%2C0%5D' },
    'twilio/status': form({ CallStatus: 'completed', CallDuration: '42', Duration: '1', Timestamp: 'Mon, 05 Jan 2026 10:00:00 +0000', SequenceNumber: '3' }),
    'twilio/recording': form({ RecordingSid: `RE${'3'.repeat(32)}`, RecordingStatus: 'completed', RecordingDuration: '42', RecordingChannels: '2' }),
    'twilio/amd': form({ AnsweredBy: 'human' }),
    'twilio/message': form({ MessageSid: `SM${'4'.repeat(32)}`, Body: 'hello' }),
  },
  // Connected by keys: what concerns consent does not concern it.
  account: {},
});
