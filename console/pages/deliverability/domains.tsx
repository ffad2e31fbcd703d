import { Alert, Badge, Button, Code, CopyButton, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, hub } from '../../api.ts';
import { Allowed } from '../../frame/may.tsx';
import { Empty, Loaded } from '../../frame/states.tsx';
import { sayDone, sayFailed } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import classes from './deliverability.module.css';
import { domainsQuery } from './queries.ts';

const t = texts.deliverability;
const stateOf = (isFound: boolean | null) =>
  isFound === null
    ? { color: 'gray', text: t.unchecked, icon: IconQuestionMark }
    : isFound
      ? { color: 'green', text: t.found, icon: IconCheck }
      : { color: 'red', text: t.missing, icon: IconX };

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
                  <Title order={2} size="h4" className="wrap-anywhere">
                    {name}
                  </Title>
                  <Badge variant="light" color={isReady ? 'green' : 'amber'} leftSection={isReady ? <IconCheck size={12} /> : <IconAlertTriangle size={12} />}>
                    {isReady ? t.ready : t.notReady}
                  </Badge>
                  <Text size="sm" c="dimmed" className="wrap-anywhere">
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
                  <ul className="panel" aria-label={t.records(name)}>
                    {records.map((record) => (
                      <DnsRecord key={`${record.type} ${record.name} ${record.value}`} record={record} />
                    ))}
                  </ul>
                )}
              </Stack>
            </Paper>
          ))}
        </Stack>
      )}
    </Loaded>
  );
}

type Domain = Awaited<ReturnType<NonNullable<typeof domainsQuery.queryFn>>>['data'][number];

/** What to put where. On a phone each part has a line of its own: nothing is drawn aside to be seen. */
function DnsRecord({ record: { purpose, type, name: host, value, isFound, problem } }: { record: Domain['records'][number] }) {
  const { color, text, icon: Icon } = stateOf(isFound);
  return (
    <li className={`row ${classes.record}`}>
      <div>
        <Text size="sm" fw={500}>
          {t.record[purpose] ?? purpose} · {type}
        </Text>
        <Badge size="sm" variant="light" color={color} leftSection={<Icon size={12} />}>
          {text}
        </Badge>
        {problem && (
          <Text size="xs" c="dimmed" mt={4}>
            {problem}
          </Text>
        )}
      </div>
      <Copied what={t.host} of={host} value={host} />
      <Copied what={t.value} of={host} value={value} />
    </li>
  );
}

/** Copied whole, however much of it is shown. */
function Copied({ what, of, value }: { what: string; of: string; value: string }) {
  return (
    <div className={classes.part}>
      <Group gap={4} justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {what}
        </Text>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button variant="subtle" size="compact-xs" onClick={copy} aria-label={`${t.copy}: ${what}, ${of}`}>
              {copied ? t.copied : t.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Code className="wrap-anywhere">{value}</Code>
    </div>
  );
}
