import {
  ActionIcon,
  Button,
  Checkbox,
  Fieldset,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  Switch,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { texts } from '../../texts.ts';
import { HoursEditor } from './hours-editor.tsx';
import { type Draft, slugOf } from './page-draft.ts';
import { type BookingPage, calendarsQuery } from './queries.ts';
import { Reminders } from './reminders-form.tsx';
import { zoneNames } from './zone-names.ts';

const t = texts.booking;
type Question = BookingPage['questions'][number];

export function PageForm({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const calendars = useQuery(calendarsQuery);
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  const hosts = new Map(
    (calendars.data?.data ?? []).filter(({ isPrimary, role }) => isPrimary && role !== 'free_busy').map((each) => [each.connectionId, each]),
  );
  const number = (value: string | number, otherwise = 0): number => (typeof value === 'number' ? value : Number(value) || otherwise);
  const maybe = (value: string | number): number | '' => (value === '' ? '' : number(value));
  const place = draft.location === 'in_person' || draft.location === 'link' || draft.location === 'phone';
  return (
    <Stack gap="md">
      <Group justify="flex-end">
        <Switch label={t.active} checked={draft.isActive} onChange={(event) => set({ isActive: event.currentTarget.checked })} />
      </Group>
      <TextInput label={t.title} required value={draft.title} onChange={(event) => set({ title: event.currentTarget.value })} />
      <TextInput
        label={t.slug}
        leftSection={
          <Text size="xs" c="dimmed">
            /book/
          </Text>
        }
        leftSectionWidth={56}
        placeholder={slugOf(draft.title)}
        value={draft.slug}
        onChange={(event) => set({ slug: event.currentTarget.value })}
      />
      <Textarea label={t.description} autosize minRows={2} value={draft.description} onChange={(event) => set({ description: event.currentTarget.value })} />
      <Select
        label={t.kind}
        allowDeselect={false}
        description={t.kindHints[draft.kind]}
        data={(['one_to_one', 'round_robin', 'collective', 'group'] as const).map((value) => ({ value, label: t.kinds[value] ?? value }))}
        value={draft.kind}
        onChange={(kind) => set({ kind: kind as Draft['kind'], ...(kind === 'one_to_one' ? { hosts: draft.hosts.slice(0, 1) } : {}) })}
      />
      <MultiSelect
        label={t.hosts}
        searchable
        data={[...hosts.values()].map(({ connectionId, name }) => ({ value: connectionId, label: name }))}
        maxValues={draft.kind === 'one_to_one' ? 1 : 100}
        value={draft.hosts.map(({ connectionId }) => connectionId)}
        onChange={(ids) =>
          set({
            hosts: ids.map(
              (connectionId) =>
                draft.hosts.find((each) => each.connectionId === connectionId) ?? {
                  connectionId,
                  userId: hosts.get(connectionId)?.ownerUserId ?? null,
                  weight: 1,
                },
            ),
          })
        }
      />
      {draft.kind === 'round_robin' && draft.hosts.length > 1 && (
        <Stack gap={6}>
          <Text size="xs" c="dimmed">
            {t.weightHint}
          </Text>
          {draft.hosts.map((host) => (
            <Group key={host.connectionId} gap="xs" justify="space-between">
              <Text size="sm">{hosts.get(host.connectionId)?.name ?? host.connectionId}</Text>
              <NumberInput
                size="xs"
                w={90}
                min={1}
                max={100}
                aria-label={`${t.weight}: ${hosts.get(host.connectionId)?.name ?? ''}`}
                value={host.weight}
                onChange={(value) => set({ hosts: draft.hosts.map((each) => (each === host ? { ...each, weight: number(value, 1) } : each)) })}
              />
            </Group>
          ))}
          <Switch size="xs" label={t.ownerFirst} checked={draft.ownerFirst} onChange={(event) => set({ ownerFirst: event.currentTarget.checked })} />
        </Stack>
      )}
      {draft.kind === 'group' && <NumberInput label={t.seats} min={2} max={500} value={draft.seats} onChange={(value) => set({ seats: number(value, 2) })} />}
      <TagsInput label={t.lengths} value={draft.durations} onChange={(durations) => set({ durations: durations.filter((each) => /^\d+$/.test(each)) })} />
      <Group grow align="flex-start">
        <Select
          label={t.location}
          allowDeselect={false}
          data={['none', 'phone', 'in_person', 'link', 'meet', 'teams'].map((value) => ({ value, label: t.locations[value] ?? value }))}
          value={draft.location}
          onChange={(location) => set({ location: location ?? 'none' })}
        />
        {place && <TextInput label={t.place} value={draft.place} onChange={(event) => set({ place: event.currentTarget.value })} />}
      </Group>
      <Fieldset legend={t.hours}>
        <Stack gap="sm">
          <Select
            label={t.zone}
            searchable
            allowDeselect={false}
            data={zoneNames(draft.timeZone)}
            value={draft.timeZone}
            onChange={(timeZone) => timeZone && set({ timeZone })}
          />
          <Switch
            label={t.ownHours}
            description={t.ownHoursHint}
            checked={draft.workingHours === null}
            onChange={(event) =>
              set({
                workingHours: event.currentTarget.checked
                  ? null
                  : Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, [{ start: '09:00', end: '17:00' }]])),
              })
            }
          />
          {draft.workingHours && <HoursEditor week={draft.workingHours} onChange={(workingHours) => set({ workingHours })} />}
        </Stack>
      </Fieldset>
      <Fieldset legend={t.limits}>
        <Group grow align="flex-end">
          <NumberInput label={t.step} min={5} max={240} step={5} value={draft.step} onChange={(value) => set({ step: number(value, 15) })} />
          <NumberInput label={t.notice} min={0} max={720} value={draft.noticeHours} onChange={(value) => set({ noticeHours: number(value) })} />
          <NumberInput label={t.horizon} min={1} max={365} value={draft.horizonDays} onChange={(value) => set({ horizonDays: number(value, 60) })} />
        </Group>
        <Group grow mt="sm" align="flex-end">
          <NumberInput label={t.before} min={0} max={240} step={5} value={draft.before} onChange={(value) => set({ before: number(value) })} />
          <NumberInput label={t.after} min={0} max={240} step={5} value={draft.after} onChange={(value) => set({ after: number(value) })} />
          <NumberInput label={t.perDay} min={1} max={100} value={draft.perDay} onChange={(value) => set({ perDay: maybe(value) })} />
          <NumberInput label={t.perWeek} min={1} max={500} value={draft.perWeek} onChange={(value) => set({ perWeek: maybe(value) })} />
        </Group>
      </Fieldset>
      <Questions questions={draft.questions} onChange={(questions) => set({ questions })} />
      <Fieldset legend={t.afterwards}>
        <Stack gap="sm">
          <Switch label={t.approve} checked={draft.approve} onChange={(event) => set({ approve: event.currentTarget.checked })} />
          <Group grow align="flex-end">
            <NumberInput label={t.guestsAllowed} min={0} max={20} value={draft.guestsAllowed} onChange={(value) => set({ guestsAllowed: number(value) })} />
            <NumberInput label={t.cancelUntil} min={0} max={720} value={draft.cancelHours} onChange={(value) => set({ cancelHours: number(value) })} />
          </Group>
          <Textarea
            label={t.confirmationText}
            description={t.placeholders}
            autosize
            minRows={2}
            value={draft.confirmationText}
            onChange={(event) => set({ confirmationText: event.currentTarget.value })}
          />
          <Reminders reminders={draft.reminders} followUp={draft.followUp} onChange={set} />
          <TextInput
            label={t.redirect}
            placeholder="https://"
            value={draft.redirectUrl}
            onChange={(event) => set({ redirectUrl: event.currentTarget.value })}
          />
        </Stack>
      </Fieldset>
    </Stack>
  );
}

