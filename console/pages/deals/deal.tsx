import { Button, Group, Menu, Stack, Text } from '@mantine/core';
import { IconCheck, IconDots, IconX } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import type { RecordProps } from '../../frame/beside-panel.tsx';
import { Face } from '../../frame/face.tsx';
import { Allowed } from '../../frame/may.tsx';
import { moneyText } from '../../frame/money.tsx';
import { QuickActions } from '../../frame/quick-actions.tsx';
import { Loaded } from '../../frame/states.tsx';
import { relative, When } from '../../frame/when.tsx';
import { MailComposer } from '../../patterns/mail/composer.tsx';
import { InlineField } from '../../patterns/record/inline-field.tsx';
import { NoteComposer } from '../../patterns/record/note-composer.tsx';
import { RecordPage, Side } from '../../patterns/record/record-page.tsx';
import { OrganizationField } from '../../patterns/record/record-picker.tsx';
import { RelatedTodos } from '../../patterns/record/related.tsx';
import { offerUndo, sayDone, sayFailed } from '../../patterns/record/undo.tsx';
import { useProvenance } from '../../patterns/record/use-provenance.ts';
import { Timeline } from '../../patterns/timeline/timeline.tsx';
import { texts } from '../../texts.ts';
import { CustomFields } from '../contacts/custom-fields.tsx';
import { activitiesOf, contactQuery } from '../contacts/queries.ts';
import { organizationQuery } from '../organizations/queries.ts';
import { DealPeople } from './deal-people.tsx';
import { LostDialog } from './lost-dialog.tsx';
import { changeDeal, type Deal, type DealChange, dealQuery, historyQuery, peopleQuery, pipelinesQuery } from './queries.ts';
import { StageBadge } from './stage-badge.tsx';
import { useNames } from './use-names.ts';

const t = texts.deals;
const route = getRouteApi('/signed-in/deals/$id');

export function DealPage() {
  const { id } = route.useParams();
  const { kind } = route.useSearch();
  const navigate = useNavigate();
  return (
    <DealRecord id={id} kind={kind} onKind={(next) => void navigate({ to: '/deals/$id', params: { id }, search: next ? { kind: next } : {}, replace: true })} />
  );
}

/** The same on its page and beside another. */
export function DealRecord({ id, ...shown }: RecordProps) {
  const query = useQuery(dealQuery(id));
  return <Loaded query={query}>{(deal) => <Page key={deal.id} deal={deal} {...shown} />}</Loaded>;
}

