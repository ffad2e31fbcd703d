import { Badge, Group, Text, UnstyledButton } from '@mantine/core';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import classes from './inbox.module.css';
import { nameOf, type ThreadLine } from './queries.ts';

const t = texts.inbox;

/** One conversation: who, what about, how it goes on. */
export function ThreadRow({ line, isOpen, onOpen }: { line: ThreadLine; isOpen: boolean; onOpen: () => void }) {
  const { subject, snippet, lastAt, messageCount, isUnread, kind } = line;
  const who = line.lastDirection === 'outbound' ? `${t.to} ${line.to.map(nameOf).slice(0, 2).join(', ')}` : (nameOf(line.from) ?? t.nobody);
  return (
    <li>
      <UnstyledButton className={classes.line} aria-current={isOpen} onClick={onOpen}>
        <Group gap={8} wrap="nowrap" justify="space-between">
          <Group gap={8} wrap="nowrap" miw={0}>
            {isUnread && <span className={classes.dot} role="img" aria-label={t.unread} />}
            <Text size="sm" fw={isUnread ? 650 : 500} truncate>
              <bdi>{who}</bdi>
            </Text>
            {messageCount > 1 && (
              <Text size="xs" c="dimmed" component="span" title={t.count(messageCount)}>
                {messageCount}
              </Text>
            )}
          </Group>
          <When at={lastAt} />
        </Group>
        <Text size="sm" truncate>
          <bdi>{subject === null ? t.hiddenSubject : subject || t.noSubject}</bdi>
        </Text>
        <Group gap={6} wrap="nowrap">
          {t.kinds[kind] && (
            <Badge size="xs" variant="light" color="gray" tt="none">
              {t.kinds[kind]}
            </Badge>
          )}
          <Text size="xs" c="dimmed" truncate>
            <bdi>{snippet ?? t.hidden}</bdi>
          </Text>
        </Group>
      </UnstyledButton>
    </li>
  );
}
