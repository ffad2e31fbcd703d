import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '../../frame/may.tsx';
import { Empty, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { segmentsQuery } from './queries.ts';
import classes from './segments.module.css';

const t = texts.segments;

export function Segments() {
  const query = useQuery(segmentsQuery);
  const mayAdd = useMay()('segments:write');
  const add = mayAdd && (
    <Button size="xs" leftSection={<IconPlus size={14} />} component={Link} to="/segments/new">
      {t.add}
    </Button>
  );
  return (
    <Stack gap="md" maw={920}>
      <Group justify="space-between" align="flex-start">
        <Stack gap={4}>
          <Title order={1}>{t.title}</Title>
          <Text size="sm" c="dimmed">
            {t.lead}
          </Text>
        </Stack>
        {add}
      </Group>
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.empty}</Empty>}>
        {({ data }) => (
          <div className="panel">
            {data.map((segment) => (
              <Link key={segment.id} to="/segments/$id" params={{ id: segment.id }} className={`card-link row ${classes.line}`}>
                <IconUsersGroup size={18} aria-hidden="true" className={classes.icon} />
                <div className={classes.grow}>
                  <Text size="sm" fw={500} truncate>
                    <bdi>{segment.name}</bdi>
                  </Text>
                  <Text size="xs" c="dimmed" lineClamp={2}>
                    <bdi>{segment.sentence}</bdi>
                  </Text>
                </div>
                <When at={segment.updatedAt} />
              </Link>
            ))}
          </div>
        )}
      </Loaded>
    </Stack>
  );
}
