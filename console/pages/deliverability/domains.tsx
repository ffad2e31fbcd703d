import { Alert, Badge, Button, Code, CopyButton, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, hub } from '../../api.ts';
import { Allowed } from '../../frame/may.tsx';
import { Empty, Loaded } from '../../frame/states.tsx';
import { sayDone, sayFailed } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import { domainsQuery } from './queries.ts';

const t = texts.deliverability;
const stateOf = (isFound: boolean | null) =>
  isFound === null ? { color: 'gray', text: t.unchecked } : isFound ? { color: 'green', text: t.found } : { color: 'red', text: t.missing };

/** Domains that mail is sent for, with the records to copy into their DNS. */
export function Domains() {
  const query = useQuery(domainsQuery);
  const queries = useQueryClient();
  const sign = useMutation({
    mutationFn: (name: string) => ask(hub.POST('/api/v1/email/domains/{name}/dkim', { params: { path: { name } } })),
    onSuccess: async ({ name }) => {
      sayDone(t.signedNow(name));
      await queries.invalidateQueries({ queryKey: domainsQuery.queryKey });
    },
    onError: sayFailed,
  });
  return (
    <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noDomains}</Empty>}>
      {({ data }) => (
        <Stack gap="md">
          {data.map(({ connectionId, provider, name, label, isReady, isSignedHere, records, error }) => (
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
                {provider === 'smtp' && !isSignedHere && (
                  <Group gap="sm" justify="space-between">
                    <Text size="sm" maw={560}>
                      {t.unsigned}
                    </Text>
                    <Allowed to="email:manage">
                      <Button size="xs" loading={sign.isPending && sign.variables === name} onClick={() => sign.mutate(name)}>
                        {t.sign}
                      </Button>
                    </Allowed>
                  </Group>
                )}
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
                        {records.map(({ purpose, type, name: host, value, isFound, problem }) => (
                          <Table.Tr key={`${type} ${host} ${value}`}>
                            <Table.Td>
                              <Text size="sm">
                                {t.record[purpose]} · {type}
                              </Text>
                              <Badge size="xs" variant="light" color={stateOf(isFound).color}>
                                {stateOf(isFound).text}
                              </Badge>
                              {problem && (
                                <Text size="xs" c="dimmed">
                                  {problem}
                                </Text>
                              )}
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
