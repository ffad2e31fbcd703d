import { Button, Group, List, Select, Stack, TagsInput, Text, Textarea, TextInput, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { sayDone } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';

const t = texts.mailRules;
const reasonOf = (reason: string) => texts.certificate.reasons[reason] ?? reason;

interface Rules {
  visibility: string;
  createContacts: string;
  blocklist: string[];
  internalDomains: string[];
  aliases: string[];
  syncFrom: string;
  whenDeleted: string;
  signature: string;
}
const text = (value: unknown, otherwise = ''): string => (typeof value === 'string' ? value : otherwise);
const list = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []);
const rulesOf = ({ settings, ownerUserId }: Schemas['Connection']): Rules => ({
  visibility: text(settings.visibility, ownerUserId ? 'subject' : 'everything'),
  createContacts: text(settings.createContacts, 'written_to'),
  blocklist: list(settings.blocklist),
  internalDomains: list(settings.internalDomains),
  aliases: list(settings.aliases),
  syncFrom: text(settings.syncFrom),
  whenDeleted: text(settings.whenDeleted, 'remove'),
  signature: text(settings.signature),
});
/** Several at once, as somebody pastes them. */
const split = (written: readonly string[]): string[] => [...new Set(written.flatMap((each) => each.split(/[\s,;]+/)).filter((each) => each !== ''))];
const choices = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

/** What of a mailbox is kept, who becomes a contact and how much colleagues see; tried on the last 90 days before it is saved. */
export function MailRules({ connection }: { connection: Schemas['Connection'] }) {
  const { id, label } = connection;
  const queries = useQueryClient();
  const [rules, setRules] = useState(() => rulesOf(connection));
  const set = (change: Partial<Rules>) => {
    setRules((before) => ({ ...before, ...change }));
    attempt.reset();
  };
  const { syncFrom, signature, ...rest } = rules;
  const attempt = useMutation({
    mutationFn: () =>
      ask(
        hub.POST('/api/v1/email/rules/simulate', {
          body: { connectionId: id, days: 90, blocklist: rules.blocklist, internalDomains: rules.internalDomains, ...(syncFrom ? { syncFrom } : {}) },
        }),
      ),
  });
  const remove = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/email/rules/stored', { body: { connectionId: id, remove: true } })),
    onSuccess: ({ removed }) => {
      sayDone(t.removed(removed));
      void Promise.all(['completeness', 'inbox', 'threads'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
  const save = useMutation({
    async mutationFn() {
      const settings = { ...rest, ...(syncFrom ? { syncFrom } : {}), ...(signature || connection.settings.signature ? { signature } : {}) };
      await ask(hub.PATCH('/api/v1/connections/{id}', { params: { path: { id } }, body: { settings } }));
      // What colleagues see of stored mails is brought in step by a look at the mailbox.
      await ask(hub.POST('/api/v1/connections/{id}/sync', { params: { path: { id } } }));
      return ask(hub.POST('/api/v1/email/rules/stored', { body: { connectionId: id, remove: false } }));
    },
    onSuccess: ({ matching }) => {
      sayDone(t.saved);
      void queries.invalidateQueries({ queryKey: ['connections'] });
      if (matching > 0)
        modals.openConfirmModal({
          title: t.storedTitle(matching),
          children: <Text size="sm">{t.storedAsk(matching, label)}</Text>,
          labels: { confirm: t.removeStored(matching), cancel: t.keepStored },
          confirmProps: { color: 'red' },
          onConfirm: () => remove.mutate(),
        });
    },
  });
  const failure = save.error ?? attempt.error ?? remove.error;
  return (
    <section aria-label={t.title}>
      <Title order={2}>{t.title}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t.lead}
      </Text>
      <Stack gap="sm" maw={520}>
        <Select
          size="sm"
          label={t.visibility}
          description={t.visibilityHint}
          allowDeselect={false}
          value={rules.visibility}
          onChange={(visibility) => visibility && set({ visibility })}
          data={choices(t.visibilities)}
        />
        <Select
          size="sm"
          label={t.createContacts}
          allowDeselect={false}
          value={rules.createContacts}
          onChange={(createContacts) => createContacts && set({ createContacts })}
          data={choices(t.contacts)}
        />
        <TagsInput
          size="sm"
          label={t.blocklist}
          description={t.blocklistHint}
          value={rules.blocklist}
          onChange={(written) => set({ blocklist: split(written) })}
          splitChars={[',', ' ', ';']}
          acceptValueOnBlur
        />
        <TagsInput
          size="sm"
          label={t.internalDomains}
          description={t.internalHint}
          value={rules.internalDomains}
          onChange={(written) => set({ internalDomains: split(written) })}
          splitChars={[',', ' ', ';']}
          acceptValueOnBlur
        />
        <TagsInput
          size="sm"
          label={t.aliases}
          description={t.aliasesHint}
          value={rules.aliases}
          onChange={(written) => set({ aliases: split(written) })}
          splitChars={[',', ' ', ';']}
          acceptValueOnBlur
        />
        <TextInput size="sm" type="date" maw={200} label={t.syncFrom} value={syncFrom} onChange={(event) => set({ syncFrom: event.currentTarget.value })} />
        <Select
          size="sm"
          label={t.whenDeleted}
          allowDeselect={false}
          value={rules.whenDeleted}
          onChange={(whenDeleted) => whenDeleted && set({ whenDeleted })}
          data={choices(t.deletions)}
        />
        <Textarea
          size="sm"
          autosize
          minRows={2}
          maxRows={8}
          label={t.signature}
          value={signature}
          onChange={(event) => set({ signature: event.currentTarget.value })}
        />
      </Stack>
      <Group mt="md" gap="xs">
        <Button size="sm" loading={save.isPending} onClick={() => save.mutate()}>
          {t.save}
        </Button>
        <Button size="sm" variant="default" loading={attempt.isPending} onClick={() => attempt.mutate()}>
          {t.try}
        </Button>
      </Group>
      {failure && <Failure error={failure} />}
      {attempt.data && <Tried {...attempt.data} />}
    </section>
  );
}

function Tried({ looked, kept, skipped, sample }: { looked: number; kept: number; skipped: Record<string, number>; sample: readonly Sample[] }) {
  const left = Object.entries(skipped).map(([reason, count]) => `${count.toLocaleString()} ${reasonOf(reason)}`);
  return (
    <Stack gap={4} mt="sm" role="status">
      <Text size="sm" fw={600}>
        {t.tried(kept, looked)}
      </Text>
      {left.length > 0 && <Text size="sm">{t.leftOut(left.join(', '))}</Text>}
      <List size="sm">
        {sample.map(({ subject, from, sentAt, reason }) => (
          <List.Item key={`${sentAt} ${subject} ${from}`}>
            <bdi>{subject || texts.inbox.noSubject}</bdi>{' '}
            <Text span size="xs" c="dimmed">
              <bdi>{from}</bdi> · {new Date(sentAt).toLocaleDateString()} · {reasonOf(reason)}
            </Text>
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
type Sample = { subject: string | null; from: string | null; sentAt: string; reason: string };
