import { Badge, Button, Code, Group, Modal, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { Allowed } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { sayDone, sayFailed } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import { bouncesQuery, rulesQuery } from './queries.ts';

const t = texts.deliverability;
const COLORS: Record<string, string> = { hard: 'red', soft: 'amber', block: 'grape' };
/** What a person may say that an answer means. */
const MEANINGS = [
  'mailbox_unknown',
  'domain_unknown',
  'disabled',
  'moved',
  'mailbox_full',
  'system',
  'greylisted',
  'reputation',
  'blocklist',
  'authentication',
  'policy',
  'content',
] as const;

/** Mails that came back, each with the words and the rule that it was judged by. */
export function Bounces() {
  const query = useQuery(bouncesQuery);
  const [judged, setJudged] = useState<string>();
  return (
    <Stack gap="md">
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noBounces}</Empty>}>
        {({ data }) =>
          data.map((each) => (
            <Paper key={each.id} withBorder p="sm" radius="md" component="article" aria-label={each.address}>
              <Group justify="space-between" wrap="nowrap" align="flex-start">
                <div>
                  <Group gap="xs">
                    <Text size="sm" fw={500}>
                      {each.address}
                    </Text>
                    <Badge size="sm" variant="light" color={COLORS[each.kind] ?? 'gray'}>
                      {t.kinds[each.kind] ?? each.kind}
                    </Badge>
                    <Text size="xs" c="dimmed">
                      <When at={each.at} />
                    </Text>
                  </Group>
                  <Text size="sm">{each.sentence}</Text>
                  <Text size="xs" c="dimmed">
                    <Code>{each.quote || '–'}</Code> {t.evidence(each.rule)}
                  </Text>
                </div>
                <Allowed to="email:manage">
                  <Button variant="subtle" size="compact-sm" onClick={() => setJudged(each.quote)} style={{ flexShrink: 0 }}>
                    {t.wrong}
                  </Button>
                </Allowed>
              </Group>
            </Paper>
          ))
        }
      </Loaded>
      <Rules />
      <Modal opened={judged !== undefined} onClose={() => setJudged(undefined)} title={t.wrongTitle}>
        {judged !== undefined && <NewRule quote={judged} done={() => setJudged(undefined)} />}
      </Modal>
    </Stack>
  );
}

function Rules() {
  const query = useQuery(rulesQuery);
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: string) => ask(hub.DELETE('/api/v1/email/bounces/rules/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      sayDone(t.ruleRemoved);
      await queries.invalidateQueries({ queryKey: ['bounces'] });
    },
    onError: sayFailed,
  });
  if (!query.data?.data.length) return null;
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {t.rules}
      </Title>
      {query.data.data.map(({ id, contains, reason }) => (
        <Group key={id} justify="space-between">
          <Text size="sm">
            <Code>{contains}</Code> → {t.reasons(reason)}
          </Text>
          <Allowed to="email:manage">
            <Button variant="subtle" color="red" size="compact-sm" loading={remove.isPending} onClick={() => remove.mutate(id)}>
              {t.removeRule}
            </Button>
          </Allowed>
        </Group>
      ))}
    </Stack>
  );
}

function NewRule({ quote, done }: { quote: string; done: () => void }) {
  const [contains, setContains] = useState(quote);
  const [reason, setReason] = useState<(typeof MEANINGS)[number]>('system');
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/email/bounces/rules', { body: { contains, reason } })),
    onSuccess: async () => {
      sayDone(t.ruleSaved);
      done();
      await queries.invalidateQueries({ queryKey: ['bounces'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t.wrongText}
        </Text>
        <TextInput label={t.contains} required minLength={4} value={contains} onChange={(event) => setContains(event.currentTarget.value)} />
        <Select
          label={t.means}
          value={reason}
          allowDeselect={false}
          onChange={(value) => setReason(MEANINGS.find((each) => each === value) ?? 'system')}
          data={MEANINGS.map((value) => ({ value, label: t.reasons(value) }))}
        />
        {save.error && <Failure error={save.error} />}
        <Button type="submit" loading={save.isPending} style={{ alignSelf: 'flex-end' }}>
          {t.saveRule}
        </Button>
      </Stack>
    </form>
  );
}
