import { Alert, Badge, Button, Code, CopyButton, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Empty, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { domainsQuery } from './queries.ts';

const t = texts.deliverability;
const stateOf = (isFound: boolean | null) =>
  isFound === null ? { color: 'gray', text: t.unchecked } : isFound ? { color: 'green', text: t.found } : { color: 'red', text: t.missing };

/** Domains that mail is sent for, with the records to copy into their DNS. */
export function Domains() {
  const query = useQuery(domainsQuery);
  return (
    <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noDomains}</Empty>}>
      {({ data }) => (
        <Stack gap="md">
          {data.map(({ connectionId, name, label, isReady, records, error }) => (
            <Paper key={`${connectionId} ${name}`} withBorder p="md" radius="md" component="section" aria-label={name}>
              <Stack gap="sm">
                <Group gap="xs">
                  <Title order={2} size="h4">
                    {name}
                  </Title>
                  <Badge variant="light" color={isReady ? 'green' : 'amber'}>
                    {isReady ? t.ready : t.notReady}
                  </Badge>
                  <Text size="sm" c="dimmed">
                    {label}
                  </Text>
                </Group>
                {error && (
                  <Alert color="red" variant="light">
                    {error}
                  </Alert>
                )}
                {records.length > 0 && (
                  <Table.ScrollContainer minWidth={640}>
                    <Table verticalSpacing="xs">
                      <Table.Thead>
                        <Table.Tr>
                          <Table.Th />
                          <Table.Th>{t.host}</Table.Th>
                          <Table.Th>{t.value}</Table.Th>
                          <Table.Th />
                        </Table.Tr>
                      </Table.Thead>
                      <Table.Tbody>
                        {records.map(({ purpose, type, name: host, value, isFound }) => (
                          <Table.Tr key={`${type} ${host} ${value}`}>
                            <Table.Td>
                              <Text size="sm">
                                {t.record[purpose]} · {type}
                              </Text>
                              <Badge size="xs" variant="light" color={stateOf(isFound).color}>
                                {stateOf(isFound).text}
                              </Badge>
                            </Table.Td>
                            <Table.Td>
                              <Code style={{ overflowWrap: 'anywhere' }}>{host}</Code>
                            </Table.Td>
                            <Table.Td>
                              <Code style={{ overflowWrap: 'anywhere' }}>{value}</Code>
                            </Table.Td>
                            <Table.Td ta="right">
                              <CopyButton value={value}>
                                {({ copied, copy }) => (
                                  <Button variant="subtle" size="compact-sm" onClick={copy} aria-label={`${t.copy} ${host}`}>
                                    {copied ? t.copied : t.copy}
                                  </Button>
                                )}
                              </CopyButton>
                            </Table.Td>
                          </Table.Tr>
                        ))}
                      </Table.Tbody>
                    </Table>
                  </Table.ScrollContainer>
                )}
              </Stack>
            </Paper>
          ))}
        </Stack>
      )}
    </Loaded>
  );
}
