import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconFileText, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '../../frame/may.tsx';
import { Empty, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import classes from './outreach.module.css';
import { templatesQuery } from './queries.ts';

const t = texts.outreach;

export function Templates() {
  const query = useQuery(templatesQuery);
  const add = useMay()('email:write') && (
    <Button size="xs" leftSection={<IconPlus size={14} />} component={Link} to="/outreach/templates/new">
      {t.newTemplate}
    </Button>
  );
  return (
    <Stack gap="md" maw={920}>
      <Group justify="space-between" align="flex-start">
        <Stack gap={4}>
          <Title order={1}>{t.templates}</Title>
          <Text size="sm" c="dimmed">
            {t.templatesLead}
          </Text>
        </Stack>
        {add}
      </Group>
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noTemplates}</Empty>}>
        {({ data }) => (
          <Stack gap="lg">
            {[...new Set(data.map(({ folder }) => folder))].map((folder) => (
              <Stack key={folder} gap={6} component="section">
                {folder && (
                  <Title order={2} size="sm" c="dimmed">
                    <bdi>{folder}</bdi>
                  </Title>
                )}
                <div className="panel">
                  {data
                    .filter((each) => each.folder === folder)
                    .map(({ id, name, kind, subject, shortcut, updatedAt }) => (
                      <Link key={id} to="/outreach/templates/$id" params={{ id }} className={`card-link row ${classes.line}`}>
                        <IconFileText size={18} aria-hidden="true" className={classes.icon} />
                        <div className={classes.grow}>
                          <Text size="sm" fw={500} truncate>
                            <bdi>{name}</bdi>
                          </Text>
                          <Text size="xs" c="dimmed" truncate>
                            <bdi>{kind === 'snippet' ? `/${shortcut ?? name}` : subject}</bdi>
                          </Text>
                        </div>
                        {kind === 'snippet' && (
                          <Badge variant="default" size="sm">
                            {t.kind.snippet}
                          </Badge>
                        )}
                        <When at={updatedAt} />
                      </Link>
                    ))}
                </div>
              </Stack>
            ))}
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}
