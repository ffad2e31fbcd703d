import { ActionIcon, Badge, Button, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { FormDialog, FormFailure, problemAt, Section, useChange } from './pieces.tsx';
import { pipelinesSettingsQuery } from './queries.ts';
import classes from './settings.module.css';

const t = texts.settings;
type Pipeline = Schemas['Pipeline'];
type Stage = Schemas['Stage'];
const KEYS = ['pipelines', 'deals'];

/** The ways a deal goes; a stage that is removed hands its deals on. */
export default function Pipelines() {
  const pipelines = useQuery(pipelinesSettingsQuery);
  const mayChange = useMay()('settings:write');
  const [isAdding, setAdding] = useState(false);
  return (
    <Section
      title={t.sections.pipelines}
      lead={t.pipelines.lead}
      action={
        mayChange && (
          <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
            {t.pipelines.add}
          </Button>
        )
      }
    >
      <Loaded query={pipelines}>
        {({ data }) => (
          <Stack gap="lg">
            {data.map((pipeline) => (
              <OnePipeline key={pipeline.id} pipeline={pipeline} mayChange={mayChange} isOnly={data.length === 1} />
            ))}
          </Stack>
        )}
      </Loaded>
      {isAdding && <PipelineDialog onClose={() => setAdding(false)} />}
    </Section>
  );
}

function OnePipeline({ pipeline, mayChange, isOnly }: { pipeline: Pipeline; mayChange: boolean; isOnly: boolean }) {
  const path = { id: pipeline.id };
  const [opened, setOpened] = useState<Stage | 'new'>();
  const [removed, setRemoved] = useState<Stage>();
  const [isRenaming, setRenaming] = useState(false);
  const order = useChange((keys: string[]) => ask(hub.PUT('/api/v1/pipelines/{id}/stages', { params: { path }, body: { keys } })), KEYS);
  const toDefault = useChange(() => ask(hub.PATCH('/api/v1/pipelines/{id}', { params: { path }, body: { isDefault: true } })), KEYS, { done: t.saved });
  const remove = useChange(() => ask(hub.DELETE('/api/v1/pipelines/{id}', { params: { path } })), KEYS);
  const keys = pipeline.stages.map(({ key }) => key);
  const move = (index: number, by: 1 | -1) => {
    const next = [...keys];
    const [key] = next.splice(index, 1);
    if (key) next.splice(index + by, 0, key);
    order.mutate(next);
  };
  const error = order.error ?? toDefault.error ?? remove.error;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Text fw={600}>
          <bdi>{pipeline.name}</bdi>
        </Text>
        {pipeline.isDefault && <Badge variant="light">{t.pipelines.isDefault}</Badge>}
        {mayChange && (
          <Group gap={4} ml="auto">
            <Button size="compact-xs" variant="subtle" onClick={() => setRenaming(true)} aria-label={`${t.change}: ${pipeline.name}`}>
              {t.change}
            </Button>
            {!pipeline.isDefault && (
              <Button size="compact-xs" variant="subtle" onClick={() => toDefault.mutate(undefined)}>
                {t.pipelines.makeDefault}
              </Button>
            )}
            {!isOnly && !pipeline.isDefault && (
              <Button size="compact-xs" variant="subtle" color="red" onClick={() => remove.mutate(undefined)} aria-label={`${t.remove}: ${pipeline.name}`}>
                {t.remove}
              </Button>
            )}
            <Button size="compact-xs" variant="light" onClick={() => setOpened('new')} aria-label={`${t.pipelines.addStage}: ${pipeline.name}`}>
              {t.pipelines.addStage}
            </Button>
          </Group>
        )}
      </Group>
      {error && <Failure error={error} />}
      <ol className="panel" aria-label={pipeline.name}>
        {pipeline.stages.map((stage, index) => (
          <li key={stage.key} className={`row ${classes.line}`}>
            {mayChange && (
              <Group gap={2}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  disabled={index === 0 || order.isPending}
                  onClick={() => move(index, -1)}
                  aria-label={`${t.pipelines.up}: ${stage.title}`}
                >
                  <IconArrowUp size={14} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  disabled={index === keys.length - 1 || order.isPending}
                  onClick={() => move(index, 1)}
                  aria-label={`${t.pipelines.down}: ${stage.title}`}
                >
                  <IconArrowDown size={14} />
                </ActionIcon>
              </Group>
            )}
            <Text size="sm" fw={500} className={classes.grow}>
              <bdi>{stage.title}</bdi>
            </Text>
            {stage.outcome !== 'open' && (
              <Badge variant="dot" tt="none" color={stage.outcome === 'won' ? 'green' : 'red'}>
                {t.pipelines.outcomes[stage.outcome]}
              </Badge>
            )}
            <Text size="sm" c="dimmed" ta="right" w={48}>
              {stage.probability} %
            </Text>
            {mayChange && (
              <Group gap={4}>
                <Button size="compact-xs" variant="subtle" onClick={() => setOpened(stage)} aria-label={`${t.change}: ${stage.title}`}>
                  {t.change}
                </Button>
                <Button size="compact-xs" variant="subtle" color="red" onClick={() => setRemoved(stage)} aria-label={`${t.remove}: ${stage.title}`}>
                  {t.remove}
                </Button>
              </Group>
            )}
          </li>
        ))}
      </ol>
      {opened && <StageDialog pipeline={pipeline} stage={opened === 'new' ? undefined : opened} onClose={() => setOpened(undefined)} />}
      {removed && <RemoveStage pipeline={pipeline} stage={removed} onClose={() => setRemoved(undefined)} />}
      {isRenaming && <PipelineDialog pipeline={pipeline} onClose={() => setRenaming(false)} />}
    </Stack>
  );
}

