import { Alert, Button, Checkbox, Code, CopyButton, Group, PasswordInput, Stack, Switch, Text, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Failure, Waiting } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { FormFailure, problemAt, useChange } from '../settings/pieces.tsx';
import { FEATURES, type ManifestChoice, manifestQuery, type NewApp } from './queries.ts';
import classes from './slack.module.css';

const t = texts.slack;

/** The app at Slack, made of what is ticked: by one click, or with a configuration token. */
export function AppForm() {
  const [features, setFeatures] = useState<string[]>([...FEATURES]);
  const [name, setName] = useState('Patchbay CRM');
  const [command, setCommand] = useState('/crm');
  const [socket, setSocket] = useState(false);
  const [organization, setOrganization] = useState(false);
  const choice: ManifestChoice = { features, name: name.trim() || 'Patchbay CRM', command, socket, organization };
  const query = useQuery({ ...manifestQuery(choice), placeholderData: keepPreviousData });
  return (
    <div className={classes.page}>
      <Stack gap="md">
        <Checkbox.Group label={t.appFeatures} value={features} onChange={setFeatures}>
          <Stack gap={6} mt={6}>
            {FEATURES.map((feature) => (
              <Checkbox key={feature} value={feature} label={t.features[feature]} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Group grow align="flex-start">
          <TextInput label={t.appName} maxLength={35} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <TextInput
            label={t.command}
            description={t.commandHint}
            value={command}
            error={problemAt(query.error, 'command')}
            onChange={(event) => setCommand(event.currentTarget.value)}
          />
        </Group>
        <Switch label={t.socket} description={t.socketHint} checked={socket} onChange={(event) => setSocket(event.currentTarget.checked)} />
        <Switch label={t.org} description={t.orgHint} checked={organization} onChange={(event) => setOrganization(event.currentTarget.checked)} />
        {query.error && !problemAt(query.error, 'command') && <Failure error={query.error} />}
        {query.data?.warnings.map((warning) => (
          <Text key={warning} size="sm">
            {warning}
          </Text>
        ))}
        {query.data && (
          <Group gap="sm">
            <Button component="a" href={query.data.createUrl} target="_blank" rel="noreferrer" disabled={features.length === 0}>
              {t.createApp}
            </Button>
            <CopyButton value={JSON.stringify(query.data.manifest, null, 2)}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {copied ? t.copied : t.copyManifest}
                </Button>
              )}
            </CopyButton>
          </Group>
        )}
        <TokenForm choice={choice} />
      </Stack>
      <Stack gap={6} component="section" aria-label={t.scopes}>
        <Text size="sm" fw={500}>
          {t.scopes}
        </Text>
        {query.data ? <Scopes scopes={query.data.scopes} /> : <Waiting />}
      </Stack>
    </div>
  );
}

function Scopes({ scopes }: { scopes: readonly { scope: string; why: string }[] }) {
  return (
    <div className="panel">
      {scopes.map(({ scope, why }) => (
        <div key={scope} className={`row ${classes.line}`}>
          <Text size="sm" className={classes.grow}>
            {why}
          </Text>
          <Text size="xs" c="dimmed">
            {scope}
          </Text>
        </div>
      ))}
    </div>
  );
}

function TokenForm({ choice }: { choice: ManifestChoice }) {
  const [configurationToken, setToken] = useState('');
  const [appId, setAppId] = useState('');
  const body = { ...choice, features: choice.features as NewApp['features'], configurationToken };
  const create = useChange(() => ask(hub.POST('/api/v1/slack/app', { body })), ['slack']);
  const upgrade = useChange((apply: boolean) => ask(hub.PUT('/api/v1/slack/app', { body: { ...body, appId, apply } })), ['slack']);
  const error = create.error ?? upgrade.error;
  return (
    <Stack gap="sm" component="section" aria-label={t.token}>
      <Text size="sm" fw={500}>
        {t.token}
      </Text>
      <Text size="sm" c="dimmed">
        {t.tokenLead}
      </Text>
      <PasswordInput
        label={t.tokenLabel}
        value={configurationToken}
        autoComplete="off"
        error={problemAt(error, 'configurationToken')}
        onChange={(event) => setToken(event.currentTarget.value)}
      />
      <TextInput
        label={t.appId}
        description={t.appIdHint}
        value={appId}
        error={problemAt(error, 'appId')}
        onChange={(event) => setAppId(event.currentTarget.value.trim())}
      />
      <Group gap="sm">
        {appId ? (
          <>
            <Button variant="default" disabled={!configurationToken} loading={upgrade.isPending && !upgrade.variables} onClick={() => upgrade.mutate(false)}>
              {t.compare}
            </Button>
            <Button variant="light" disabled={!configurationToken} loading={upgrade.isPending && upgrade.variables} onClick={() => upgrade.mutate(true)}>
              {t.upgrade}
            </Button>
          </>
        ) : (
          <Button variant="light" disabled={!configurationToken} loading={create.isPending} onClick={() => create.mutate(undefined)}>
            {t.createByToken}
          </Button>
        )}
      </Group>
      <FormFailure error={error} fields={['configurationToken', 'appId']} />
      {create.data && (
        <Alert variant="light" title={t.created(create.data.appId)} role="status">
          <Stack gap="xs">
            <Text size="sm">{create.data.nextStep}</Text>
            <Code block>{environmentText(create.data.environment)}</Code>
            <CopyButton value={environmentText(create.data.environment)}>
              {({ copied, copy }) => (
                <Button size="xs" variant="default" onClick={copy} style={{ alignSelf: 'flex-start' }}>
                  {copied ? t.copied : t.copyLines}
                </Button>
              )}
            </CopyButton>
          </Stack>
        </Alert>
      )}
      {upgrade.data && <Difference found={upgrade.data} />}
    </Stack>
  );
}
const environmentText = (environment: Readonly<Record<string, string>>): string =>
  Object.entries(environment)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');

function Difference({ found }: { found: Schemas['SlackAppUpgrade'] }) {
  const lines = [
    ...found.scopesAdded.map(({ scope, why }) => `${t.adds}: ${why || scope}`),
    ...found.scopesRemoved.map((scope) => `${t.drops}: ${scope}`),
    ...found.eventsAdded.map((event) => `${t.hears}: ${event}`),
    ...found.eventsRemoved.map((event) => `${t.hearsNot}: ${event}`),
  ];
  return (
    <Alert variant="light" title={found.applied ? t.applied : t.wouldChange} role="status">
      <Stack gap={4}>
        {lines.length === 0 && <Text size="sm">{t.nothingChanges}</Text>}
        {lines.map((line) => (
          <Text key={line} size="sm">
            {line}
          </Text>
        ))}
        {found.needsReinstall && (
          <Text size="sm" fw={500}>
            {t.needsReinstall}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}
