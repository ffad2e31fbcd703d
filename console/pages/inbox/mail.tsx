import { Anchor, Badge, Button, Group, List, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconInfoCircle, IconPaperclip } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Face } from '../../frame/face.tsx';
import { Failure } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { MailFrame } from '../../patterns/mail/mail-frame.tsx';
import { texts } from '../../texts.ts';
import classes from './inbox.module.css';
import { type Mail, nameOf, picturesQuery } from './queries.ts';

const t = texts.inbox;
const sizeOf = (bytes: number): string => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);

/** One mail: what is new in it first, the rest when asked for. */
export function MailArticle({ mail, threadId, startsOpen }: { mail: Mail; threadId: string; startsOpen: boolean }) {
  const [isOpen, setOpen] = useState(startsOpen);
  // What stands inside the text is shown there.
  const files = mail.attachments.filter(({ inline, fileId }) => !(inline && fileId && mail.html));
  const who = nameOf(mail.from) ?? t.nobody;
  return (
    <article className={classes.mail} aria-label={who}>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <UnstyledButton onClick={() => setOpen(!isOpen)} aria-expanded={isOpen} style={{ minWidth: 0 }}>
          <Group gap="sm" wrap="nowrap">
            <Face name={who} size={28} />
            <div style={{ minWidth: 0 }}>
              <Text size="sm" fw={600} truncate>
                <bdi>{who}</bdi>
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {t.to} <bdi>{[...mail.to, ...mail.cc].map(nameOf).join(', ')}</bdi>
              </Text>
            </div>
          </Group>
        </UnstyledButton>
        <Group gap="xs" wrap="nowrap">
          {t.kinds[mail.kind] && (
            <Badge size="xs" variant="light" color="gray" tt="none">
              {t.kinds[mail.kind]}
            </Badge>
          )}
          {mail.trace.length > 0 && (
            <Tooltip multiline maw={320} label={mail.trace.map((step) => t.remarks[step] ?? step).join(' ')} events={{ hover: true, focus: true, touch: true }}>
              <UnstyledButton aria-label={t.why}>
                <IconInfoCircle size={14} />
              </UnstyledButton>
            </Tooltip>
          )}
          <When at={mail.sentAt} />
        </Group>
      </Group>
      {isOpen && (
        <>
          <Words mail={mail} threadId={threadId} />
          {files.length > 0 && (
            <List mt="sm" size="sm" listStyleType="none" icon={<IconPaperclip size={14} />}>
              {files.map(({ fileId, name, size }) => (
                <List.Item key={`${fileId} ${name}`}>
                  {fileId ? (
                    <Anchor size="sm" href={`/api/v1/email/mails/${mail.id}/files/${fileId}`} download={name}>
                      {name}
                    </Anchor>
                  ) : (
                    name
                  )}{' '}
                  <Text span size="xs" c="dimmed">
                    {sizeOf(size)}
                  </Text>
                </List.Item>
              ))}
            </List>
          )}
        </>
      )}
    </article>
  );
}

/** What a mail says: what is new in an answer, all of it as it was sent when asked for, and anything else as it was sent. */
function Words({ mail, threadId }: { mail: Mail; threadId: string }) {
  const quotes = mail.text !== null && mail.reply !== null && mail.text.trim().length > mail.reply.length + 20;
  const [isWhole, setWhole] = useState(!quotes);
  const [wantsPictures, setWantsPictures] = useState(false);
  const pictures = useQuery({ ...picturesQuery(threadId, mail.id), enabled: wantsPictures });
  if (mail.isHidden)
    return (
      <Text size="sm" mt="sm" c="dimmed">
        {t.hidden}
      </Text>
    );
  const html = pictures.data?.messages.find(({ id }) => id === mail.id)?.html ?? mail.html;
  return (
    <>
      {isWhole && html ? (
        <>
          {mail.blockedImages > 0 && !pictures.data && (
            <Group gap="xs" mt="sm">
              <Text size="xs" c="dimmed">
                {t.picturesBlocked(mail.blockedImages)}
              </Text>
              <Button size="compact-xs" variant="default" loading={pictures.isFetching} onClick={() => setWantsPictures(true)}>
                {t.showPictures}
              </Button>
            </Group>
          )}
          {pictures.error && <Failure error={pictures.error} retry={() => void pictures.refetch()} />}
          <MailFrame html={html} title={t.asSent} className={classes.sheet} opensLinks grows />
        </>
      ) : (
        <Text size="sm" mt="sm" className={classes.words}>
          <bdi>{isWhole ? mail.text : (mail.reply ?? '')}</bdi>
        </Text>
      )}
      {quotes && (
        <Button mt="xs" size="compact-xs" variant="default" onClick={() => setWhole(!isWhole)}>
          {isWhole ? t.lessMail : t.wholeMail}
        </Button>
      )}
    </>
  );
}