function PipelineDialog({ pipeline, onClose }: { pipeline?: Pipeline; onClose: () => void }) {
  const [name, setName] = useState(pipeline?.name ?? '');
  const save = useChange(
    () =>
      pipeline
        ? ask(hub.PATCH('/api/v1/pipelines/{id}', { params: { path: { id: pipeline.id } }, body: { name } }))
        : ask(hub.POST('/api/v1/pipelines', { body: { name } })),
    KEYS,
    { done: t.saved, onDone: onClose },
  );
  return (
    <FormDialog
      title={pipeline?.name ?? t.pipelines.add}
      isOpen
      onClose={onClose}
      onSubmit={() => save.mutate(undefined)}
      submit={t.save}
      isPending={save.isPending}
    >
      <TextInput
        label={t.pipelines.name}
        {...(pipeline ? {} : { description: t.pipelines.usual })}
        data-autofocus
        value={name}
        error={problemAt(save.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <FormFailure error={save.error} fields={['name']} />
    </FormDialog>
  );
}

function StageDialog({ pipeline, stage, onClose }: { pipeline: Pipeline; stage: Stage | undefined; onClose: () => void }) {
  const [title, setTitle] = useState(stage?.title ?? '');
  const [probability, setProbability] = useState(stage?.probability ?? 50);
  const [outcome, setOutcome] = useState<Stage['outcome']>('open');
  const save = useChange(
    () =>
      stage
        ? ask(hub.PATCH('/api/v1/pipelines/{id}/stages/{key}', { params: { path: { id: pipeline.id, key: stage.key } }, body: { title, probability } }))
        : ask(hub.POST('/api/v1/pipelines/{id}/stages', { params: { path: { id: pipeline.id } }, body: { title, probability, outcome } })),
    KEYS,
    { done: t.saved, onDone: onClose },
  );
  return (
    <FormDialog
      title={stage?.title ?? t.pipelines.addStage}
      isOpen
      onClose={onClose}
      onSubmit={() => save.mutate(undefined)}
      submit={t.save}
      isPending={save.isPending}
    >
      <TextInput
        label={t.pipelines.stage}
        data-autofocus
        value={title}
        error={problemAt(save.error, 'title')}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <NumberInput
        label={t.pipelines.probability}
        min={0}
        max={100}
        suffix=" %"
        value={probability}
        error={problemAt(save.error, 'probability')}
        onChange={(value) => setProbability(Number(value))}
      />
      {!stage && (
        <Select
          label={t.pipelines.outcome}
          allowDeselect={false}
          data={Object.entries(t.pipelines.outcomes).map(([value, label]) => ({ value, label }))}
          value={outcome}
          onChange={(value) => value && setOutcome(value as Stage['outcome'])}
        />
      )}
      <FormFailure error={save.error} fields={['title', 'probability']} />
    </FormDialog>
  );
}

function RemoveStage({ pipeline, stage, onClose }: { pipeline: Pipeline; stage: Stage; onClose: () => void }) {
  const [replacement, setReplacement] = useState<string | null>(null);
  const remove = useChange(
    (to: string) =>
      ask(hub.DELETE('/api/v1/pipelines/{id}/stages/{key}', { params: { path: { id: pipeline.id, key: stage.key }, query: { replacement: to } } })),
    KEYS,
    { onDone: onClose },
  );
  return (
    <FormDialog
      title={t.pipelines.removeStage(stage.title)}
      isOpen
      onClose={onClose}
      onSubmit={() => replacement && remove.mutate(replacement)}
      submit={t.remove}
      isPending={remove.isPending}
      isDanger
      isBlocked={!replacement}
    >
      <Select
        label={t.pipelines.replacement}
        data={pipeline.stages.filter(({ key }) => key !== stage.key).map(({ key, title }) => ({ value: key, label: title }))}
        value={replacement}
        onChange={setReplacement}
      />
      {remove.error && <Failure error={remove.error} />}
    </FormDialog>
  );
}
