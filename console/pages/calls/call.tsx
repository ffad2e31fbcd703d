import { Anchor, Badge, Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowLeft, IconShieldCheck, IconShieldQuestion } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Allowed } from '../../frame/may.tsx';
import { usePhone } from '../../frame/phone/phone-context.tsx';
import { Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { useNames } from '../deals/use-names.ts';
import { OutcomeForm, type Outcome as Said } from './outcome-form.tsx';
import { Player } from './player.tsx';
import { callQuery, recordingsQuery } from './queries.ts';
import { Who } from './who.tsx';
import { CallState, clock, whoIs } from './words.tsx';

const t = texts.calls;
const route = getRouteApi('/signed-in/calls/$id');
type Detail = Schemas['CallDetail'];

/** One call: who, what came of it, what was said, and everything that was told of it. */
export function CallPage() {
  const { id } = route.useParams();
  const query = useQuery(callQuery(id));
  return (
    <Stack gap="lg" maw={1100}>
      <Anchor component={Link} to="/calls" size="sm" c="dimmed">
        <Group gap={4}>
          <IconArrowLeft size={14} aria-hidden="true" /> {t.back}
        </Group>
      </Anchor>
      <Loaded query={query}>{(call) => <Opened call={call} />}</Loaded>
    </Stack>
  );
}

function Opened({ call }: { call: Detail }) {
  const nameOf = useNames();
  const phone = usePhone();
  const facts: [string, string | null][] = [
    [texts.calls.by, call.userId ? nameOf(call.userId) : null],
    [t.when, new Date(call.requestedAt).toLocaleString()],
    [t.ringTime, call.ringSeconds === null ? null : clock(call.ringSeconds)],
    [t.talkTime, call.talkSeconds ? clock(call.talkSeconds) : null],
    [t.holdTime, call.holdSeconds > 0 ? clock(call.holdSeconds) : null],
    [
      t.cost,
      call.cost
        ? new Intl.NumberFormat(undefined, { style: 'currency', currency: call.cost.currency, maximumFractionDigits: 3 }).format(Number(call.cost.amount))
        : null,
    ],
  ];
  return (
    <>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1}>
            <bdi>{whoIs(call)}</bdi>
          </Title>
          <Group gap="md" mt={4}>
            <CallState call={call} />
            {whoIs(call) !== call.shownNumber && (
              <Text size="sm" c="dimmed">
                {call.shownNumber}
              </Text>
            )}
            {call.stir && (
              <Badge
                variant="light"
                color={call.stir.includes('Passed-A') ? 'teal' : 'gray'}
                leftSection={call.stir.includes('Passed-A') ? <IconShieldCheck size={12} /> : <IconShieldQuestion size={12} />}
              >
                {call.stir.includes('Passed-A') ? t.verified : t.notVerified}
              </Badge>
            )}
          </Group>
        </div>
        <Group gap="xs">
          {call.contactId && (
            <Button component={Link} to={`/contacts/${call.contactId}`} variant="default" size="xs">
              {texts.phone.openContact}
            </Button>
          )}
          {call.number && (
            <Allowed to="voip:send">
              <Button size="xs" onClick={() => phone.dial({ to: call.number ?? '', ...(call.contactId ? { contactId: call.contactId } : {}) })}>
                {t.call}
              </Button>
            </Allowed>
          )}
        </Group>
      </Group>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Stack gap="lg">
          <Outcome call={call} />
          <Recordings id={call.id} />
        </Stack>
        <Stack gap="lg">
          <Who call={call} />
          <Stack className="panel" p="md" gap={6}>
            {facts.flatMap(([label, value]) =>
              value === null
                ? []
                : [
                    <Group key={label} justify="space-between">
                      <Text size="sm" c="dimmed">
                        {label}
                      </Text>
                      <Text size="sm">{value}</Text>
                    </Group>,
                  ],
            )}
          </Stack>
          <Happened call={call} />
        </Stack>
      </SimpleGrid>
    </>
  );
}

function Outcome({ call }: { call: Detail }) {
  const queries = useQueryClient();
  const path = { id: call.id };
  const save = useMutation({
    mutationFn: async ({ outcome, fields, notes }: Said) => {
      // Notes alone are kept too: not every call has an outcome.
      if (outcome) await ask(hub.POST('/api/v1/voip/calls/{id}/disposition', { params: { path }, body: { outcome, fields } }));
      if (notes !== (call.notes ?? '')) await ask(hub.POST('/api/v1/voip/calls/{id}/note', { params: { path }, body: { notes } }));
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['calls'] });
      notifications.show({ message: t.saved });
    },
  });
  return (
    <Stack className="panel" p="md" gap="sm">
      <OutcomeForm
        outcomes={call.outcomes}
        requiredFields={call.requiredFields}
        begin={{ outcome: call.outcome ?? '', fields: call.outcomeFields, notes: call.notes ?? '' }}
        submit={t.saveNotes}
        error={save.error}
        isPending={save.isPending}
        isOptional
        onSubmit={(said) => save.mutate(said)}
      />
    </Stack>
  );
}

function Recordings({ id }: { id: string }) {
  const query = useQuery(recordingsQuery(id));
  return (
    <Stack className="panel" p="md" gap="sm" component="section" aria-label={t.recordings}>
      <Title order={2}>{t.recordings}</Title>
      <Loaded
        query={query}
        isEmpty={({ data }) => data.length === 0}
        empty={
          <Text size="sm" c="dimmed">
            {t.noRecording}
          </Text>
        }
      >
        {({ data }) => data.map((recording) => <Player key={recording.id} recording={recording} />)}
      </Loaded>
    </Stack>
  );
}

const SIDES: Readonly<Record<string, string>> = { us: ` · ${t.us}`, them: ` · ${t.them}`, listener: ` · ${t.listener}` };
function Happened({ call }: { call: Detail }) {
  const side = (legId: string) => call.legs.find((leg) => leg.legId === legId)?.role;
  return (
    <Stack className="panel" p="md" gap="xs" component="section" aria-label={t.happened}>
      <Title order={2}>{t.happened}</Title>
      <Stack component="ol" gap={4} m={0} p={0} style={{ listStyle: 'none' }}>
        {call.events.map((event) => (
          <Group key={`${event.legId}${event.type}${event.receivedAt}`} component="li" gap="sm" wrap="nowrap">
            <Text size="xs" c="dimmed" ff="monospace">
              {new Date(event.at).toLocaleTimeString()}
            </Text>
            <Text size="sm">
              {t.event[event.type] ?? event.type}
              {SIDES[side(event.legId) ?? ''] ?? ''}
            </Text>
          </Group>
        ))}
      </Stack>
    </Stack>
  );
}
