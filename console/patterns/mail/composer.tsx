import { Alert, Button, Checkbox, FileButton, Group, Pill, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconMail, IconPaperclip } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { Failure, Waiting } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { offerUndo, sayDone } from '../record/undo.tsx';
import classes from './composer.module.css';
import { type DraftContent, useDraft } from './use-draft.ts';

const t = texts.mail;

export interface MailComposerProps {
  label: string;
  to: readonly string[];
  subject?: string;
  inReplyTo?: string;
  threadId?: string;
  connectionId?: string;
  contactId?: string;
  dealId?: string;
  /** Told now and then while somebody writes. */
  onWriting?: () => void;
}
const ADDRESS = /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/;
const TOLD_EVERY_MS = 20_000;
const REMIND_AFTER_DAYS = [1, 3, 7, 14];
const addressesIn = (list: string): string[] => list.split(/[,;\s]+/).filter(Boolean);

/** A mail written where it belongs. It can be called back for ten seconds after Send. */
export function MailComposer(props: MailComposerProps) {
  const [isOpen, setOpen] = useState(false);
  if (!isOpen)
    return (
      <Button
        variant="default"
        size="xs"
        leftSection={<IconMail size={14} />}
        data-quick="mail"
        onClick={() => setOpen(true)}
        style={{ alignSelf: 'flex-start' }}
      >
        {props.label}
      </Button>
    );
  return <Open {...props} onClose={() => setOpen(false)} />;
}

type Draft = ReturnType<typeof useDraft>;

/** What was begun here is there again, before anybody writes over it. */
function Open(props: MailComposerProps & { onClose: () => void }) {
  const { threadId, contactId, dealId } = props;
  const draft = useDraft({ threadId, contactId, dealId });
  return draft.isKnown ? <Form {...props} draft={draft} /> : <Waiting rows={2} />;
}

interface Attached {
  id: string;
  name: string;
  isPicture: boolean;
}
const escaped = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');

