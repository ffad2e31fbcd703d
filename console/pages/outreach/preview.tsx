import { Alert, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Failure, Waiting } from '../../frame/states.tsx';
import { MailFrame } from '../../patterns/mail/mail-frame.tsx';
import { type Picked, RecordPicker } from '../../patterns/record/record-picker.tsx';
import { texts } from '../../texts.ts';
import classes from './outreach.module.css';
import { type Content, previewQuery } from './queries.ts';

const t = texts.outreach;
const COLOURS = { error: 'red', warning: 'yellow', hint: 'gray' } as const;
const choices = (of: Readonly<Record<string, string>>) => Object.entries(of).map(([value, label]) => ({ value, label }));

/** What is being written, as it would be read: by somebody unknown, by the worst reader, on a phone. */
export function Preview({ content }: { content: Content }) {
  const [show, setShow] = useState<'empty' | 'worst' | 'contact'>('empty');
  const [reader, setReader] = useState<Picked | null>(null);
  const [width, setWidth] = useState('desktop');
  const [settled] = useDebouncedValue(content, 400);
  const query = useQuery(previewQuery(settled, show, show === 'contact' ? reader?.id : undefined));
  const found = show === 'contact' && !reader ? undefined : query.data;
  return (
    <Stack gap="sm" component="section" aria-label={t.preview}>
      <Group justify="space-between" gap="xs">
        <SegmentedControl size="xs" aria-label={t.reader} data={choices(t.readers)} value={show} onChange={(value) => setShow(value as typeof show)} />
        <SegmentedControl size="xs" aria-label={t.width} data={choices(t.widths)} value={width} onChange={setWidth} />
      </Group>
      {show === 'contact' &&
        (reader ? (
          <Button size="compact-xs" variant="subtle" style={{ alignSelf: 'flex-start' }} onClick={() => setReader(null)}>
            {t.otherReader}
          </Button>
        ) : (
          <RecordPicker kind="contact" label={t.chooseReader} onChoose={setReader} />
        ))}
      {show === 'contact' && !reader ? null : query.error ? (
        <Failure error={query.error} />
      ) : !found ? (
        <Waiting rows={3} />
      ) : (
        <>
          <div>
            <Text size="xs" c="dimmed">
              {found.contact ? t.shown(found.contact.name || (found.contact.address ?? '')) : t.shownEmpty}
            </Text>
            <Text fw={600}>
              <bdi>{found.subject}</bdi>
            </Text>
          </div>
          {found.html === null ? (
            <pre className={`panel ${classes.pre}`} style={{ padding: 12 }}>
              {found.text}
            </pre>
          ) : (
            <MailFrame html={found.html} title={t.preview} className={`${classes.frame} ${width === 'phone' ? classes.phone : ''}`} />
          )}
          {found.missing.length > 0 && (
            <Text size="xs" c="dimmed">
              {t.missing(found.missing.join(', '))}
            </Text>
          )}
          <Stack gap={6} aria-live="polite">
            {found.problems.map(({ code, level, sentence, fix }) => (
              <Alert key={`${code} ${sentence}`} color={COLOURS[level]} variant="light" p="xs">
                <Text size="sm">{sentence}</Text>
                <Text size="xs">{fix}</Text>
              </Alert>
            ))}
            {found.problems.length === 0 && (
              <Text size="sm" c="dimmed">
                {t.good}
              </Text>
            )}
          </Stack>
          {found.html !== null && (
            <details>
              <summary>{t.textPart}</summary>
              <pre className={classes.pre}>{found.text}</pre>
            </details>
          )}
          <Text size="xs" c="dimmed">
            {t.size((found.bytes / 1024).toFixed(1))} · {t.images}
          </Text>
        </>
      )}
    </Stack>
  );
}
