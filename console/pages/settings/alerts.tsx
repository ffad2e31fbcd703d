import { Badge, Button, Group, NumberInput, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { FormFailure, problemAt, Section, ShownOnce, useChange } from './pieces.tsx';
import { alertsQuery } from './queries.ts';
import classes from './settings.module.css';

const t = texts.settings;
type Alerts = Awaited<ReturnType<NonNullable<typeof alertsQuery.queryFn>>>;

/** Who is told when something is wrong, and whether the message arrives. */
export default function AlertSettings() {
  const alerts = useQuery(alertsQuery);
  return (
    <Section title={t.sections.alerts} lead={t.alerts.lead}>
      <Loaded query={alerts}>{(settings) => <Form settings={settings} />}</Loaded>
    </Section>
  );
}

function Form({ settings }: { settings: Alerts }) {
  const mayChange = useMay()('settings:write');
  const [typed, setTyped] = useState(settings);
  const [secret, setSecret] = useState<string>();
  const change = (part: Partial<Alerts>) => setTyped((before) => ({ ...before, ...part }));
  const save = useChange(
    () => ask(hub.PUT('/api/v1/alert-settings', { body: { ...typed, webhookUrl: typed.webhookUrl?.trim() || null } })),
    ['alert-settings'],
    { done: t.saved, onDone: (saved) => setSecret(saved.webhookSecret) },
  );
  const test = useChange(() => ask(hub.POST('/api/v1/alert-settings/test')), []);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <Stack gap="md">
        <TagsInput
          label={t.alerts.emails}
          description={t.alerts.emailsHint}
          readOnly={!mayChange}
          value={typed.emails}
          error={problemAt(save.error, 'emails')}
          onChange={(emails) => change({ emails })}
        />
        <div className={classes.grid}>
          <TextInput
            label={t.alerts.webhook}
            description={t.alerts.webhookHint}
            type="url"
            readOnly={!mayChange}
            value={typed.webhookUrl ?? ''}
            error={problemAt(save.error, 'webhookUrl')}
            onChange={(event) => change({ webhookUrl: event.currentTarget.value })}
          />
          <Select
            label={t.alerts.level}
            description={t.alerts.levelHint}
            allowDeselect={false}
            readOnly={!mayChange}
            data={Object.entries(t.alerts.levels).map(([value, label]) => ({ value, label }))}
            value={typed.minLevel}
            onChange={(value) => value && change({ minLevel: value as Alerts['minLevel'] })}
          />
          <NumberInput
            label={t.alerts.remind}
            description={t.alerts.remindHint}
            min={1}
            max={168}
            readOnly={!mayChange}
            value={typed.remindAfterHours}
            error={problemAt(save.error, 'remindAfterHours')}
            onChange={(value) => change({ remindAfterHours: Number(value) })}
          />
        </div>
        <FormFailure error={save.error} fields={['emails', 'webhookUrl', 'remindAfterHours']} />
        {mayChange && (
          <Group gap="sm">
            <Button type="submit" size="xs" loading={save.isPending}>
              {t.save}
            </Button>
            <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate(undefined)}>
              {t.alerts.test}
            </Button>
          </Group>
        )}
        {test.error && <Failure error={test.error} />}
        {test.data && (
          <Stack gap={4} role="status">
            {test.data.data.length === 0 && <Text size="sm">{t.alerts.noChannel}</Text>}
            {test.data.data.map(({ channel, ok, error }) => (
              <Group key={channel} gap="xs">
                <Badge variant="dot" color={ok ? 'teal' : 'red'} tt="none">
                  {ok ? t.alerts.sent : t.alerts.notSent}
                </Badge>
                <Text size="sm" className="wrap-anywhere">
                  {t.alerts.channelNames[channel] ?? channel}
                  {error ? `: ${error}` : ''}
                </Text>
              </Group>
            ))}
          </Stack>
        )}
      </Stack>
      <ShownOnce title={t.webhooks.secretTitle} value={secret} onClose={() => setSecret(undefined)}>
        {t.webhooks.secret}
      </ShownOnce>
    </form>
  );
}
