import { Button, Group, NumberInput, Select, SimpleGrid, Stack, Switch, TagsInput, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { sayDone } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import { HoldMusic } from '../calls/hold-music.tsx';
import { problemAt } from '../settings/pieces.tsx';

const t = texts.voiceRules;
const NUMBERS = {
  attemptsPerDay: { least: 1, most: 100, otherwise: 6 },
  spendPerDay: { least: 0, most: 100_000, otherwise: 50 },
  spendPerPersonPerDay: { least: 0, most: 100_000, otherwise: 15 },
  lookupBudgetPerDay: { least: 0, most: 1_000, otherwise: 1 },
  ringSeconds: { least: 5, most: 120, otherwise: 25 },
  keepRecordingsDays: { least: 1, most: 3_650, otherwise: 365 },
} as const;
type NumberName = keyof typeof NUMBERS;
type Rules = Record<NumberName, number> & {
  countries: string[];
  recording: string;
  announce: string;
  announcement: string;
  fallbackNumber: string;
  callerId: string;
  transcribeWith: string;
  holdMusicFileId: string | null;
  confirmByKey: boolean;
  detectMachines: boolean;
  deleteAtProvider: boolean;
  outcomes: string[];
  requiredOutcomeFields: string[];
};

const text = (value: unknown, otherwise = ''): string => (typeof value === 'string' ? value : otherwise);
const list = (value: unknown, otherwise: readonly string[] = []): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [...otherwise];
const rulesOf = ({ settings }: Schemas['Connection']): Rules => ({
  ...(Object.fromEntries(
    Object.entries(NUMBERS).map(([name, { otherwise }]) => [name, typeof settings[name] === 'number' ? settings[name] : otherwise]),
  ) as Record<NumberName, number>),
  countries: list(settings.countries),
  recording: text(settings.recording, 'off'),
  announce: text(settings.announce, 'always'),
  announcement: text(settings.announcement, t.announcementOtherwise),
  fallbackNumber: text(settings.fallbackNumber),
  callerId: text(settings.callerId),
  transcribeWith: text(settings.transcribeWith),
  holdMusicFileId: typeof settings.holdMusicFileId === 'string' ? settings.holdMusicFileId : null,
  confirmByKey: settings.confirmByKey === true,
  detectMachines: settings.detectMachines === true,
  deleteAtProvider: settings.deleteAtProvider === true,
  outcomes: list(settings.outcomes, texts.calls.outcomes),
  requiredOutcomeFields: list(settings.requiredOutcomeFields),
});
const choices = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

/** How much may be called, and spent, in a day; what is recorded, and what callers are told; where a call ends when nothing else works. */
export function VoiceRules({ connection }: { connection: Schemas['Connection'] }) {
  const { id } = connection;
  const queries = useQueryClient();
  const [rules, setRules] = useState(() => rulesOf(connection));
  const set = (change: Partial<Rules>) => setRules((before) => ({ ...before, ...change }));
  const save = useMutation({
    mutationFn: () => ask(hub.PATCH('/api/v1/connections/{id}', { params: { path: { id } }, body: { settings: rules } })),
    onSuccess: () => {
      sayDone(t.saved);
      void queries.invalidateQueries({ queryKey: ['connections'] });
    },
  });
  const number = (name: NumberName) => (
    <NumberInput
      size="sm"
      label={t.numbers[name].label}
      description={t.numbers[name].hint}
      min={NUMBERS[name].least}
      max={NUMBERS[name].most}
      clampBehavior="blur"
      value={rules[name]}
      onChange={(value) => typeof value === 'number' && set({ [name]: value })}
    />
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <section aria-label={t.title}>
      <Title order={2}>{t.title}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t.lead}
      </Text>
      <form onSubmit={submit}>
        <Stack gap="md" maw={620}>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="sm">
            {(Object.keys(NUMBERS) as NumberName[]).map((name) => (
              <div key={name}>{number(name)}</div>
            ))}
            <TextInput
              size="sm"
              type="tel"
              label={t.callerId}
              description={t.callerIdHint}
              value={rules.callerId}
              error={problemAt(save.error, 'settings.callerId')}
              onChange={(event) => set({ callerId: event.currentTarget.value })}
            />
            <TextInput
              size="sm"
              type="tel"
              label={t.fallbackNumber}
              description={t.fallbackHint}
              value={rules.fallbackNumber}
              error={problemAt(save.error, 'settings.fallbackNumber')}
              onChange={(event) => set({ fallbackNumber: event.currentTarget.value })}
            />
            <Select
              size="sm"
              label={t.recording}
              allowDeselect={false}
              value={rules.recording}
              onChange={(recording) => recording && set({ recording })}
              data={choices(texts.numbers.records)}
            />
            <Select
              size="sm"
              label={t.announce}
              allowDeselect={false}
              value={rules.announce}
              onChange={(announce) => announce && set({ announce })}
              data={choices(t.announces)}
            />
          </SimpleGrid>
          <TextInput size="sm" label={t.announcement} value={rules.announcement} onChange={(event) => set({ announcement: event.currentTarget.value })} />
          <TagsInput
            size="sm"
            label={t.countries}
            description={t.countriesHint}
            value={rules.countries}
            onChange={(countries) => set({ countries: countries.map((each) => each.toUpperCase()) })}
            splitChars={[',', ' ', ';']}
            acceptValueOnBlur
          />
          <TagsInput size="sm" label={t.outcomes} value={rules.outcomes} onChange={(outcomes) => set({ outcomes })} acceptValueOnBlur />
          <TagsInput
            size="sm"
            label={t.requiredOutcomeFields}
            description={t.requiredHint}
            value={rules.requiredOutcomeFields}
            onChange={(requiredOutcomeFields) => set({ requiredOutcomeFields })}
            acceptValueOnBlur
          />
          <TextInput
            size="sm"
            label={t.transcribeWith}
            description={t.transcribeHint}
            value={rules.transcribeWith}
            onChange={(event) => set({ transcribeWith: event.currentTarget.value })}
          />
          <HoldMusic fileId={rules.holdMusicFileId} otherwise={texts.holdMusic.builtIn} onChange={(holdMusicFileId) => set({ holdMusicFileId })} />
          <Switch
            size="sm"
            label={t.detectMachines}
            checked={rules.detectMachines}
            onChange={(event) => set({ detectMachines: event.currentTarget.checked })}
          />
          <Switch size="sm" label={t.confirmByKey} checked={rules.confirmByKey} onChange={(event) => set({ confirmByKey: event.currentTarget.checked })} />
          <Switch
            size="sm"
            label={t.deleteAtProvider}
            checked={rules.deleteAtProvider}
            onChange={(event) => set({ deleteAtProvider: event.currentTarget.checked })}
          />
        </Stack>
        <Group mt="md">
          <Button type="submit" size="sm" loading={save.isPending}>
            {t.save}
          </Button>
        </Group>
      </form>
      {save.error && <Failure error={save.error} />}
    </section>
  );
}
