import { Button, Checkbox, Group, Radio, Select, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, hub, Refused } from '../../api.ts';
import { Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import classes from './imports.module.css';
import { columnsQuery, type Import, showBegun } from './queries.ts';

const t = texts.imports.columns;
type Order = 'dmy' | 'mdy';
type Columns = Awaited<ReturnType<NonNullable<ReturnType<typeof columnsQuery>['queryFn']>>>;
export type ImportField = Columns['fields'][number];

/** Which column is what, with what stands in it beside: the guess is there, the person decides. */
export function ColumnsStep({ one }: { one: Import }) {
  const query = useQuery(columnsQuery(one.id));
  return <Loaded query={query}>{(columns) => <Mapping one={one} columns={columns} />}</Loaded>;
}

function Mapping({ one, columns: { sample, fields } }: { one: Import; columns: Columns }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [mapping, setMapping] = useState<Record<string, string>>(one.mapping);
  const [onExisting, setOnExisting] = useState<Import['onExisting']>(one.onExisting);
  const [hasHeader, setHasHeader] = useState(one.dialect?.hasHeader ?? true);
  const [dates, setDates] = useState<Record<string, Order>>(one.dialect?.dates ?? {});
  const confirm = useMutation({
    mutationFn: () =>
      ask(
        hub.PUT('/api/v1/imports/{id}/mapping', {
          params: { path: { id: one.id } },
          body: { mapping, onExisting, dates, ...(hasHeader === one.dialect?.hasHeader ? {} : { hasHeader }) },
        }),
      ),
    onSuccess: async (begun) => {
      await Promise.all([showBegun(queries, begun), navigate({ to: '/imports/$id', params: { id: one.id }, search: {} })]);
    },
  });
  const problems = confirm.error instanceof Refused ? (confirm.error.problem.errors ?? []) : [];
  const ofAll = problems.filter(({ path }) => path === 'mapping');
  const used = one.columns.filter((column) => mapping[column]).length;
  const timed = one.columns.filter((column) => ['date', 'time'].includes(fields.find(({ name }) => name === mapping[column])?.kind ?? ''));
  return (
    <Stack gap="lg">
      <div>
        <Title order={2}>{t.title}</Title>
        <Text size="sm" c="dimmed">
          {t.lead}
        </Text>
        {one.dialect && (
          <Text size="xs" c="dimmed">
            {t.written(one.dialect.encoding.toUpperCase(), t.delimiters[one.dialect.delimiter] ?? one.dialect.delimiter)} · {t.mapped(used, one.columns.length)}
          </Text>
        )}
      </div>
      <table className={classes.mapping}>
        <thead>
          <tr>
            <th scope="col">{t.column}</th>
            <th scope="col">{t.sample}</th>
            <th scope="col">{t.field}</th>
          </tr>
        </thead>
        <tbody>
          {one.columns.map((column, index) => (
            <tr key={column}>
              <td>
                <Text size="sm" fw={500} className="wrap-anywhere">
                  <bdi>{column}</bdi>
                </Text>
              </td>
              <td>
                <div className={classes.example}>
                  <bdi>{[...new Set(sample.map((row) => row[index] ?? '').filter((cell) => cell !== ''))].slice(0, 3).join(', ')}</bdi>
                </div>
              </td>
              <td>
                <FieldSelect
                  column={column}
                  fields={fields}
                  value={mapping[column] ?? null}
                  taken={Object.entries(mapping).flatMap(([other, field]) => (other === column ? [] : [field]))}
                  error={problems.find(({ path }) => path === `mapping.${column}`)?.message}
                  onChange={(field) => setMapping(({ [column]: _, ...rest }) => (field ? { ...rest, [column]: field } : rest))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {timed.map((column) => (
        <Radio.Group key={column} label={t.dates(column)} value={dates[column] ?? 'dmy'} onChange={(value) => setDates({ ...dates, [column]: value as Order })}>
          <Group gap="lg" mt={6}>
            <Radio value="dmy" label={t.dmy} />
            <Radio value="mdy" label={t.mdy} />
          </Group>
        </Radio.Group>
      ))}
      <Checkbox label={t.hasHeader} checked={hasHeader} onChange={(event) => setHasHeader(event.currentTarget.checked)} />
      <Radio.Group label={t.existing} value={onExisting} onChange={(value) => setOnExisting(value as Import['onExisting'])}>
        <Stack gap="xs" mt={6}>
          {(['fill_empty', 'overwrite', 'skip'] as const).map((value) => (
            <Radio key={value} value={value} label={t.onExisting[value]?.label} description={t.onExisting[value]?.hint} />
          ))}
        </Stack>
      </Radio.Group>
      {ofAll.map(({ message }) => (
        <Text key={message} size="sm" c="red" role="alert">
          {message}
        </Text>
      ))}
      {confirm.error && problems.length === 0 && <Failure error={confirm.error} />}
      <Group>
        <Button loading={confirm.isPending} onClick={() => confirm.mutate()}>
          {t.next}
        </Button>
      </Group>
    </Stack>
  );
}

interface FieldSelectProps {
  column: string;
  fields: readonly ImportField[];
  value: string | null;
  /** Fields that other columns are. */
  taken: readonly string[];
  error: string | undefined;
  onChange: (field: string | null) => void;
}
function FieldSelect({ column, fields, value, taken, error, onChange }: FieldSelectProps) {
  const option = ({ name, label, many }: ImportField) => ({ value: name, label, disabled: !many && taken.includes(name) });
  const own = fields.filter(({ kind }) => kind === 'custom');
  return (
    <Select
      size="xs"
      aria-label={column}
      placeholder={t.leaveOut}
      searchable
      clearable
      value={value}
      error={error}
      onChange={onChange}
      data={[
        { group: t.standard, items: fields.filter(({ kind }) => kind !== 'custom').map(option) },
        ...(own.length > 0 ? [{ group: t.own, items: own.map(option) }] : []),
      ]}
    />
  );
}
