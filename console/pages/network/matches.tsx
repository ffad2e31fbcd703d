import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Allowed } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import classes from './network.module.css';
import { matchesQuery } from './queries.ts';

const t = texts.network;
type Match = Schemas['LinkedInMatch'];

/** Suggestions with their reason: a person decides. */
export function Matches() {
  const query = useQuery(matchesQuery);
  return (
    <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noMatches}</Empty>}>
      {({ data }) => (
        <Stack gap="sm">
          <Text fw={600}>{t.matches}</Text>
          {data.map((match) => (
            <Decide key={match.id} match={match} />
          ))}
        </Stack>
      )}
    </Loaded>
  );
}

function Decide({ match }: { match: Match }) {
  const queries = useQueryClient();
  const decide = useMutation({
    mutationFn: (isSame: boolean) =>
      ask(
        isSame
          ? hub.POST('/api/v1/linkedin/matches/{id}/accept', { params: { path: { id: match.id } } })
          : hub.POST('/api/v1/linkedin/matches/{id}/reject', { params: { path: { id: match.id } } }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['network'] }),
  });
  const name = `${match.firstName} ${match.lastName}`.trim();
  return (
    <Stack className="panel" p="md" gap="sm">
      <div className={classes.pair}>
        <Side title={t.there} name={name} lines={[match.position, match.company, match.email]} />
        <Side
          title={t.here}
          name={match.contact?.name ?? ''}
          lines={[match.contact?.jobTitle ?? null, match.contact?.company ?? null, match.contact?.email ?? null]}
        />
      </div>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {match.matchReason}
        </Text>
        <Allowed to="linkedin:write">
          <Group gap="xs">
            <Button size="xs" onClick={() => decide.mutate(true)} loading={decide.isPending} aria-label={`${t.accept}: ${name}`}>
              {t.accept}
            </Button>
            <Button size="xs" variant="default" onClick={() => decide.mutate(false)} aria-label={`${t.reject}: ${name}`}>
              {t.reject}
            </Button>
          </Group>
        </Allowed>
      </Group>
      {decide.error && <Failure error={decide.error} />}
    </Stack>
  );
}

const Side = ({ title, name, lines }: { title: string; name: string; lines: readonly (string | null)[] }) => (
  <div>
    <Text size="xs" c="dimmed">
      {title}
    </Text>
    <Text size="sm" fw={500}>
      <bdi>{name}</bdi>
    </Text>
    {lines.filter(Boolean).map((line) => (
      <Text key={line} size="sm">
        <bdi>{line}</bdi>
      </Text>
    ))}
  </div>
);
