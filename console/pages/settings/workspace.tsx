import { Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { meQuery } from '../../frame/person.tsx';
import { Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { FormFailure, problemAt, Section, useChange } from './pieces.tsx';
import { crmSettingsQuery, ZONES } from './queries.ts';
import classes from './settings.module.css';

const t = texts.settings;
type Assumed = Schemas['CrmSettings'];

/** What the workspace is called, and what the record assumes where nothing else is known. */
export default function Workspace() {
  const me = useQuery(meQuery);
  const assumed = useQuery(crmSettingsQuery);
  return (
    <Stack gap="xl">
      <Loaded query={me}>{({ workspace }) => <NameForm workspace={workspace} />}</Loaded>
      <Loaded query={assumed}>{(settings) => <AssumedForm settings={settings} />}</Loaded>
    </Stack>
  );
}

function NameForm({ workspace }: { workspace: Schemas['Me']['workspace'] }) {
  const mayChange = useMay()('workspace:write');
  const [name, setName] = useState(workspace.name);
  const [timeZone, setTimeZone] = useState(workspace.timeZone);
  const save = useChange(() => ask(hub.PATCH('/api/v1/workspaces/{id}', { params: { path: { id: workspace.id } }, body: { name, timeZone } })), ['me'], {
    done: t.saved,
  });
  return (
    <Section title={t.sections.workspace}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <Stack gap="md">
          <div className={classes.grid}>
            <TextInput
              label={t.workspace.name}
              value={name}
              readOnly={!mayChange}
              error={problemAt(save.error, 'name')}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Select
              label={t.workspace.timeZone}
              searchable
              allowDeselect={false}
              readOnly={!mayChange}
              data={ZONES}
              limit={50}
              value={timeZone}
              error={problemAt(save.error, 'timeZone')}
              onChange={(value) => value && setTimeZone(value)}
            />
          </div>
          <FormFailure error={save.error} fields={['name', 'timeZone']} />
          {mayChange && (
            <Button type="submit" size="xs" loading={save.isPending} style={{ alignSelf: 'flex-start' }}>
              {t.save}
            </Button>
          )}
        </Stack>
      </form>
    </Section>
  );
}

function AssumedForm({ settings }: { settings: Assumed }) {
  const mayChange = useMay()('settings:write');
  const [typed, setTyped] = useState(settings);
  const save = useChange(() => ask(hub.PATCH('/api/v1/crm-settings', { body: typed })), ['crm-settings'], { done: t.saved });
  const change = (part: Partial<Assumed>) => setTyped((before) => ({ ...before, ...part }));
  const quiet = typed.quietHours;
  return (
    <Section title={t.workspace.assumed} lead={t.workspace.assumedLead}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <fieldset disabled={!mayChange} style={{ border: 0, margin: 0, padding: 0 }}>
          <Stack gap="md">
            <div className={classes.grid}>
              <TextInput
                label={t.workspace.country}
                description={t.workspace.countryHint}
                maxLength={2}
                value={typed.defaultCountry}
                error={problemAt(save.error, 'defaultCountry')}
                onChange={(event) => change({ defaultCountry: event.currentTarget.value.toUpperCase() })}
              />
              <Select
                label={t.workspace.currency}
                description={t.workspace.currencyHint}
                searchable
                allowDeselect={false}
                data={Intl.supportedValuesOf('currency')}
                limit={50}
                value={typed.currency}
                error={problemAt(save.error, 'currency')}
                onChange={(value) => value && change({ currency: value })}
              />
            </div>
            <Checkbox.Group
              label={t.workspace.consent}
              description={t.workspace.consentHint}
              value={typed.consentRequired}
              onChange={(value) => change({ consentRequired: value as Assumed['consentRequired'] })}
            >
              <Group mt="xs" gap="md">
                {Object.entries(t.workspace.channels).map(([value, label]) => (
                  <Checkbox key={value} value={value} label={label} />
                ))}
              </Group>
            </Checkbox.Group>
            <Stack gap="xs">
              <Checkbox
                label={t.workspace.quiet}
                description={t.workspace.quietHint}
                checked={quiet !== null}
                onChange={(event) => change({ quietHours: event.currentTarget.checked ? { from: '20:00', to: '08:00' } : null })}
              />
              {quiet && (
                <Group gap="sm">
                  <TextInput
                    type="time"
                    label={t.workspace.from}
                    value={quiet.from}
                    onChange={(event) => change({ quietHours: { ...quiet, from: event.currentTarget.value } })}
                  />
                  <TextInput
                    type="time"
                    label={t.workspace.to}
                    value={quiet.to}
                    onChange={(event) => change({ quietHours: { ...quiet, to: event.currentTarget.value } })}
                  />
                </Group>
              )}
            </Stack>
            <FormFailure error={save.error} fields={['defaultCountry', 'currency']} />
            {mayChange && (
              <Button type="submit" size="xs" loading={save.isPending} style={{ alignSelf: 'flex-start' }}>
                {t.save}
              </Button>
            )}
          </Stack>
        </fieldset>
      </form>
    </Section>
  );
}
