import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { type DealStatus, pipelines, stages } from '../models.ts';
import type { CrmScope } from '../scope.ts';

/** Keys as other programs know them; the probabilities are ours until somebody says otherwise. */
export const DEFAULT_STAGES: readonly { key: string; title: string; probability: number; outcome: DealStatus }[] = [
  { key: 'lead', title: 'Lead', probability: 10, outcome: 'open' },
  { key: 'qualified', title: 'Qualified', probability: 20, outcome: 'open' },
  { key: 'meeting_scheduled', title: 'Meeting scheduled', probability: 40, outcome: 'open' },
  { key: 'proposal_sent', title: 'Proposal sent', probability: 60, outcome: 'open' },
  { key: 'negotiation', title: 'Negotiation', probability: 80, outcome: 'open' },
  { key: 'closed_won', title: 'Closed won', probability: 100, outcome: 'won' },
  { key: 'closed_lost', title: 'Closed lost', probability: 0, outcome: 'lost' },
];

/** The id of the workspace's own pipeline, which is made when somebody first asks for it. */
export async function defaultPipeline(tx: Transaction, scope: CrmScope): Promise<string> {
  const { workspaceId } = scope;
  const find = async () => {
    const [row] = await tx
      .select({ id: pipelines.id })
      .from(pipelines)
      .where(and(eq(pipelines.workspaceId, workspaceId), eq(pipelines.isDefault, true)));
    return row?.id;
  };
  const known = await find();
  if (known) return known;
  const id = uuidv7();
  const at = scope.clock.now();
  // Of several at a time one writes; the others wait for its commit here and then find it.
  const made = await tx
    .insert(pipelines)
    .values({ workspaceId, id, name: 'Sales', isDefault: true, createdAt: at, updatedAt: at })
    .onConflictDoNothing()
    .returning({ id: pipelines.id });
  if (made.length === 0) {
    const theirs = await find();
    if (!theirs) throw new PatchbayError('conflict', { detail: 'The pipeline of this workspace is just being made.', remedy: 'Try again in a moment.' });
    return theirs;
  }
  await tx.insert(stages).values(DEFAULT_STAGES.map((stage, position) => ({ workspaceId, pipelineId: id, ...stage, position })));
  return id;
}
