import { Alert, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { offerUndo, sayDone } from '../record/undo.tsx';
import { AttachButton, AttachedFiles, useAttachments } from './attachments.tsx';
import { CompletingInput } from './completing-input.tsx';
import classes from './composer.module.css';
import type { DraftContent, useDraft } from './use-draft.ts';
import { useWording } from './use-wording.tsx';

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
const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []);
/** The addresses that a mailbox sends as, its own first. */
const sendersOf = ({ id, label, data, settings }: Schemas['Connection']): { value: string; label: string }[] => {
  const own = typeof data.email === 'string' ? data.email : undefined;
  const others = [...strings(data.aliases), ...strings(settings.aliases)].filter((each) => each !== own);
  return [
    { value: own ? `${id} ${own.toLowerCase()}` : id, label: own ?? label },
    ...[...new Set(others)].map((address) => ({ value: `${id} ${address.toLowerCase()}`, label: address })),
  ];
};
const addressesIn = (list: string): string[] => list.split(/[,;\s]+/).filter(Boolean);

export function ComposerForm({
  to: given,
  subject: about = '',
  inReplyTo,
  connectionId,
  contactId,
  dealId,
  onWriting,
  onClose,
  draft,
}: MailComposerProps & { onClose: () => void; draft: ReturnType<typeof useDraft> }) {
  const queries = useQueryClient();
  const begun = draft.found;
  const [to, setTo] = useState(begun?.to?.join(', ') || given.join(', '));
  const [subject, setSubject] = useState(begun?.subject || about);
  const [text, setText] = useState(begun?.text ?? '');
  const [later, setLater] = useState<string>();
  const [remind, setRemind] = useState<string | null>(null);
  const attachments = useAttachments();
  const wording = useWording({ contactId, dealId });
  const [chosen, setChosen] = useState<string | null>(null);
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
  const senders = usable.flatMap(sendersOf);
  // An answer goes out from the address that was written to, where nobody says otherwise.
  const from = chosen ?? (inReplyTo ? null : (senders.find(({ value }) => connectionId && value.startsWith(connectionId)) ?? senders[0])?.value) ?? null;
  const [sender = '', address] = (from ?? connectionId ?? usable[0]?.id ?? '').split(' ');
  const content = (change: Partial<DraftContent> = {}): DraftContent => ({
    to: addresses,
    subject,
    text,
    inReplyTo,
    fileIds: attachments.files.map(({ id }) => id),
    ...change,
  });
  const send = useMutation({
    mutationFn: () =>
      ask(
        hub.POST('/api/v1/email/messages', {
          body: {
            to: addresses.map((address) => ({ address })),
            subject,
            text,
            undoSeconds: later ? 0 : 10,
            ...attachments.asSent(text),
            ...(sender ? { connectionId: sender } : {}),
            ...(address ? { from: address } : {}),
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
  const begin = useMutation({
    mutationFn: (id: string) => wording.written(id),
    onSuccess: (template) => {
      // What somebody wrote already stays below; an answer keeps its subject.
      if (!inReplyTo && template.subject) setSubject(template.subject);
      write(text.trim() ? `${template.text}\n\n${text}` : template.text, inReplyTo ? {} : { subject: template.subject || subject });
    },
  });
  const write = (words: string, more: Partial<DraftContent> = {}) => {
    setText(words);
    draft.keepSoon(content({ text: words, ...more }));
    if (onWriting && Date.now() - told.current > TOLD_EVERY_MS) {
      told.current = Date.now();
      onWriting();
    }
  };
  const failed = send.error ?? attachments.attach.error ?? begin.error;
  if (mailboxes.data && usable.length === 0) return <Alert color="gray">{t.noMailbox}</Alert>;
  return (
    <Stack gap="xs" className="panel" p="sm" role="form" aria-label={t.write}>
      {senders.length > 1 && (
        <Select size="xs" label={t.from} placeholder={t.fromHint} value={from} onChange={setChosen} clearable={inReplyTo !== undefined} data={senders} />
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
      <CompletingInput
        input={first}
        sign="/"
        offers={wording.offers}
        offersLabel={t.ready}
        insert={wording.insert}
        autosize
        minRows={5}
        maxRows={20}
        label={t.text}
        placeholder={wording.offers.length > 0 ? t.textHintReady : t.textHint}
        value={text}
        onType={write}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isWrong && text.trim()) send.mutate();
        }}
      />
      {begin.data?.readsBadly && (
        <Text size="xs" c="orange" role="status">
          {begin.data.readsBadly}
        </Text>
      )}
      <AttachedFiles {...attachments} />
      {failed && <Failure error={failed} />}
      <div className={classes.options}>
        {wording.templates.length > 0 && (
          <Select
            size="xs"
            searchable
            label={t.template}
            placeholder={t.templateHint}
            value={null}
            disabled={begin.isPending}
            onChange={(id) => id && begin.mutate(id)}
            data={wording.templates}
          />
        )}
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
          <AttachButton {...attachments} />
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
