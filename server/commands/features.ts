import type { Integration } from '#sdk';
import type { Outcome } from './command.ts';

/** `patchbay features`: feature → status → proof. Without a hub it tells what the code offers, not what a connection grants. */
export function features(integrations: readonly Integration[]): Outcome {
  const rows = integrations.flatMap((integration) =>
    integration.features.map(({ id, title, status, proof }) => ({
      id,
      title,
      status: status?.status ?? 'available',
      ...(status ? { reason: status.reason } : {}),
      proof,
    })),
  );
  const width = Math.max(0, ...rows.map((row) => row.id.length));
  return { ok: true, text: rows.map((row) => `${row.id.padEnd(width)}  ${row.status.padEnd(14)}  ${row.proof}`).join('\n'), data: rows };
}

export const featureTable = (integrations: readonly Integration[]): string =>
  [
    '| Feature | Status | Proof |',
    '|---|---|---|',
    ...integrations.flatMap((integration) =>
      integration.features.map((f) => `| \`${f.id}\` ${f.title} | ${f.status?.status ?? 'available'} | \`${f.proof}\` |`),
    ),
  ].join('\n');
