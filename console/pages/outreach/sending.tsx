import { Button, Group, NumberInput, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { FormFailure, problemAt, Section, useChange } from '../settings/pieces.tsx';
import { type OutreachSettings, outreachSettingsQuery } from './queries.ts';
import { Ways } from './ways.tsx';

const t = texts.sending;

/** How a workspace sends to many: by which ways, how fast, and when it stops by itself. */
export function Sending() {
  const settings = useQuery(outreachSettingsQuery);
  return (
    <Stack gap="xl" maw={760}>
      <Stack gap={4}>
        <Title order={1}>{t.title}</Title>
        <Text size="sm" c="dimmed">
          {t.lead}
        </Text>
      </Stack>
      <Loaded query={settings}>
        {(found) => (
          <>
            <Ways perMinute={found.transportPerMinute} />
            <Rules settings={found} />
          </>
        )}
      </Loaded>
    </Stack>
  );
}

const FIELDS = ['tracking', 'postalAddress', 'bookingUrl', 'pauseBounceRate', 'pauseComplaintPermille'] as const;

function Rules({ settings }: { settings: OutreachSettings }) {
  const mayChange = useMay()('email:manage');
  const [typed, setTyped] = useState(settings);
  const change = (part: Partial<OutreachSettings>) => setTyped((before) => ({ ...before, ...part }));
  const save = useChange(
    () =>
      ask(
        hub.PUT('/api/v1/email/outreach-settings', {
          body: Object.fromEntries(FIELDS.map((name) => [name, typed[name]])) as Pick<OutreachSettings, (typeof FIELDS)[number]>,
        }),
      ),
    ['outreach-settings'],
    { done: t.saved },
  );
  return (
    <Section title={t.rules}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <Stack gap="md">
          <Select
            label={t.tracking}
            description={t.trackingHint}
            allowDeselect={false}
            readOnly={!mayChange}
            value={typed.tracking}
            data={Object.entries(t.modes).map(([value, label]) => ({ value, label }))}
            onChange={(value) => value && change({ tracking: value as OutreachSettings['tracking'] })}
          />
          <Textarea
            label={t.postalAddress}
            description={t.postalAddressHint}
            autosize
            minRows={2}
            readOnly={!mayChange}
            value={typed.postalAddress}
            error={problemAt(save.error, 'postalAddress')}
            onChange={(event) => change({ postalAddress: event.currentTarget.value })}
          />
          <TextInput
            label={t.bookingUrl}
            description={t.bookingUrlHint}
            type="url"
            readOnly={!mayChange}
            value={typed.bookingUrl}
            error={problemAt(save.error, 'bookingUrl')}
            onChange={(event) => change({ bookingUrl: event.currentTarget.value.trim() })}
          />
          <Group grow align="flex-start" preventGrowOverflow={false} wrap="wrap">
            <NumberInput
              label={t.pauseBounces}
              suffix=" %"
              min={1}
              max={100}
              miw={200}
              readOnly={!mayChange}
              value={typed.pauseBounceRate}
              error={problemAt(save.error, 'pauseBounceRate')}
              onChange={(value) => change({ pauseBounceRate: Number(value) })}
            />
            <NumberInput
              label={t.pauseComplaints}
              suffix=" ‰"
              min={1}
              max={100}
              miw={200}
              readOnly={!mayChange}
              value={typed.pauseComplaintPermille}
              error={problemAt(save.error, 'pauseComplaintPermille')}
              onChange={(value) => change({ pauseComplaintPermille: Number(value) })}
            />
          </Group>
          <FormFailure error={save.error} fields={FIELDS} />
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
