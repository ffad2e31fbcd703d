import { Button, Group, MultiSelect, NumberInput, Select, Stack, Switch, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { texts } from '../../texts.ts';
import { peopleQuery } from '../deals/queries.ts';
import { type FlowNode, waysOf, wayWord } from './flow-words.ts';
import { Hours } from './hours.tsx';
import { queuesQuery } from './queries.ts';

const t = texts.flows;
interface StepProps {
  id: string;
  node: FlowNode;
  ids: readonly string[];
  isEntry: boolean;
  isLocked: boolean;
  onChange: (node: FlowNode) => void;
  onEntry: () => void;
  onRemove: () => void;
}

/** One step: what it says, and where each way out leads. Everything on the canvas can be done here by keyboard too. */
export function FlowStep({ id, node, ids, isEntry, isLocked, onChange, onEntry, onRemove }: StepProps) {
  const [key, setKey] = useState('');
  const lead = (label: string, to: string | null) => {
    const { [label]: _old, ...rest } = node.next;
    onChange({ ...node, next: to ? { ...rest, [label]: to } : rest });
  };
  const others = ids.filter((other) => other !== id);
  return (
    <Stack className="panel" p="md" gap="sm" component="section" aria-label={`${t.step} ${id}`}>
      <Group justify="space-between">
        <Title order={2}>
          {t.types[node.type]}{' '}
          <Text span size="sm" c="dimmed">
            {id}
          </Text>
        </Title>
        {!isLocked && (
          <Group gap="xs">
            {!isEntry && (
              <Button size="compact-xs" variant="subtle" onClick={onEntry}>
                {t.makeFirst}
              </Button>
            )}
            <Button size="compact-xs" variant="subtle" color="red" onClick={onRemove}>
              {t.removeStep}
            </Button>
          </Group>
        )}
      </Group>
      <Fields node={node} onChange={onChange} />
      {waysOf(node).map((label) => (
        <Select
          key={label}
          size="xs"
          label={wayWord(label)}
          placeholder={t.nowhere}
          clearable
          data={others.map((other) => ({ value: other, label: other }))}
          value={node.next[label] ?? null}
          onChange={(to) => lead(label, to)}
          disabled={isLocked}
        />
      ))}
      {node.type === 'menu' && !isLocked && (
        <Group gap="xs" align="flex-end">
          <TextInput size="xs" label={t.key} maxLength={1} w={70} value={key} onChange={(event) => setKey(event.currentTarget.value)} />
          <Button
            size="xs"
            variant="default"
            disabled={!/^[0-9*#]$/.test(key) || node.next[key] !== undefined || others.length === 0}
            onClick={() => {
              lead(key, others[0] ?? null);
              setKey('');
            }}
          >
            {t.addKey}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Fields({ node, onChange }: { node: FlowNode; onChange: (node: FlowNode) => void }) {
  const { data: people } = useQuery(peopleQuery);
  const { data: queues } = useQuery(queuesQuery);
  const persons = (people?.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const seconds = 'ringSeconds' in node && (
    <NumberInput
      size="xs"
      label={t.fields.ringSeconds}
      min={5}
      max={120}
      value={node.ringSeconds}
      onChange={(value) => onChange({ ...node, ringSeconds: Number(value) })}
    />
  );
  const words = 'text' in node && (
    <Textarea size="xs" label={t.text} autosize minRows={2} value={node.text} onChange={(event) => onChange({ ...node, text: event.currentTarget.value })} />
  );
  switch (node.type) {
    case 'menu':
      return (
        <>
          {words}
          <Group grow>
            <NumberInput
              size="xs"
              label={t.fields.retries}
              min={0}
              max={5}
              value={node.retries}
              onChange={(value) => onChange({ ...node, retries: Number(value) })}
            />
            <NumberInput
              size="xs"
              label={t.fields.timeoutSeconds}
              min={2}
              max={30}
              value={node.timeoutSeconds}
              onChange={(value) => onChange({ ...node, timeoutSeconds: Number(value) })}
            />
          </Group>
        </>
      );
    case 'route':
      return (
        <>
          <Select
            size="xs"
            label={t.fields.owner}
            data={Object.entries(t.owners).map(([value, label]) => ({ value, label }))}
            value={node.to}
            onChange={(to) => to && onChange({ ...node, to: to as 'user' })}
          />
          {node.to === 'user' && (
            <Select
              size="xs"
              label={t.fields.people}
              data={persons}
              value={node.userId ?? null}
              onChange={(userId) => userId && onChange({ ...node, userId })}
            />
          )}
          {seconds}
        </>
      );
    case 'ring_group':
      return (
        <>
          <MultiSelect size="xs" label={t.fields.people} data={persons} value={node.userIds} onChange={(userIds) => onChange({ ...node, userIds })} />
          {seconds}
        </>
      );
    case 'queue':
      return (
        <>
          <Select
            size="xs"
            label={t.fields.queue}
            data={(queues?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={node.queueId}
            onChange={(queueId) => queueId && onChange({ ...node, queueId })}
          />
          <NumberInput
            size="xs"
            label={texts.queues.maxWait}
            min={10}
            max={3600}
            value={node.maxWaitSeconds}
            onChange={(value) => onChange({ ...node, maxWaitSeconds: Number(value) })}
          />
          <Switch
            size="xs"
            label={texts.calls.callBack}
            checked={node.offersCallback}
            onChange={(event) => onChange({ ...node, offersCallback: event.currentTarget.checked })}
          />
        </>
      );
    case 'forward':
      return (
        <>
          <TextInput
            size="xs"
            type="tel"
            label={t.fields.number}
            value={node.number}
            onChange={(event) => onChange({ ...node, number: event.currentTarget.value })}
          />
          {seconds}
        </>
      );
    case 'webhook':
      return <TextInput size="xs" label={t.fields.url} value={node.url} onChange={(event) => onChange({ ...node, url: event.currentTarget.value })} />;
    case 'hours':
      return <Hours timeZone={node.timeZone} hours={node.hours} holidays={node.holidays} onChange={(change) => onChange({ ...node, ...change })} />;
    default:
      return words || null;
  }
}
