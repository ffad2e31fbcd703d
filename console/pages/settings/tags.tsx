import { Button, ColorSwatch, Group, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { FormDialog, FormFailure, problemAt, Section, useChange } from './pieces.tsx';
import { tagsQuery } from './queries.ts';
import classes from './settings.module.css';

const t = texts.settings;
type Tag = Schemas['Tag'];
const KEYS = ['tags', 'contacts', 'organizations', 'deals'];

export default function Tags() {
  const tags = useQuery(tagsQuery);
  const mayChange = useMay()('tags:write');
  const [opened, setOpened] = useState<Tag | 'new'>();
  const [removed, setRemoved] = useState<Tag>();
  const remove = useChange((id: string) => ask(hub.DELETE('/api/v1/tags/{id}', { params: { path: { id } } })), KEYS, { onDone: () => setRemoved(undefined) });
  const add = mayChange && (
    <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setOpened('new')}>
      {t.tags.add}
    </Button>
  );
  return (
    <Section title={t.sections.tags} lead={t.tags.lead} action={add}>
      <Loaded query={tags} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.tags.empty}</Empty>}>
        {({ data }) => (
          <ul className="panel" aria-label={t.sections.tags}>
            {data.map((tag) => (
              <li key={tag.id} className={`row ${classes.line}`}>
                <ColorSwatch color={tag.color} size={14} withShadow={false} aria-hidden="true" />
                <Text size="sm" fw={500} className={classes.grow}>
                  <bdi>{tag.name}</bdi>
                </Text>
                <Text size="sm" c="dimmed">
                  {t.tags.records(tag.records)}
                </Text>
                {mayChange && (
                  <Group gap={4}>
                    <Button size="compact-xs" variant="subtle" onClick={() => setOpened(tag)} aria-label={`${t.change}: ${tag.name}`}>
                      {t.change}
                    </Button>
                    <Button size="compact-xs" variant="subtle" color="red" onClick={() => setRemoved(tag)} aria-label={`${t.remove}: ${tag.name}`}>
                      {t.remove}
                    </Button>
                  </Group>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {opened && <TagDialog tag={opened === 'new' ? undefined : opened} onClose={() => setOpened(undefined)} />}
      {removed && (
        <FormDialog
          title={t.tags.removeTitle(removed.name)}
          isOpen
          onClose={() => setRemoved(undefined)}
          onSubmit={() => remove.mutate(removed.id)}
          submit={t.remove}
          isPending={remove.isPending}
          isDanger
        >
          <Text size="sm">{t.tags.remove(removed.records)}</Text>
          {remove.error && <Failure error={remove.error} />}
        </FormDialog>
      )}
    </Section>
  );
}

function TagDialog({ tag, onClose }: { tag: Tag | undefined; onClose: () => void }) {
  const [name, setName] = useState(tag?.name ?? '');
  const [color, setColor] = useState(tag?.color ?? '#0f766e');
  const save = useChange(
    () =>
      tag
        ? ask(hub.PATCH('/api/v1/tags/{id}', { params: { path: { id: tag.id } }, body: { name, color } }))
        : ask(hub.POST('/api/v1/tags', { body: { name, color } })),
    KEYS,
    { done: t.saved, onDone: onClose },
  );
  return (
    <FormDialog title={tag?.name ?? t.tags.add} isOpen onClose={onClose} onSubmit={() => save.mutate(undefined)} submit={t.save} isPending={save.isPending}>
      <TextInput
        label={t.tags.name}
        data-autofocus
        value={name}
        error={problemAt(save.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        type="color"
        label={t.tags.color}
        value={color}
        error={problemAt(save.error, 'color')}
        onChange={(event) => setColor(event.currentTarget.value)}
      />
      <FormFailure error={save.error} fields={['name', 'color']} />
    </FormDialog>
  );
}