function Page({ deal, kind, onKind }: Omit<RecordProps, 'id'> & { deal: Deal }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data: pipelines } = useQuery(pipelinesQuery);
  const { data: people } = useQuery(peopleQuery);
  const [isLosing, setLosing] = useState(false);
  const { id, version } = deal;
  const timeline = useInfiniteQuery(activitiesOf({ dealId: id }, kind));
  const { data: first } = useQuery({ ...contactQuery(deal.contacts[0]?.contactId ?? ''), enabled: deal.contacts.length > 0 });
  const organization = useQuery({ ...organizationQuery(deal.organizationId ?? ''), enabled: deal.organizationId !== null });
  const refresh = () => queries.invalidateQueries({ queryKey: ['deals'] });
  const stages = pipelines?.data.find((pipeline) => pipeline.id === deal.pipelineId)?.stages ?? [];
  const save = async (change: DealChange) => {
    const after = await changeDeal(id, { ...change, version });
    queries.setQueryData(dealQuery(id).queryKey, after);
    await refresh();
  };
  const close = useMutation({
    mutationFn: (reason?: { lossReason: NonNullable<Deal['lossReason']>; lossReasonDetail: string | null }) =>
      reason
        ? ask(hub.POST('/api/v1/deals/{id}/lost', { params: { path: { id } }, body: { ...reason, version } }))
        : ask(hub.POST('/api/v1/deals/{id}/won', { params: { path: { id } }, body: { version } })),
    onSuccess: (after) => sayDone(after.status === 'won' ? t.wonDone(after.name) : t.moved(after.name, t.lost)),
    onError: sayFailed,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: () => ask(hub.DELETE('/api/v1/deals/{id}', { params: { path: { id }, query: { version } } })),
    onSuccess: async () => {
      await navigate({ to: '/deals', search: { view: 'list', status: 'open', sort: '-createdAt', q: '' } });
      await refresh();
      offerUndo(texts.records.record.removed(deal.name), async () => {
        await ask(hub.POST('/api/v1/deals/{id}/restore', { params: { path: { id } } }));
        await refresh();
      });
    },
    onError: sayFailed,
  });
  const from = useProvenance('deal', id);
  const text = (field: 'name' | 'nextStep' | 'description') => async (value: string | null) => save({ [field]: field === 'name' ? (value ?? '') : value });
  return (
    <>
      <RecordPage
        permission="deals:write"
        back={{ to: '/deals', label: texts.records.record.back(t.title) }}
        title={deal.name}
        line={
          <Group gap="sm">
            <StageBadge deal={deal} />
            {deal.amount !== null && <Text size="sm">{moneyText({ amount: deal.amount, currency: deal.currency })}</Text>}
            <Text size="sm">{t.inStage(relative(new Date(deal.stageSince)))}</Text>
          </Group>
        }
        actions={
          <>
            <QuickActions subject={{ dealId: id, contactId: deal.contacts[0]?.contactId, email: first?.emails[0]?.value, phone: first?.phones[0]?.value }} />
            {deal.status === 'open' && (
              <>
                <Button size="xs" leftSection={<IconCheck size={14} />} onClick={() => close.mutate(undefined)} loading={close.isPending}>
                  {t.won}
                </Button>
                <Button size="xs" variant="default" leftSection={<IconX size={14} />} onClick={() => setLosing(true)}>
                  {t.lost}
                </Button>
              </>
            )}
            <Menu position="bottom-end" shadow="sm">
              <Menu.Target>
                <Button size="xs" variant="default" aria-label={texts.frame.more}>
                  <IconDots size={14} />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item color="red" onClick={() => remove.mutate()}>
                  {texts.records.record.remove}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </>
        }
        fields={
          <>
            <Side title={texts.records.record.fields}>
              <InlineField label={t.name} value={deal.name} provenance={from('name')} onSave={text('name')} />
              <InlineField
                label={t.amount}
                provenance={from('amount')}
                value={deal.amount}
                kind="number"
                shown={deal.amount === null ? undefined : moneyText({ amount: deal.amount, currency: deal.currency })}
                onSave={(value) => save({ amount: value?.replace(',', '.') ?? null })}
              />
              <InlineField
                label={t.currency}
                value={deal.currency}
                provenance={from('currency')}
                onSave={(value) => save({ currency: (value ?? deal.currency).toUpperCase() })}
              />
              <InlineField
                label={t.stage}
                provenance={from('stage')}
                value={deal.stage}
                kind="select"
                options={stages.filter((stage) => stage.outcome === 'open' || stage.key === deal.stage).map(({ key, title }) => ({ value: key, label: title }))}
                onSave={(value) => (value ? save({ stage: value }) : Promise.resolve())}
              />
              <InlineField
                label={t.probability}
                provenance={from('probability')}
                value={String(deal.probability)}
                kind="number"
                shown={`${deal.probability} %`}
                isReadOnly={deal.status !== 'open'}
                onSave={(value) => save({ probability: Number(value) })}
              />
              <OrganizationField
                label={t.organization}
                value={deal.organizationId ? { id: deal.organizationId, name: organization.data?.name ?? texts.records.record.none } : null}
                onSave={(organizationId) => save({ organizationId })}
              />
              <InlineField
                label={t.owner}
                provenance={from('ownerId')}
                value={deal.ownerId}
                kind="select"
                options={people?.data.map((person) => ({ value: person.id, label: person.name })) ?? []}
                onSave={(value) => save({ ownerId: value })}
              />
              <InlineField
                label={t.closes}
                value={deal.expectedCloseDate}
                kind="date"
                provenance={from('expectedCloseDate')}
                onSave={(value) => save({ expectedCloseDate: value })}
              />
              <InlineField
                label={t.source}
                provenance={from('leadSource')}
                value={deal.leadSource}
                kind="select"
                options={Object.entries(t.sources).map(([value, label]) => ({ value, label }))}
                onSave={(value) => save({ leadSource: value as Deal['leadSource'] })}
              />
              <InlineField label={t.nextStep} value={deal.nextStep} provenance={from('nextStep')} onSave={text('nextStep')} />
              <InlineField label={t.description} value={deal.description} kind="long" provenance={from('description')} onSave={text('description')} />
            </Side>
            <CustomFields entity="deal" values={deal.customFields} from={from} onSave={(key, value) => save({ customFields: { [key]: value } })} />
          </>
        }
        timeline={
          <Timeline
            query={timeline}
            kind={kind}
            onKind={onKind}
            composer={
              <>
                <Allowed to="email:send">
                  <MailComposer label={texts.mail.write} to={[]} dealId={id} />
                </Allowed>
                <Allowed to="notes:write">
                  <NoteComposer about={{ dealId: id }} />
                </Allowed>
              </>
            }
          />
        }
        related={
          <>
            <DealPeople deal={deal} save={save} />
            <RelatedTodos of={{ dealId: id }} />
            <History id={id} titleOf={(key) => stages.find((stage) => stage.key === key)?.title ?? key} />
          </>
        }
      />
      <LostDialog
        deal={isLosing ? deal : undefined}
        onClose={() => setLosing(false)}
        onLost={(reason) => {
          setLosing(false);
          close.mutate(reason);
        }}
      />
    </>
  );
}

/** The way of a deal through its pipeline, newest first. */
function History({ id, titleOf }: { id: string; titleOf: (stage: string) => string }) {
  const query = useQuery(historyQuery(id));
  const nameOf = useNames();
  return (
    <Side title={t.history}>
      <Loaded query={query}>
        {({ data }) => (
          <Stack gap={0}>
            {data.map((step) => (
              <Group key={step.id} justify="space-between" className="row" py={8} wrap="nowrap">
                <Text size="sm">{step.fromStage ? `${titleOf(step.fromStage)} → ${titleOf(step.toStage)}` : `${t.entered} ${titleOf(step.toStage)}`}</Text>
                <Group gap="sm" wrap="nowrap">
                  {step.actor.startsWith('person:') && <Face name={nameOf(step.actor.slice('person:'.length))} size={18} />}
                  <When at={step.at} />
                </Group>
              </Group>
            ))}
          </Stack>
        )}
      </Loaded>
    </Side>
  );
}
