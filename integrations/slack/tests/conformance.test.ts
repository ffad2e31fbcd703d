import { conformance } from '../../../server/testing/conformance.ts';
import integration from '../index.ts';

const form = 'application/x-www-form-urlencoded';
const person = { user: { id: 'U0DANA', username: 'dana', name: 'dana', team_id: 'T0ACME' }, team: { id: 'T0ACME', domain: 'acme' }, api_app_id: 'A0PATCHBAY' };
const payload = (fields: Record<string, unknown>) => new URLSearchParams({ payload: JSON.stringify({ ...person, ...fields }) }).toString();

conformance(integration, {
  webhooks: {
    'slack/events': {
      body: JSON.stringify({
        type: 'event_callback',
        token: 'x',
        team_id: 'T0ACME',
        api_app_id: 'A0PATCHBAY',
        event_id: 'Ev08MFMKH6',
        event_time: 1764000000,
        event: {
          type: 'message',
          channel: 'C0DEALS',
          user: 'U0DANA',
          text: 'hello',
          ts: '1764000000.000100',
          event_ts: '1764000000.000100',
          channel_type: 'channel',
        },
        authorizations: [{ enterprise_id: null, team_id: 'T0ACME', user_id: 'U0BOTACME', is_bot: true, is_enterprise_install: false }],
      }),
    },
    'slack/commands': {
      contentType: form,
      body: new URLSearchParams({
        token: 'x',
        team_id: 'T0ACME',
        team_domain: 'acme',
        channel_id: 'C0DEALS',
        channel_name: 'deals',
        user_id: 'U0DANA',
        user_name: 'dana',
        command: '/crm',
        text: 'help',
        response_url: 'https://hooks.slack.com/commands/T0ACME/1/a',
        trigger_id: '1.2.a',
        api_app_id: 'A0PATCHBAY',
      }).toString(),
    },
    'slack/interactivity': {
      contentType: form,
      body: payload({ type: 'view_closed', view: { id: 'V1', callback_id: 'deal_update', private_metadata: '', hash: '1.a' }, is_cleared: false }),
    },
    'slack/options': { contentType: form, body: payload({ type: 'block_suggestion', action_id: 'company_search', block_id: 'company', value: 'ac' }) },
  },
  account: { slack: 'dana@acme.test' },
});
