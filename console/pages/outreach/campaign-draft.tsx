import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { FormDialog, FormFailure, problemAt, useChange } from '../settings/pieces.tsx';
import { CopyCampaign } from './copy-campaign.tsx';
import { DraftAudience } from './draft-audience.tsx';
import { DraftCheck } from './draft-check.tsx';
import { DraftContent } from './draft-content.tsx';
import { bodyOf, type DraftPlan, planOf } from './draft-plan.ts';
import { DraftSender, DraftTime } from './draft-way.tsx';
import classes from './outreach.module.css';
import { Preview } from './preview.tsx';
import { type Campaign, type Content, templateQuery } from './queries.ts';

const t = texts.outreach;
const FIELDS = ['name', 'sendAt', 'localTime', 'throttle.perMinute', 'throttle.perDomainPerMinute', 'from.name', 'from.replyTo', 'variants', 'winner'];

/** Who, what, from where, when; then the check, which renders everybody's mail; then it may leave. */
export function CampaignDraft({ campaign }: { campaign: Campaign }) {
  const may = useMay();
  const navigate = useNavigate();
  const [name, setName] = useState(campaign.name);
  const [plan, setPlan] = useState(() => planOf(campaign));
  const [dialog, setDialog] = useState<'send' | 'discard' | null>(null);
  const path = { params: { path: { id: campaign.id } } };
  const save = useChange(() => ask(hub.PATCH('/api/v1/email/campaigns/{id}', { ...path, body: { name, ...bodyOf(plan) } })), ['campaigns']);
  const check = useMutation({
    mutationFn: async () => {
      await save.mutateAsync(undefined);
      return ask(hub.POST('/api/v1/email/campaigns/{id}/preflight', { ...path, body: {} }));
    },
  });
  const send = useChange(() => ask(hub.POST('/api/v1/email/campaigns/{id}/schedule', { ...path, body: {} })), ['campaigns']);
  const discard = useChange(() => ask(hub.DELETE('/api/v1/email/campaigns/{id}', path)), ['campaigns'], {
    onDone: () => void navigate({ to: '/outreach/campaigns' }),
  });
  const change = (part: Partial<DraftPlan>) => {
    setPlan((before) => ({ ...before, ...part }));
    check.reset();
  };
  const checked = check.data;
  const mayWrite = may('email:write');
  return (
    <>
      <Group justify="space-between" align="flex-start">
        <Title order={1}>
          <bdi>{name || t.newCampaign}</bdi>
        </Title>
        <Group gap="xs">
          <CopyCampaign campaign={campaign} />
          {mayWrite && (
            <Button size="xs" variant="subtle" color="red" onClick={() => setDialog('discard')}>
              {t.discard}
            </Button>
          )}
        </Group>
      </Group>
      <div className={classes.editor}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            check.mutate();
          }}
        >
          <Stack gap="lg">
            <TextInput
              label={t.name}
              value={name}
              error={problemAt(save.error, 'name')}
              onChange={(event) => {
                setName(event.currentTarget.value);
                check.reset();
              }}
            />
            <Step title={t.steps.who}>
              <DraftAudience plan={plan} contactIds={campaign.contactIds} onChange={change} />
            </Step>
            <Step title={t.steps.what}>
              <DraftContent
                plan={plan}
                isWrittenHere={campaign.content !== undefined}
                problem={problemAt(save.error, 'variants') ?? problemAt(save.error, 'winner')}
                onChange={change}
              />
            </Step>
            <Step title={t.steps.from}>
              <DraftSender plan={plan} error={save.error} onChange={change} />
            </Step>
            <Step title={t.steps.when}>
              <DraftTime plan={plan} error={save.error} onChange={change} />
            </Step>
            <FormFailure error={save.error} fields={FIELDS} />
            {check.error && !save.error && <Failure error={check.error} />}
            {mayWrite && (
              <Group gap="sm">
                <Button type="submit" variant={checked?.ready ? 'default' : 'filled'} loading={check.isPending}>
                  {t.check}
                </Button>
                {checked?.ready && may('email:send') && <Button onClick={() => setDialog('send')}>{plan.sendAt ? t.sendLater : t.send}</Button>}
              </Group>
            )}
            <Stack gap={6} aria-live="polite">
              {check.isPending && (
                <Text size="sm" c="dimmed">
                  {t.checking}
                </Text>
              )}
              {checked && <DraftCheck checked={checked} />}
            </Stack>
          </Stack>
        </form>
        {plan.templateId ? <TemplatePreview id={plan.templateId} /> : campaign.content && <Preview content={campaign.content as Content} />}
      </div>
      <FormDialog
        title={t.sendTitle(checked?.audience.willGet ?? 0)}
        isOpen={dialog === 'send'}
        onClose={() => setDialog(null)}
        onSubmit={() => send.mutate(undefined)}
        submit={plan.sendAt ? t.sendLater : t.send}
        isPending={send.isPending}
      >
        <Text size="sm">{t.sendText}</Text>
        {send.error && <Failure error={send.error} />}
      </FormDialog>
      <FormDialog
        title={t.discardTitle(name)}
        isOpen={dialog === 'discard'}
        onClose={() => setDialog(null)}
        onSubmit={() => discard.mutate(undefined)}
        submit={t.discard}
        isPending={discard.isPending}
        isDanger
      >
        <Text size="sm">{t.discardText}</Text>
        {discard.error && <Failure error={discard.error} />}
      </FormDialog>
    </>
  );
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.step}>
      <Title order={2} size="sm">
        {title}
      </Title>
      {children}
    </section>
  );
}

function TemplatePreview({ id }: { id: string }) {
  const { data } = useQuery(templateQuery(id));
  return data ? <Preview content={{ subject: data.subject, format: data.format, body: data.body }} /> : null;
}
