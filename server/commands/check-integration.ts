import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Integration, PatchbayError } from '#sdk';
import type { Outcome } from './command.ts';

const PLAN = ['index', 'models', 'client', 'webhooks', 'tasks', 'serializers', 'views', 'urls'];

/** `patchbay check <name>`: the plan file for file, proofs, environment names, signatures. */
export async function checkIntegration(root: string, integrations: readonly Integration[], name: string): Promise<Outcome> {
  const integration = integrations.find((each) => each.name === name);
  if (!integration)
    throw new PatchbayError('not_found', {
      detail: `No integration named ${name} is in integrations/registry.ts.`,
      remedy: 'Add its line there, or make one with: patchbay new <name>',
    });
  const folder = [name, `_${name}`].map((each) => join(root, 'integrations', each)).find((each) => existsSync(each)) ?? join(root, 'integrations', name);
  const lacks: string[] = [];
  for (const part of PLAN) if (!existsSync(join(folder, `${part}.ts`)) && !existsSync(join(folder, part, 'index.ts'))) lacks.push(`${part}.ts is missing`);
  if (!existsSync(join(folder, 'README.md'))) lacks.push('README.md is missing: set-up at the provider, scopes, limits');
  const tests = existsSync(join(folder, 'tests')) ? await readdir(join(folder, 'tests')) : [];
  if (!tests.some((file) => file.startsWith('conformance'))) lacks.push('tests/conformance.test.ts is missing');
  for (const feature of integration.features) if (!existsSync(join(folder, feature.proof))) lacks.push(`${feature.id}: its proof ${feature.proof} is missing`);
  if (integration.features.length === 0) lacks.push('it declares no feature');
  for (const webhook of integration.webhooks)
    if (!webhook.envSecrets && !webhook.connectionSecret && !('jwksUrl' in webhook.scheme))
      lacks.push(`webhook ${webhook.provider}${webhook.topic ? `/${webhook.topic}` : ''}: no secret is named, so its route is always 404`);
  return {
    ok: lacks.length === 0,
    text: lacks.length === 0 ? `${name} has everything the plan asks for.` : lacks.map((line) => `• ${line}`).join('\n'),
    data: { name, lacks },
  };
}
