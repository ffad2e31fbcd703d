import { Badge, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import classes from './outreach.module.css';
import { type Content, type Template, versionsQuery } from './queries.ts';

const t = texts.outreach;

/** Everything a template has said; an older wording is taken back into the editor. */
export function TemplateVersions({ template, onTake }: { template: Template; onTake: (content: Content) => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="subtle" onClick={() => setOpen(true)}>
        {t.versions}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t.versions} size="lg" closeButtonProps={{ 'aria-label': texts.close }}>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t.versionsText}
          </Text>
          {isOpen && (
            <List
              template={template}
              onTake={(content) => {
                onTake(content);
                setOpen(false);
              }}
            />
          )}
        </Stack>
      </Modal>
    </>
  );
}

function List({ template, onTake }: { template: Template; onTake: (content: Content) => void }) {
  const query = useQuery(versionsQuery(template.id));
  return (
    <Loaded query={query}>
      {({ data }) => (
        <div className="panel">
          {data.map(({ version, subject, format, body, createdAt }) => (
            <details key={version} className="row">
              <summary className={classes.line}>
                <Text size="sm" fw={500}>
                  {t.version(version)}
                </Text>
                <Text size="sm" c="dimmed" className={classes.grow} truncate>
                  <bdi>{subject}</bdi>
                </Text>
                {version === template.version && (
                  <Badge variant="default" size="sm">
                    {t.versionNow}
                  </Badge>
                )}
                <When at={createdAt} />
              </summary>
              <Stack gap="xs" p="sm" pt={0}>
                <pre className={classes.pre}>{body}</pre>
                {version !== template.version && (
                  <Group>
                    <Button size="xs" variant="default" onClick={() => onTake({ subject, format, body })}>
                      {t.versionTake}
                    </Button>
                  </Group>
                )}
              </Stack>
            </details>
          ))}
        </div>
      )}
    </Loaded>
  );
}
