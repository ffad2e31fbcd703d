import { createMetrics } from '#platform/telemetry/metrics';
import { registry } from '../../integrations/registry.ts';
import { parseConfig } from '../config.ts';
import type { Hub } from '../hub.ts';
import { buildApp } from './app.ts';

/** The document of all routes without a running hub: routes are only described, none is called. */
export async function openapiDocument(): Promise<Record<string, unknown>> {
  const described: Partial<Hub> = {
    config: parseConfig({}, registry),
    integrations: new Map(registry.map((each) => [each.name, each])),
    metrics: createMetrics(),
    inbox: { webhooks: () => [] } as unknown as Hub['inbox'],
    isReady: async () => ({ ready: true }),
    consoleFolder: '',
  };
  const app = await buildApp(described as Hub);
  await app.ready();
  const document = app.swagger() as unknown as Record<string, unknown>;
  await app.close();
  return document;
}
