import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Prometheus metrics of one process. Names end in their unit; labels never hold an id of a person or workspace. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'patchbay_' });
  const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
  return {
    registry,
    requests: new Histogram({
      name: 'patchbay_http_request_seconds',
      help: 'Requests to our own API',
      labelNames: ['route', 'method', 'status'],
      buckets,
      registers: [registry],
    }),
    providerCalls: new Histogram({
      name: 'patchbay_provider_call_seconds',
      help: 'Calls to providers',
      labelNames: ['integration', 'provider', 'operation', 'outcome'],
      buckets,
      registers: [registry],
    }),
    webhooks: new Counter({
      name: 'patchbay_webhooks_total',
      help: 'Webhooks by result',
      labelNames: ['integration', 'provider', 'result'],
      registers: [registry],
    }),
    tasks: new Histogram({ name: 'patchbay_task_seconds', help: 'Background tasks', labelNames: ['task', 'result'], buckets, registers: [registry] }),
    openIncidents: new Gauge({ name: 'patchbay_incidents_open', help: 'Open incidents', labelNames: ['level'], registers: [registry] }),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;
