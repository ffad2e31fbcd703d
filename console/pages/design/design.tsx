import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Refused } from '../../api.ts';
import { ChannelIcon } from '../../frame/channel.tsx';
import { Face, Named } from '../../frame/face.tsx';
import { Money } from '../../frame/money.tsx';
import { Empty, Failure, Waiting } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { type Column, RecordList } from '../../patterns/list/record-list.tsx';
import { InlineField } from '../../patterns/record/inline-field.tsx';
import { RecordPage, Side } from '../../patterns/record/record-page.tsx';
import { offerUndo } from '../../patterns/record/undo.tsx';
import { Timeline } from '../../patterns/timeline/timeline.tsx';
import { texts } from '../../texts.ts';
import { SAMPLE_ROWS, SAMPLE_TIMELINE, type SampleRow } from './samples.ts';

const t = texts.design;
const PAGE = 100;

/** Tokens and patterns in one place: what a page is made of, to be looked at in both lights and at any width. */
export function Design() {
  return (
    <Stack gap={40}>
      <Stack gap={4}>
        <Title order={1}>{t.title}</Title>
        <Text size="sm" c="dimmed">
          {t.lead}
        </Text>
      </Stack>
      <section aria-label={t.colours}>
        <Title order={2} mb="sm">
          {t.colours}
        </Title>
        <Group gap="lg">
          {(['email', 'call', 'meeting', 'message', 'linkedin', 'note', 'task'] as const).map((channel) => (
            <Group key={channel} gap={8}>
              <ChannelIcon channel={channel} />
              <Text size="sm" tt="capitalize">
                {texts.records.timeline.kinds[channel] ?? channel}
              </Text>
            </Group>
          ))}
          <Button size="xs">{texts.records.record.save}</Button>
          <Badge variant="light">{t.stages.qualified}</Badge>
        </Group>
      </section>
      <section aria-label={t.type}>
        <Title order={2} mb="sm">
          {t.type}
        </Title>
        {(['xl', 'lg', 'md', 'sm', 'xs'] as const).map((size) => (
          <Text key={size} size={size}>
            {t.typeSample}
          </Text>
        ))}
      </section>
      <section aria-label={t.states}>
        <Title order={2} mb="sm">
          {t.states}
        </Title>
        <Stack gap="md" maw={640}>
          <Waiting rows={2} />
          <Empty action={<Button size="xs">{texts.records.record.empty}</Button>}>{t.emptyText}</Empty>
          <Failure
            error={new Refused({ title: '', status: 504, code: 'provider_timeout', detail: t.failure, remedy: t.failureRemedy, requestId: 'req-1' })}
            retry={() => {}}
          />
        </Stack>
      </section>
      <SampleList />
      <SampleRecord />
    </Stack>
  );
}

const columns: readonly Column<SampleRow>[] = [
  { key: 'name', title: t.columns.name, width: 'minmax(220px, 2fr)', sort: 'name', render: (row) => <Named name={row.name} /> },
  { key: 'organization', title: t.columns.organization, width: 'minmax(180px, 1.5fr)', render: (row) => row.organization },
  { key: 'amount', title: t.columns.amount, width: '140px', align: 'right', sort: 'amount', render: (row) => <Money value={row.amount} /> },
  { key: 'seen', title: t.columns.seen, width: '140px', render: (row) => <When at={row.at} /> },
];

function SampleList() {
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState('name');
  const found = SAMPLE_ROWS.filter((row) => row.name.toLowerCase().includes(search.toLowerCase()));
  const query = useInfiniteQuery({
    queryKey: ['design-rows', search, sort],
    initialPageParam: 0,
    queryFn: async ({ pageParam }) => ({
      data: found.slice(pageParam, pageParam + PAGE),
      nextCursor: pageParam + PAGE < found.length ? String(pageParam + PAGE) : null,
    }),
    getNextPageParam: (page) => (page.nextCursor === null ? undefined : Number(page.nextCursor)),
    placeholderData: keepPreviousData,
  });
  return (
    <RecordList
      name="design"
      title={t.list}
      query={query}
      columns={columns}
      sort={sort}
      onSort={setSort}
      search={search}
      onSearch={setSearch}
      isFiltered={search !== ''}
      onClearFilter={() => setSearch('')}
      onOpen={() => {}}
      rowLabel={(row) => row.name}
      narrow={(row) => (
        <>
          <Named name={row.name} />
          <Text size="xs" c="dimmed" truncate>
            {row.organization}
          </Text>
        </>
      )}
      bulk={(_selected, done) => (
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            offerUndo(t.removed, async () => {});
            done();
          }}
        >
          {t.remove}
        </Button>
      )}
      empty={<Empty>{t.emptyText}</Empty>}
    />
  );
}

function SampleRecord() {
  const [fields, setFields] = useState<Record<string, string | null>>({ name: 'Ada Lovelace', stage: 'lead', note: null });
  const [kind, setKind] = useState<string>();
  const timeline = useInfiniteQuery({
    queryKey: ['design-timeline', kind],
    initialPageParam: 0,
    queryFn: async () => ({ data: SAMPLE_TIMELINE.filter((each) => !kind || each.kind === kind), nextCursor: null }),
    getNextPageParam: () => undefined,
  });
  const save = (name: string) => async (value: string | null) => setFields((before) => ({ ...before, [name]: value }));
  const options = Object.entries(t.stages).map(([value, label]) => ({ value, label }));
  return (
    <section aria-label={t.record}>
      <RecordPage
        permission="contacts:write"
        back={{ to: '/', label: texts.records.record.back(texts.frame.places.home) }}
        face={<Face name={fields.name ?? '?'} size={44} />}
        title={fields.name ?? '?'}
        line={SAMPLE_ROWS[0]?.organization}
        fields={
          <Side title={texts.records.record.fields}>
            <InlineField label={t.fields.name} value={fields.name} onSave={save('name')} provenance={texts.records.record.cameFrom('LinkedIn', '2 days ago')} />
            <InlineField label={t.fields.stage} value={fields.stage} kind="select" options={options} onSave={save('stage')} />
            <InlineField label={t.fields.note} value={fields.note} kind="long" onSave={save('note')} />
            <InlineField label={t.fields.locked} value="C-1042" isReadOnly onSave={async () => {}} />
          </Side>
        }
        timeline={<Timeline query={timeline} kind={kind} onKind={setKind} />}
      />
    </section>
  );
}
