import { ask, hub } from '../../api.ts';
import { BulkActions, type BulkWish } from '../../patterns/list/bulk-actions.tsx';
import { texts } from '../../texts.ts';
import type { Organization } from './queries.ts';

const STAGES = Object.entries(texts.organizations.stages).map(([key, title]) => ({ key, title }));
const change = (ids: string[], { stage, ...wish }: BulkWish) =>
  ask(
    hub.POST('/api/v1/organizations/change', {
      body: { ids, change: { ...wish, ...(stage ? { lifecycleStage: stage as Organization['lifecycleStage'] } : {}) } },
    }),
  );

/** What is done with many organizations at once. */
export const BulkBar = ({ selected, done }: { selected: readonly Organization[]; done: () => void }) => (
  <BulkActions
    selected={selected.map(({ id, ownerId, lifecycleStage, tags }) => ({ id, ownerId, stage: lifecycleStage, tags }))}
    change={change}
    stages={STAGES}
    keys={['organizations']}
    done={done}
  />
);