function Questions({ questions, onChange }: { questions: readonly Question[]; onChange: (questions: Question[]) => void }) {
  const change = (index: number, part: Partial<Question>) => onChange(questions.map((each, at) => (at === index ? { ...each, ...part } : each)));
  return (
    <Fieldset legend={t.questions}>
      <Stack gap="sm">
        {questions.map((question, index) => (
          <Stack key={question.key} gap={6}>
            <Group align="flex-end" wrap="nowrap" gap="xs">
              <TextInput
                style={{ flex: 1 }}
                label={t.question}
                value={question.label}
                onChange={(event) => change(index, { label: event.currentTarget.value })}
              />
              <Select
                w={140}
                aria-label={`${t.question} ${index + 1}`}
                allowDeselect={false}
                data={(['text', 'long_text', 'select', 'checkbox', 'phone'] as const).map((value) => ({ value, label: t.questionTypes[value] ?? value }))}
                value={question.type}
                onChange={(type) => change(index, { type: type as Question['type'] })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={`${t.remove}: ${question.label}`}
                onClick={() => onChange(questions.filter((_, at) => at !== index))}
              >
                <IconTrash size={16} aria-hidden="true" />
              </ActionIcon>
            </Group>
            {question.type === 'select' && (
              <TextInput
                size="xs"
                label={t.choices}
                value={(question.options ?? []).join(', ')}
                onChange={(event) => change(index, { options: event.currentTarget.value.split(/,\s*/) })}
              />
            )}
            <Checkbox size="xs" label={t.required} checked={question.required} onChange={(event) => change(index, { required: event.currentTarget.checked })} />
          </Stack>
        ))}
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange([...questions, { key: `q${Date.now().toString(36)}`, label: t.question, type: 'text', required: false }])}
          >
            {t.addQuestion}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}
