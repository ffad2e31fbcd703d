import { Button, Group, NumberInput, Select, Stack, Switch, Text, Textarea, TextInput, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Failure, Loaded } from '../../frame/states.tsx';
import { readConditions, writeConditions } from '../../patterns/filter/filter.ts';
import { FilterBar } from '../../patterns/filter/filter-bar.tsx';
import { texts } from '../../texts.ts';
import { peopleQuery } from '../deals/queries.ts';
import { FormDialog, FormFailure, problemAt, useChange } from '../settings/pieces.tsx';
import { MessagePreview } from './message-preview.tsx';
import { channelsQuery, type NewRule, previewQuery, type Rule, ruleQuery } from './queries.ts';
import { Simulation } from './simulation.tsx';
import classes from './slack.module.css';

const t = texts.slack;
const OWNER = 'owner';

/** An alert: what it waits for, to whom it goes, what it looks like, and how loud it would have been. */
export function RulePage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useQuery(ruleQuery(id));
  return (
    <Stack gap="md">
      <Link to="/slack" search={{ tab: 'rules' }} className={`card-link ${classes.back}`}>
        <IconArrowLeft size={14} aria-hidden="true" />
        <Text size="sm" c="dimmed" span>
          {t.back}
        </Text>
      </Link>
      {id === 'new' ? <Editor /> : <Loaded query={query}>{(rule) => <Editor key={rule.id} rule={rule} />}</Loaded>}
    </Stack>
  );
}

const targetText = (to: Rule['to'] | undefined): string | null =>
  !to ? null : 'owner' in to ? OWNER : 'channelId' in to ? `channel:${to.channelId}` : `user:${to.userId}`;
const targetOf = (text: string): Rule['to'] => {
  const [kind, key = ''] = text.split(':');
  return kind === 'channel' ? { channelId: key } : kind === 'user' ? { userId: key } : { owner: true };
};

