import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { BulkActions, type BulkWish } from '../../patterns/list/bulk-actions.tsx';
import { sayDone, sayFailed } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import { LostDialog } from './lost-dialog.tsx';
import { type Deal, pipelinesQuery } from './queries.ts';

type Reason = { lossReason: NonNullable<Deal['lossReason']>; lossReasonDetail: string | null };

/** What is done with many deals at once. Their stage is changed together while they are of one pipeline. */
export function BulkBar({ selected, done }: { selected: readonly Deal[]; done: () => void }) {
  const queries = useQueryClient();
  const { data: pipelines } = useQuery(pipelinesQuery);
  const [lostAt, setLostAt] = useState<string>();
  const ids = new Set(selected.map(({ pipelineId }) => pipelineId));
  const stages = ids.size === 1 ? (pipelines?.data.find(({ id }) => ids.has(id))?.stages ?? []) : [];
  const change = (of: string[], wish: BulkWish) => {
    // On the way back to a lost stage the reason is the one they were lost for.
    const lossReason = selected.find(({ id }) => of.includes(id))?.lossReason;
    const isLost = stages.find(({ key }) => key === wish.stage)?.outcome === 'lost';
    return ask(hub.POST('/api/v1/deals/change', { body: { ids: of, change: { ...wish, ...(isLost && lossReason ? { lossReason } : {}) } } }));
  };
  const lose = ({ lossReason, lossReasonDetail }: Reason) => {
    const said = { lossReason, ...(lossReasonDetail ? { lossReasonDetail } : {}) };
    const stage = lostAt ?? '';
    setLostAt(undefined);
    ask(hub.POST('/api/v1/deals/change', { body: { ids: selected.map(({ id }) => id), change: { stage, ...said } } }))
      .then(async ({ changed, skipped }) => {
        await queries.invalidateQueries({ queryKey: ['deals'] });
        sayDone(texts.records.bulk.done(changed, skipped.not_found + skipped.not_yours));
        done();
      })
      .catch(sayFailed);
  };
  return (
    <>
      <BulkActions
        selected={selected}
        change={change}
        stages={stages}
        onStage={(stage) => {
          const isLost = stages.find(({ key }) => key === stage)?.outcome === 'lost';
          if (isLost) setLostAt(stage);
          return isLost;
        }}
        keys={['deals']}
        done={done}
      />
      <LostDialog deal={lostAt ? selected[0] : undefined} onClose={() => setLostAt(undefined)} onLost={lose} />
    </>
  );
}
