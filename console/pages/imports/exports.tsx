import { Anchor, Badge, Button, Group, Menu, Stack, Text, Title } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, hub } from '../../api.ts';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import classes from './imports.module.css';
import { exportsQuery, KINDS } from './queries.ts';

const t = texts.exports;
const COLORS = { running: 'teal', done: 'green', failed: 'red' } as const;
type ExportKind = Exclude<(typeof KINDS)[number], 'leads'>;

/** What can be taken along. Whose role may not, sees nothing of it. */
export function Exports() {
  const queries = useQueryClient();
  const query = useQuery({ ...exportsQuery, retry: false });
  const start = useMutation({
    mutationFn: (kind: ExportKind) => ask(hub.POST('/api/v1/exports', { body: { kind } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['exports'] }),
  });
  if (query.error && 'problem' in query.error && (query.error.problem as { status: number }).status === 403) return null;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={2}>{t.title}</Title>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} />} loading={start.isPending}>
              {t.do}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {KINDS.filter((kind): kind is ExportKind => kind !== 'leads').map((kind) => (
              <Menu.Item key={kind} onClick={() => start.mutate(kind)}>
                {texts.imports.kinds[kind]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
      <Text c="dimmed" size="sm">
        {t.lead}
      </Text>
      {start.error && <Failure error={start.error} />}
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.empty}</Empty>}>
        {({ data }) => (
          <div className="panel">
            {data.map((each) => (
              <div key={each.id} className={`row ${classes.line}`}>
                <div className={classes.name}>
                  <Text size="sm" fw={500}>
                    {texts.imports.kinds[each.kind]}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {texts.imports.rows(each.rows)} · <When at={each.createdAt} />
                  </Text>
                </div>
                {each.state === 'done' ? (
                  <Anchor size="sm" href={`/api/v1/exports/${each.id}/file`} download>
                    {t.download}
                  </Anchor>
                ) : (
                  <Badge variant="light" color={COLORS[each.state]}>
                    {t.states[each.state]}
                  </Badge>
                )}
              </div>
            ))}
          </div>
        )}
      </Loaded>
    </Stack>
  );
}
