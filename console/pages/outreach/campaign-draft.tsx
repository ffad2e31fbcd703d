import { Alert, Anchor, Button, Group, NumberInput, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { connectionsQuery } from '../connections/queries.ts';
import { segmentsQuery } from '../segments/queries.ts';
import { FormDialog, FormFailure, problemAt, useChange } from '../settings/pieces.tsx';
import classes from './outreach.module.css';
import { Preview } from './preview.tsx';
import { type Campaign, templateQuery, templatesQuery, topicsQuery, transportsQuery } from './queries.ts';

const t = texts.outreach;
const COLOURS = { error: 'red', warning: 'yellow', hint: 'gray' } as const;

/** Who, what, from where, when; then the check, which renders everybody's mail; then it may leave. */
export function CampaignDraft({ campaign }: { campaign: Campaign }) {
  const may = useMay();
  const [name, setName] = useState(campaign.name);
  const [plan, setPlan] = useState({
    segmentId: campaign.segmentId ?? null,
    templateId: campaign.templateId ?? null,
    connectionId: campaign.from?.connectionId ?? null,
    topicId: campaign.topicId ?? null,
    sendAt: campaign.sendAt?.slice(0, 16) ?? '',
    localTime: campaign.localTime ?? '',
    perMinute: campaign.throttle?.perMinute ?? '',
  });
  const [isSending, setSending] = useState(false);
  const segments = useQuery(segmentsQuery);
  const templates = useQuery(templatesQuery);
  const connections = useQuery(connectionsQuery);
  const topics = useQuery(topicsQuery(false));
  const transports = useQuery(transportsQuery);
  const senders = (connections.data?.data ?? []).filter(({ integration }) => integration === 'email');
  const standIns = (transports.data?.data ?? []).filter(({ position, connectionId }) => position !== null && connectionId !== plan.connectionId);
  const path = { params: { path: { id: campaign.id } } };
  const save = useChange(
    () =>
      ask(
        hub.PATCH('/api/v1/email/campaigns/{id}', {
          ...path,
          body: {
            name,
            ...(plan.segmentId ? { segmentId: plan.segmentId } : {}),
            ...(plan.templateId ? { templateId: plan.templateId } : {}),
            ...(plan.connectionId ? { from: { connectionId: plan.connectionId } } : {}),
            topicId: plan.topicId,
            sendAt: plan.sendAt ? new Date(plan.sendAt).toISOString() : null,
            localTime: plan.localTime || null,
            throttle: plan.perMinute === '' ? null : { perMinute: Number(plan.perMinute) },
          },
        }),
      ),
    ['campaigns'],
  );
  const check = useMutation({
    mutationFn: async () => {
      await save.mutateAsync(undefined);
      return ask(hub.POST('/api/v1/email/campaigns/{id}/preflight', { ...path, body: {} }));
    },
  });
  const send = useChange(() => ask(hub.POST('/api/v1/email/campaigns/{id}/schedule', { ...path, body: {} })), ['campaigns']);
  const change = (more: Partial<typeof plan>) => {
    setPlan({ ...plan, ...more });
    check.reset();
  };
  const checked = check.data;
  return (
    <>
      <Title order={1}>
        <bdi>{name || t.newCampaign}</bdi>
      </Title>
      <div className={classes.editor}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            check.mutate();
          }}
        >
          <Stack gap="md">
            <TextInput label={t.name} value={name} error={problemAt(save.error, 'name')} onChange={(event) => setName(event.currentTarget.value)} />
            <Select
              label={t.audience}
              placeholder={segments.data?.data.length === 0 ? t.audienceNone : ''}
              searchable
              value={plan.segmentId}
              data={(segments.data?.data ?? []).map((each) => ({ value: each.id, label: each.name }))}
              onChange={(segmentId) => change({ segmentId })}
            />
            <Select
              label={t.template}
              searchable
              value={plan.templateId}
              placeholder={campaign.content ? t.writeHere : ''}
              data={(templates.data?.data ?? []).filter(({ kind }) => kind === 'template').map((each) => ({ value: each.id, label: each.name }))}
              onChange={(templateId) => change({ templateId })}
            />
            <Select
              label={t.from}
              value={plan.connectionId}
              description={connections.data && senders.length === 0 ? t.fromNone : undefined}
              data={senders.map((each) => ({ value: each.id, label: each.label }))}
              onChange={(connectionId) => change({ connectionId })}
            />
            {plan.connectionId && standIns.length > 0 && (
              <Text size="xs" c="dimmed">
                {t.standIns(standIns.map(({ label }) => label))}{' '}
                <Anchor component={Link} to="/outreach/sending" size="xs">
                  {t.standInsChange}
                </Anchor>
              </Text>
            )}
            {(topics.data?.data.length ?? 0) > 0 && (
              <Select
                label={t.topic}
                description={t.topicHint}
                clearable
                value={plan.topicId}
                data={(topics.data?.data ?? []).map((each) => ({ value: each.id, label: each.name }))}
                onChange={(topicId) => change({ topicId })}
              />
            )}
            <Group grow align="flex-start">
              <TextInput
                label={t.sendAt}
                type="datetime-local"
                value={plan.sendAt}
                error={problemAt(save.error, 'sendAt')}
                onChange={(event) => change({ sendAt: event.currentTarget.value })}
              />
              <NumberInput
                label={t.perMinute}
                min={1}
                value={plan.perMinute}
                onChange={(perMinute) => change({ perMinute: perMinute === '' ? '' : Number(perMinute) })}
              />
            </Group>
            <TextInput label={t.localTime} type="time" value={plan.localTime} onChange={(event) => change({ localTime: event.currentTarget.value })} />
            <FormFailure error={save.error} fields={['name', 'sendAt']} />
            {check.error && !save.error && <Failure error={check.error} />}
            {may('email:write') && (
              <Group gap="sm">
                <Button type="submit" variant={checked?.ready ? 'default' : 'filled'} loading={check.isPending}>
                  {t.check}
                </Button>
                {checked?.ready && may('email:send') && <Button onClick={() => setSending(true)}>{plan.sendAt ? t.sendLater : t.send}</Button>}
              </Group>
            )}
            <Stack gap={6} aria-live="polite">
              {check.isPending && (
                <Text size="sm" c="dimmed">
                  {t.checking}
                </Text>
              )}
              {checked && <Text fw={600}>{checked.ready ? t.ready(checked.audience.willGet) : t.notReady}</Text>}
              {checked?.problems.map(({ code, level, sentence, fix }) => (
                <Alert key={`${code} ${sentence}`} color={COLOURS[level]} variant="light" p="xs">
                  <Text size="sm">{sentence}</Text>
                  {fix && <Text size="xs">{fix}</Text>}
                </Alert>
              ))}
            </Stack>
          </Stack>
        </form>
        {plan.templateId && <TemplatePreview id={plan.templateId} />}
      </div>
      <FormDialog
        title={t.sendTitle(checked?.audience.willGet ?? 0)}
        isOpen={isSending}
        onClose={() => setSending(false)}
        onSubmit={() => send.mutate(undefined)}
        submit={plan.sendAt ? t.sendLater : t.send}
        isPending={send.isPending}
      >
        <Text size="sm">{t.sendText}</Text>
        {send.error && <Failure error={send.error} />}
      </FormDialog>
    </>
  );
}

function TemplatePreview({ id }: { id: string }) {
  const { data } = useQuery(templateQuery(id));
  return data ? <Preview content={{ subject: data.subject, format: data.format, body: data.body }} /> : null;
}
