import { ActionIcon, Badge, Group, Menu, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type DragEvent, type ReactNode, useState } from 'react';
import { Face } from '../../frame/face.tsx';
import { moneyText } from '../../frame/money.tsx';
import { Loaded } from '../../frame/states.tsx';
import { offerUndo, sayFailed } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import classes from './board.module.css';
import { LostDialog } from './lost-dialog.tsx';
import { boardQuery, changeDeal, type Deal, type DealSearch, dealQuery, pipelinesQuery } from './queries.ts';
import { useNames } from './use-names.ts';

const t = texts.deals;
type Stage = { key: string; title: string; outcome: 'open' | 'won' | 'lost' };

/** A pipeline as columns. A card is dragged, or moved from its menu by keyboard. */
export function Board({ search, go, toolbar }: { search: DealSearch; go: (change: Partial<DealSearch>) => void; toolbar: ReactNode }) {
  const query = useQuery(boardQuery(search));
  const { data: pipelines } = useQuery(pipelinesQuery);
  const queries = useQueryClient();
  const [over, setOver] = useState<string>();
  const [losing, setLosing] = useState<{ deal: Deal; stage: Stage }>();
  const refresh = () => queries.invalidateQueries({ queryKey: ['deals'] });
  const move = useMutation({
    mutationFn: ({ deal, stage, reason }: { deal: Deal; stage: Stage; reason?: { lossReason: string; lossReasonDetail: string | null } }) =>
      changeDeal(deal.id, { stage: stage.key, version: deal.version, ...(reason as object) }),
    onSuccess: (moved, { deal, stage }) => {
      // The deal's own page must not open with a version that this move has outdated.
      const show = (after: Deal) => queries.setQueryData(dealQuery(deal.id).queryKey, after);
      show(moved);
      offerUndo(t.moved(deal.name, stage.title), async () => {
        const back = await changeDeal(deal.id, {
          stage: deal.stage,
          version: moved.version,
          ...(deal.status === 'lost' && deal.lossReason ? { lossReason: deal.lossReason } : {}),
          ...(deal.status === 'open' ? { probability: deal.probability } : {}),
        });
        show(back);
        await refresh();
      });
    },
    onError: sayFailed,
    onSettled: refresh,
  });
  const put = (deal: Deal, stage: Stage) => {
    if (deal.stage === stage.key) return;
    if (stage.outcome === 'lost') setLosing({ deal, stage });
    else move.mutate({ deal, stage });
  };
  return (
    <Stack gap="sm" className={classes.page}>
      <Group justify="space-between">
        <Title order={1}>{t.title}</Title>
        <Group gap="xs">
          {pipelines && pipelines.data.length > 1 && (
            <NativeSelect
              size="xs"
              aria-label={t.pipeline}
              value={search.pipeline ?? query.data?.pipelineId ?? ''}
              data={pipelines.data.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => go({ pipeline: event.currentTarget.value })}
            />
          )}
          {toolbar}
        </Group>
      </Group>
      <Loaded query={query}>
        {({ stages }) => {
          const all = new Map(stages.flatMap((stage) => stage.deals).map((deal) => [deal.id, deal]));
          const drop = (event: DragEvent, stage: Stage) => {
            event.preventDefault();
            setOver(undefined);
            const deal = all.get(event.dataTransfer.getData('text/plain'));
            if (deal) put(deal, stage);
          };
          return (
            <div className={classes.columns}>
              {stages.map((stage) => (
                <section
                  key={stage.key}
                  aria-label={stage.title}
                  className={classes.column}
                  data-over={over === stage.key || undefined}
                  onDragOver={(event) => {
                    event.preventDefault();
                    setOver(stage.key);
                  }}
                  onDragLeave={() => setOver(undefined)}
                  onDrop={(event) => drop(event, stage)}
                >
                  <Group justify="space-between" wrap="nowrap" className={classes.head}>
                    <Text size="sm" fw={600} truncate>
                      {stage.title}
                    </Text>
                    <Badge variant="light" color="gray" c="var(--mantine-color-text)">
                      {stage.count}
                    </Badge>
                  </Group>
                  <Text size="xs" c="dimmed" className={classes.sums}>
                    {stage.sums.map((sum) => moneyText(sum, true)).join(' · ') || t.nothing}
                  </Text>
                  {stage.deals.map((deal) => (
                    <Card key={deal.id} deal={deal} stages={stages} onMove={(to) => put(deal, to)} />
                  ))}
                  {stage.count > stage.deals.length && (
                    <Text size="xs" c="dimmed" ta="center">
                      {t.more(stage.count - stage.deals.length)}
                    </Text>
                  )}
                  {stage.count === 0 && (
                    <Text size="xs" c="dimmed" className={classes.nothing}>
                      {t.emptyStage}
                    </Text>
                  )}
                </section>
              ))}
            </div>
          );
        }}
      </Loaded>
      <LostDialog
        deal={losing?.deal}
        onClose={() => setLosing(undefined)}
        onLost={(reason) => {
          if (losing) move.mutate({ ...losing, reason });
          setLosing(undefined);
        }}
      />
    </Stack>
  );
}

function Card({ deal, stages, onMove }: { deal: Deal; stages: readonly Stage[]; onMove: (stage: Stage) => void }) {
  const nameOf = useNames();
  return (
    <article className={classes.card} draggable onDragStart={(event) => event.dataTransfer.setData('text/plain', deal.id)}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap={4}>
        <Link to="/deals/$id" params={{ id: deal.id }} className={classes.name}>
          <bdi>{deal.name}</bdi>
        </Link>
        <Menu position="bottom-end" shadow="sm">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t.move(deal.name)}>
              <IconDots size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t.moveTo}</Menu.Label>
            {stages
              .filter((stage) => stage.key !== deal.stage)
              .map((stage) => (
                <Menu.Item key={stage.key} onClick={() => onMove(stage)}>
                  {stage.title}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{deal.amount === null ? '' : moneyText({ amount: deal.amount, currency: deal.currency })}</Text>
        {deal.ownerId && <Face name={nameOf(deal.ownerId)} size={20} />}
      </Group>
      {deal.nextStep && (
        <Text size="xs" c="dimmed" lineClamp={2}>
          {deal.nextStep}
        </Text>
      )}
    </article>
  );
}