function Form({
  to: given,
  subject: about = '',
  inReplyTo,
  connectionId,
  contactId,
  dealId,
  onWriting,
  onClose,
  draft,
}: MailComposerProps & { onClose: () => void; draft: Draft }) {
  const queries = useQueryClient();
  const begun = draft.found;
  const [to, setTo] = useState(begun?.to?.join(', ') || given.join(', '));
  const [subject, setSubject] = useState(begun?.subject || about);
  const [text, setText] = useState(begun?.text ?? '');
  const [later, setLater] = useState<string>();
  const [remind, setRemind] = useState<string | null>(null);
  const [files, setFiles] = useState<Attached[]>([]);
  const [inside, setInside] = useState(false);
  const [from, setFrom] = useState<string | null>(connectionId ?? null);
  const told = useRef(0);
  const first = useRef<HTMLTextAreaElement>(null);
  const mailboxes = useQuery({
    queryKey: ['connections', 'email'],
    queryFn: () => ask(hub.GET('/api/v1/connections', { params: { query: { limit: 200, integration: 'email', status: 'active' } } })),
    staleTime: 60_000,
  });
  const usable = (mailboxes.data?.data ?? []).filter(({ data }) => data.sends !== false);
  useEffect(() => first.current?.focus(), []);
  const addresses = addressesIn(to);
  const isWrong = addresses.length === 0 || addresses.some((each) => !ADDRESS.test(each));
  const sender = from ?? usable[0]?.id;
  const content = (change: Partial<DraftContent> = {}): DraftContent => ({
    to: addresses,
    subject,
    text,
    inReplyTo,
    fileIds: files.map(({ id }) => id),
    ...change,
  });
  const pictures = inside ? files.filter(({ isPicture }) => isPicture) : [];
  const html = `${escaped(text)}${pictures.map(({ id, name }) => `<br><img src="cid:${id}" alt="${escaped(name).replaceAll('"', '&quot;')}" style="max-width: 100%">`).join('')}`;
  const send = useMutation({
    mutationFn: () =>
      ask(
        hub.POST('/api/v1/email/messages', {
          body: {
            to: addresses.map((address) => ({ address })),
            subject,
            text,
            undoSeconds: later ? 0 : 10,
            attachments: files.map(({ id: fileId, name }) => ({ fileId, name, ...(pictures.some(({ id }) => id === fileId) ? { contentId: fileId } : {}) })),
            ...(pictures.length > 0 ? { html } : {}),
            ...(sender ? { connectionId: sender } : {}),
            ...(inReplyTo ? { inReplyTo } : {}),
            ...(contactId ? { contactId } : {}),
            ...(dealId ? { dealId } : {}),
            ...(remind ? { remindAfterDays: Number(remind) } : {}),
            ...(later ? { sendAt: new Date(later).toISOString() } : {}),
          },
        }),
      ),
    onSuccess: ({ id }) => {
      const written = content();
      void draft.drop();
      onClose();
      const refresh = () => queries.invalidateQueries({ queryKey: ['threads'] });
      if (later) sayDone(t.planned(new Date(later).toLocaleString()));
      else
        offerUndo(t.sending(addresses.join(', ')), () =>
          // Called back, it is a draft again.
          ask(hub.POST('/api/v1/email/messages/{id}/cancel', { params: { path: { id } }, body: {} }))
            .then(() => draft.keepNow(written))
            .then(refresh),
        );
    },
  });
  const attach = useMutation({
    mutationFn: async (chosen: File) => {
      const form = new FormData();
      form.append('file', chosen);
      const answer = await window.fetch('/api/v1/files', { method: 'POST', body: form });
      if (!answer.ok) throw new Error(((await answer.json()) as { detail: string }).detail);
      return { id: ((await answer.json()) as { id: string }).id, name: chosen.name, isPicture: /^image\/(?:png|jpe?g|gif|webp)$/.test(chosen.type) };
    },
    onSuccess: (file) => setFiles((before) => [...before, file]),
  });
  const write = (words: string) => {
    setText(words);
    draft.keepSoon(content({ text: words }));
    if (onWriting && Date.now() - told.current > TOLD_EVERY_MS) {
      told.current = Date.now();
      onWriting();
    }
  };
  if (mailboxes.data && usable.length === 0) return <Alert color="gray">{t.noMailbox}</Alert>;
  return (
    <Stack gap="xs" className="panel" p="sm" role="form" aria-label={t.write}>
      {usable.length > 1 && (
        <Select
          size="xs"
          label={t.from}
          value={sender ?? null}
          onChange={setFrom}
          allowDeselect={false}
          data={usable.map(({ id, label }) => ({ value: id, label }))}
        />
      )}
      <TextInput
        size="xs"
        label={t.to}
        placeholder={t.toHint}
        value={to}
        onChange={(event) => {
          setTo(event.currentTarget.value);
          draft.keepSoon(content({ to: addressesIn(event.currentTarget.value) }));
        }}
        error={to !== '' && isWrong ? t.wrongAddress : undefined}
      />
      <TextInput
        size="xs"
        label={t.subject}
        value={subject}
        onChange={(event) => {
          setSubject(event.currentTarget.value);
          draft.keepSoon(content({ subject: event.currentTarget.value }));
        }}
      />
      <Textarea
        ref={first}
        autosize
        minRows={5}
        maxRows={20}
        label={t.text}
        placeholder={t.textHint}
        value={text}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isWrong && text.trim()) send.mutate();
        }}
      />
      {files.length > 0 && (
        <Pill.Group>
          {files.map((file) => (
            <Pill
              key={file.id}
              className={classes.file}
              withRemoveButton
              removeButtonProps={{ 'aria-label': t.dropFile(file.name) }}
              onRemove={() => setFiles((before) => before.filter((each) => each !== file))}
            >
              {file.name}
            </Pill>
          ))}
        </Pill.Group>
      )}
      {files.some(({ isPicture }) => isPicture) && (
        <Checkbox size="xs" label={t.inside} checked={inside} onChange={(event) => setInside(event.currentTarget.checked)} />
      )}
      {(send.error ?? attach.error) && <Failure error={(send.error ?? attach.error) as Error} />}
      <div className={classes.options}>
        <TextInput size="xs" type="datetime-local" label={t.later} value={later ?? ''} onChange={(event) => setLater(event.currentTarget.value || undefined)} />
        <Select
          size="xs"
          clearable
          label={t.remind}
          placeholder={t.remindNot}
          value={remind}
          onChange={setRemind}
          data={REMIND_AFTER_DAYS.map((days) => ({ value: String(days), label: t.remindAfter(days) }))}
        />
      </div>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Button size="xs" loading={send.isPending} disabled={isWrong || text.trim() === ''} onClick={() => send.mutate()}>
            {later ? t.sendLater : t.send}
          </Button>
          <FileButton onChange={(chosen) => chosen && attach.mutate(chosen)}>
            {(button) => (
              <Button {...button} size="xs" variant="subtle" loading={attach.isPending} leftSection={<IconPaperclip size={14} />}>
                {t.attach}
              </Button>
            )}
          </FileButton>
        </Group>
        <Group gap="xs" wrap="nowrap">
          <Text size="xs" c="dimmed" role="status">
            {draft.error ? t.notKept : draft.keptAt ? t.kept : ''}
          </Text>
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            onClick={() => {
              void draft.drop();
              onClose();
            }}
          >
            {t.discard}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}
