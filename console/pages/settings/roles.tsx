import { Select, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { Section, useChange } from './pieces.tsx';
import { reachQuery } from './queries.ts';

const t = texts.settings;
type Reach = Schemas['RoleReach'];
const options = Object.entries(t.roles.reaches).map(([value, label]) => ({ value, label }));

/** What each role may do, in words, and whose records it reads and changes. */
export default function Roles() {
  const reach = useQuery(reachQuery);
  const mayChange = useMay()('settings:write');
  const save = useChange(
    ({ role, read, write }: Reach) => ask(hub.PUT('/api/v1/roles/{role}/reach', { params: { path: { role } }, body: { read, write } })),
    ['roles'],
    { done: t.saved },
  );
  return (
    <Section title={t.sections.roles} lead={t.roles.lead}>
      {save.error && <Failure error={save.error} />}
      <Loaded query={reach}>
        {(rows) => (
          <Table.ScrollContainer minWidth={560} scrollAreaProps={{ tabIndex: 0 } as object}>
            <Table verticalSpacing="sm" className="panel">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t.people.role}</Table.Th>
                  <Table.Th w={170}>{t.roles.reads}</Table.Th>
                  <Table.Th w={170}>{t.roles.changes}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((row) => {
                  const name = t.roleNames[row.role];
                  const isFixed = row.role === 'owner' || row.role === 'admin' || !mayChange;
                  const cell = (which: 'read' | 'write', label: string) =>
                    isFixed ? (
                      <Text size="sm">{which === 'write' && row.role === 'viewer' ? t.roles.nothing : t.roles.reaches[row[which]]}</Text>
                    ) : which === 'write' && row.role === 'viewer' ? (
                      <Text size="sm">{t.roles.nothing}</Text>
                    ) : (
                      <Select
                        size="xs"
                        aria-label={`${name}: ${label}`}
                        allowDeselect={false}
                        data={options}
                        value={row[which]}
                        onChange={(value) => value && save.mutate({ ...row, [which]: value as Reach['read'] })}
                      />
                    );
                  return (
                    <Table.Tr key={row.role}>
                      <Table.Td>
                        <Stack gap={2}>
                          <Text size="sm" fw={500}>
                            {name}
                          </Text>
                          <Text size="xs" c="dimmed">
                            {t.roleHints[row.role]}
                          </Text>
                        </Stack>
                      </Table.Td>
                      <Table.Td>{cell('read', t.roles.reads)}</Table.Td>
                      <Table.Td>{cell('write', t.roles.changes)}</Table.Td>
                    </Table.Tr>
                  );
                })}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Loaded>
    </Section>
  );
}
