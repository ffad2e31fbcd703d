import { logs } from './segments.ts';

export const operations = {
  title: 'Operations',
  tabs: {
    incidents: 'Incidents',
    calls: 'API calls',
    webhooks: 'Webhooks',
    jobs: 'Jobs',
    effects: 'Unknown outcomes',
    audit: logs.audit,
    requests: logs.requests,
  },
  empty: {
    incidents: 'No incident. Good.',
    calls: 'No call to a provider yet.',
    webhooks: 'No webhook yet.',
    jobs: 'No background work to show.',
    effects: 'Every outcome is known.',
  },
  acknowledge: 'I know',
  replay: 'Handle again',
  cancel: 'Stop',
  sendAgain: 'Send again',
  arrived: 'It arrived',
  resolved: 'Resolved',
  open: 'Open',
  outcome: { ok: 'ok', retry: 'tried again', reauthorize: 'permission ended', rejected: 'refused', failed: 'no answer', interrupted: 'cut off' } as Record<
    string,
    string
  >,
  webhook: {
    received: 'waiting',
    processed: 'handled',
    failed: 'tried again soon',
    parked: 'set aside',
    unrouted: 'no such connection',
    overtaken: 'overtaken',
  } as Record<string, string>,
  job: { queued: 'waiting', running: 'running', done: 'done', failed: 'failed', cancelled: 'stopped' } as Record<string, string>,
  request: 'Request',
  response: 'Response',
  noBody: 'Headers and bodies of this call are no longer kept.',
  acknowledged: 'Known',
} as const;