function Editor({ rule }: { rule?: Rule }) {
  const navigate = useNavigate();
  const mayChange = useMay()('slack:manage');
  const channels = useQuery(channelsQuery);
  const people = useQuery(peopleQuery);
  const kept = rule && Object.keys(rule.when).length > 0 ? JSON.stringify(rule.when) : undefined;
  const [name, setName] = useState(rule?.name ?? '');
  const [on, setOn] = useState(rule?.on ?? 'deal.stage_changed');
  const [conditions, setConditions] = useState(() => readConditions(kept));
  const [to, setTo] = useState(targetText(rule?.to));
  const [style, setStyle] = useState<string>(rule?.style ?? 'card');
  const [budget, setBudget] = useState<string | number>(rule?.dailyBudget ?? 20);
  const [quietFrom, setQuietFrom] = useState(rule?.quietHours?.from ?? '');
  const [quietTo, setQuietTo] = useState(rule?.quietHours?.to ?? '');
  const [template, setTemplate] = useState(rule?.template ?? '');
  const [isOn, setOnOff] = useState(rule?.isOn ?? true);
  const [isRemoving, setRemoving] = useState(false);
  const isComplex = kept !== undefined && readConditions(kept).length === 0;
  const when = isComplex ? rule?.when : (JSON.parse(writeConditions(conditions) ?? '{}') as Rule['when']);
  const body =
    to === null
      ? undefined
      : ({
          name: name.trim() || t.newRule,
          on: on as NewRule['on'],
          when: when ?? {},
          to: targetOf(to),
          style: style as Rule['style'],
          dailyBudget: budget === '' ? null : Number(budget),
          quietHours: quietFrom && quietTo ? { from: quietFrom, to: quietTo } : null,
          template: template.trim() || null,
          isOn,
        } satisfies NewRule);
  const save = useChange(
    () =>
      rule
        ? ask(hub.PATCH('/api/v1/slack/rules/{id}', { params: { path: { id: rule.id } }, body: body as NewRule }))
        : ask(hub.POST('/api/v1/slack/rules', { body: body as NewRule })),
    ['slack'],
    { done: t.saved, onDone: ({ id }) => void navigate({ to: '/slack/rules/$id', params: { id }, replace: true }) },
  );
  const remove = useChange(() => ask(hub.DELETE('/api/v1/slack/rules/{id}', { params: { path: { id: rule?.id ?? '' } } })), ['slack'], {
    onDone: () => void navigate({ to: '/slack', search: { tab: 'rules' } }),
  });
  const targets = [
    { value: OWNER, label: t.toOwner },
    ...(channels.data?.data ?? [])
      .filter(({ isArchived, isExternal }) => !isArchived && !isExternal)
      .map((each) => ({ value: `channel:${each.channelId}`, label: `#${each.name}` })),
    ...(people.data?.data ?? []).filter(({ state }) => state === 'active').map((each) => ({ value: `user:${each.id}`, label: each.name })),
  ];
  return (
    <>
      <Title order={1}>{rule ? <bdi>{rule.name}</bdi> : t.newRule}</Title>
      {rule?.pausedReason && (
        <Text size="sm" c="red" role="status">
          {t.rests}: {rule.pausedReason}
        </Text>
      )}
      <div className={classes.page}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(undefined);
          }}
        >
          <Stack gap="md">
            <TextInput
              label={t.name}
              value={name}
              readOnly={!mayChange}
              error={problemAt(save.error, 'name')}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Select
              label={t.event}
              data={Object.entries(t.events).map(([value, label]) => ({ value, label }))}
              value={on}
              allowDeselect={false}
              disabled={!mayChange}
              onChange={(next) => setOn((next ?? on) as Rule['on'])}
            />
            <Stack gap={6}>
              <Text size="sm" fw={500}>
                {t.where}
              </Text>
              {isComplex ? <Text size="sm">{t.complex}</Text> : <FilterBar entity="deal" conditions={conditions} onChange={setConditions} />}
            </Stack>
            <Select label={t.to} searchable data={targets} value={to} disabled={!mayChange} error={problemAt(save.error, 'to')} onChange={setTo} />
            <Select
              label={t.style}
              data={Object.entries(t.styles).map(([value, label]) => ({ value, label }))}
              value={style}
              allowDeselect={false}
              disabled={!mayChange}
              onChange={(next) => setStyle(next ?? style)}
            />
            <NumberInput label={t.budget} description={t.budgetHint} min={1} max={1000} value={budget} readOnly={!mayChange} onChange={setBudget} />
            <Group grow>
              <TextInput
                type="time"
                label={t.quietFrom}
                value={quietFrom}
                readOnly={!mayChange}
                error={problemAt(save.error, 'quietHours')}
                onChange={(event) => setQuietFrom(event.currentTarget.value)}
              />
              <TextInput type="time" label={t.quietTo} value={quietTo} readOnly={!mayChange} onChange={(event) => setQuietTo(event.currentTarget.value)} />
            </Group>
            <Textarea
              label={t.template}
              description={t.templateHint}
              autosize
              minRows={2}
              value={template}
              readOnly={!mayChange}
              error={problemAt(save.error, 'template')}
              onChange={(event) => setTemplate(event.currentTarget.value)}
            />
            <Switch label={t.on} checked={isOn} disabled={!mayChange} onChange={(event) => setOnOff(event.currentTarget.checked)} />
            <FormFailure error={save.error} fields={['name', 'to', 'quietHours', 'template']} />
            {mayChange && (
              <Group gap="sm">
                <Button type="submit" loading={save.isPending} disabled={name.trim() === '' || body === undefined}>
                  {rule ? t.save : t.create}
                </Button>
                {rule && (
                  <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
                    {t.remove}
                  </Button>
                )}
              </Group>
            )}
          </Stack>
        </form>
        <Stack gap="lg">
          <Look name={name} template={template} />
          <Simulation rule={body} />
        </Stack>
      </div>
      {rule && (
        <FormDialog
          title={t.removeTitle(rule.name)}
          isOpen={isRemoving}
          onClose={() => setRemoving(false)}
          onSubmit={() => remove.mutate(undefined)}
          submit={t.remove}
          isPending={remove.isPending}
          isDanger
        >
          <Text size="sm">{t.removeText}</Text>
          {remove.error && <Failure error={remove.error} />}
        </FormDialog>
      )}
    </>
  );
}

function Look({ name, template }: { name: string; template: string }) {
  const query = useQuery(previewQuery(name, template));
  return (
    <Stack gap={6} component="section" aria-label={t.preview}>
      <Text size="sm" fw={500}>
        {t.preview}
      </Text>
      {query.data ? <MessagePreview blocks={query.data.blocks} /> : query.error && <Text size="sm">{query.error.message}</Text>}
    </Stack>
  );
}
