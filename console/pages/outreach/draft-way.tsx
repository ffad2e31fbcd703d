import { Anchor, Checkbox, Group, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { texts } from '../../texts.ts';
import { problemAt } from '../settings/pieces.tsx';
import type { DraftPlan } from './draft-plan.ts';
import { sendersQuery, transportsQuery } from './queries.ts';

const t = texts.outreach;
interface Props {
  plan: DraftPlan;
  error: Error | null;
  onChange: (part: Partial<DraftPlan>) => void;
}

/** In whose name it leaves, and what stands in when that way is shut. */
export function DraftSender({ plan, error, onChange }: Props) {
  const senders = useQuery(sendersQuery);
  const transports = useQuery(transportsQuery);
  const standIns = (transports.data?.data ?? []).filter(({ position, connectionId }) => position !== null && connectionId !== plan.connectionId);
  return (
    <Stack gap="sm">
      <Select
        label={t.from}
        value={plan.connectionId}
        description={senders.data?.length === 0 ? t.fromNone : undefined}
        data={(senders.data ?? []).map((each) => ({ value: each.id, label: each.label }))}
        onChange={(connectionId) => onChange({ connectionId })}
      />
      {plan.connectionId && standIns.length > 0 && (
        <Text size="xs" c="dimmed">
          {t.standIns(standIns.map(({ label }) => label))}{' '}
          <Anchor component={Link} to="/outreach/sending" size="xs">
            {t.standInsChange}
          </Anchor>
        </Text>
      )}
      {plan.connectionId && (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput
            label={t.fromName}
            value={plan.fromName}
            error={problemAt(error, 'from.name')}
            onChange={(event) => onChange({ fromName: event.currentTarget.value })}
          />
          <TextInput
            label={t.replyTo}
            type="email"
            value={plan.replyTo}
            error={problemAt(error, 'from.replyTo')}
            onChange={(event) => onChange({ replyTo: event.currentTarget.value })}
          />
        </SimpleGrid>
      )}
    </Stack>
  );
}

const number = (value: string | number): number | '' => (value === '' ? '' : Number(value));

/** When, how fast, and what is counted. */
export function DraftTime({ plan, error, onChange }: Props) {
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput
          label={t.sendAt}
          description={t.sendAtHint}
          type="datetime-local"
          value={plan.sendAt}
          error={problemAt(error, 'sendAt')}
          onChange={(event) => onChange({ sendAt: event.currentTarget.value })}
        />
        <TextInput
          label={t.localTime}
          description={t.localTimeHint}
          type="time"
          value={plan.localTime}
          error={problemAt(error, 'localTime')}
          onChange={(event) => onChange({ localTime: event.currentTarget.value })}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <NumberInput
          label={t.perMinute}
          description={t.perMinuteHint}
          min={1}
          value={plan.perMinute}
          error={problemAt(error, 'throttle.perMinute')}
          onChange={(value) => onChange({ perMinute: number(value) })}
        />
        <NumberInput
          label={t.perDomain}
          description={t.perDomainHint}
          min={1}
          value={plan.perDomainPerMinute}
          error={problemAt(error, 'throttle.perDomainPerMinute')}
          onChange={(value) => onChange({ perDomainPerMinute: number(value) })}
        />
      </SimpleGrid>
      <Group gap="lg">
        <Checkbox label={t.countOpens} checked={plan.opens} onChange={(event) => onChange({ opens: event.currentTarget.checked })} />
        <Checkbox label={t.countClicks} checked={plan.clicks} onChange={(event) => onChange({ clicks: event.currentTarget.checked })} />
      </Group>
    </Stack>
  );
}
