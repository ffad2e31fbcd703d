import { Alert, Badge, Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { FormDialog, useChange } from '../settings/pieces.tsx';
import { StateBadge } from './campaigns.tsx';
import { CopyCampaign } from './copy-campaign.tsx';
import classes from './outreach.module.css';
import { type Campaign, proofQuery, statsQuery } from './queries.ts';
import { Recipients } from './recipients.tsx';
import { SendAgain } from './send-again.tsx';

const t = texts.outreach;
const share = (part: number, whole: number) => (whole === 0 ? '' : `${((part / whole) * 100).toFixed(1)} %`);

/** What is happening, or happened: progress, numbers, proof, and everybody with their own history. */
export function CampaignLive({ campaign }: { campaign: Campaign }) {
  const { id, state, counts } = campaign;
  const maySend = useMay()('email:send');
  const [isStopping, setStopping] = useState(false);
  const path = { params: { path: { id } } };
  const pause = useChange(() => ask(hub.POST('/api/v1/email/campaigns/{id}/pause', { ...path, body: {} })), ['campaigns']);
  const resume = useChange(() => ask(hub.POST('/api/v1/email/campaigns/{id}/resume', { ...path, body: {} })), ['campaigns']);
  const cancel = useChange(() => ask(hub.POST('/api/v1/email/campaigns/{id}/cancel', { ...path, body: {} })), ['campaigns'], {
    onDone: () => setStopping(false),
  });
  const stats = useQuery(statsQuery(id));
  const isOpen = state === 'scheduled' || state === 'preparing' || state === 'sending' || state === 'paused';
  const total = counts ? counts.audience - counts.excluded : 0;
  const done = counts ? counts.accepted + counts.failed + counts.unknown : 0;
  return (
    <Stack gap="lg" maw={1040}>
      <Group justify="space-between" align="flex-start">
        <Group gap="sm">
          <Title order={1}>
            <bdi>{campaign.name}</bdi>
          </Title>
          <StateBadge state={state} />
        </Group>
        <Group gap="xs">
          <CopyCampaign campaign={campaign} />
          {maySend && isOpen && (
            <>
              {state === 'paused' ? (
                <Button size="xs" loading={resume.isPending} onClick={() => resume.mutate(undefined)}>
                  {t.resume}
                </Button>
              ) : (
                <Button size="xs" variant="default" loading={pause.isPending} onClick={() => pause.mutate(undefined)}>
                  {t.pause}
                </Button>
              )}
              <Button size="xs" variant="subtle" color="red" onClick={() => setStopping(true)}>
                {t.cancel}
              </Button>
            </>
          )}
        </Group>
      </Group>
      {(pause.error ?? resume.error) && <Failure error={(pause.error ?? resume.error) as Error} />}
      {campaign.pausedReason && (
        <Alert color="yellow" variant="light" p="sm">
          <Text size="sm">{campaign.pausedReason}</Text>
        </Alert>
      )}
      {counts && (
        <Stack gap={4}>
          <Progress value={total === 0 ? 0 : (done / total) * 100} aria-label={t.progress(done, total)} size={8} />
          <Text size="sm" c="dimmed">
            {t.progress(done, total)}
          </Text>
        </Stack>
      )}
      {counts && (
        <div className={`panel ${classes.numbers}`}>
          <Figure label={t.numbers.accepted} value={counts.accepted} />
          {counts.delivered > 0 && <Figure label={t.numbers.delivered} value={counts.delivered} of={counts.accepted} />}
          <Figure
            label={t.numbers.openedByPeople}
            value={counts.openedByPeople}
            of={counts.accepted}
            note={counts.openedByMachines ? t.machines(counts.openedByMachines) : ''}
          />
          <Figure
            label={t.numbers.clickedByPeople}
            value={counts.clickedByPeople}
            of={counts.accepted}
            note={counts.clickedByMachines ? t.machines(counts.clickedByMachines) : ''}
          />
          <Figure label={t.numbers.replied} value={counts.replied} of={counts.accepted} />
          <Figure label={t.numbers.unsubscribed} value={counts.unsubscribed} of={counts.accepted} />
          <Figure
            label={t.numbers.bounced}
            value={counts.bouncedHard + counts.bouncedSoft + counts.bouncedBlock}
            of={counts.accepted}
            note={t.bouncedHow(counts.bouncedHard, counts.bouncedSoft, counts.bouncedBlock)}
          />
          {counts.complained > 0 && <Figure label={t.numbers.complained} value={counts.complained} of={counts.accepted} />}
          <Figure label={t.numbers.failed} value={counts.failed} />
          <Figure label={t.numbers.unknown} value={counts.unknown} />
        </div>
      )}
      {campaign.resting.length > 0 && state === 'sending' && (
        <Alert color="yellow" variant="light" p="sm">
          {campaign.resting.map(({ connectionId, until, reason }) => (
            <Text key={connectionId} size="sm">
              {t.resting(reason, new Date(until).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }))}
            </Text>
          ))}
        </Alert>
      )}
      {maySend && counts && <SendAgain id={id} state={state} failed={counts.failed} unknown={counts.unknown} />}
      <Loaded query={stats}>
        {({ hours, links, revenue, variants }) => (
          <Stack gap="lg">
            {hours.length > 0 && <Hours hours={hours} />}
            {variants.length > 1 && <Variants variants={variants} winner={campaign.winnerVariant} />}
            {links.length > 0 && (
              <Stack gap={6} component="section">
                <Title order={2} size="sm">
                  {t.links}
                </Title>
                <div className="panel">
                  {links.map(({ url, people, machines }) => (
                    <div key={url} className={`row ${classes.line}`}>
                      <Text size="sm" className={classes.grow} truncate>
                        {url}
                      </Text>
                      <Text size="sm">
                        {people.toLocaleString()}{' '}
                        {machines > 0 && (
                          <Text span size="xs" c="dimmed">
                            {t.machines(machines)}
                          </Text>
                        )}
                      </Text>
                    </div>
                  ))}
                </div>
              </Stack>
            )}
            {revenue.map(({ currency, amount, deals }) => (
              <Text key={currency} size="sm">
                {t.revenue}: {Number(amount).toLocaleString(undefined, { style: 'currency', currency })} ({deals})
              </Text>
            ))}
          </Stack>
        )}
      </Loaded>
      <Proof id={id} />
      <Recipients id={id} />
      <FormDialog
        title={t.cancelTitle(campaign.name)}
        isOpen={isStopping}
        onClose={() => setStopping(false)}
        onSubmit={() => cancel.mutate(undefined)}
        submit={t.cancel}
        isPending={cancel.isPending}
        isDanger
      >
        <Text size="sm">{t.cancelText}</Text>
        {cancel.error && <Failure error={cancel.error} />}
      </FormDialog>
    </Stack>
  );
}

function Figure({ label, value, of, note }: { label: string | undefined; value: number; of?: number; note?: string }) {
  return (
    <div className={classes.number}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="xl" fw={600}>
        {value.toLocaleString()}
      </Text>
      <Text size="xs" c="dimmed">
        {[of === undefined ? '' : share(value, of), note ?? ''].filter(Boolean).join(' ')}
      </Text>
    </div>
  );
}

/** Forms of the mail beside each other; the one that the rest got is named. */
function Variants({ variants, winner }: { variants: readonly { key: string; delivered: number; clicks: number; replies: number }[]; winner: string | null }) {
  return (
    <Stack gap={6} component="section">
      <Title order={2} size="sm">
        {t.forms}
      </Title>
      <div className="panel">
        {variants.map(({ key, delivered, clicks, replies }) => (
          <div key={key} className={`row ${classes.line}`}>
            <Text size="sm" fw={500} className={classes.grow}>
              {t.form(key.toUpperCase())} {key === winner && <Badge size="sm">{t.winner}</Badge>}
            </Text>
            <Text size="sm">{t.formNumbers(delivered, share(clicks, delivered), share(replies, delivered))}</Text>
          </div>
        ))}
      </div>
    </Stack>
  );
}

const SHOWN_HOURS = 48;
const hourOf = (at: string) => new Date(at).toLocaleString([], { month: 'short', day: 'numeric', hour: 'numeric' });
const spanOf = (hours: readonly { at: string }[]): string => {
  const [first, last] = [hours[0]?.at, hours.at(-1)?.at];
  return !first || !last ? '' : first === last ? hourOf(first) : `${hourOf(first)} – ${hourOf(last)}`;
};
function Hours({ hours }: { hours: readonly { at: string; accepted: number; opens: number; clicks: number; replies: number }[] }) {
  const most = Math.max(1, ...hours.map(({ accepted, opens, clicks, replies }) => accepted + opens + clicks + replies));
  return (
    <Stack gap={6} component="section">
      <Title order={2} size="sm">
        {t.plot}
      </Title>
      <div
        className={classes.hours}
        role="img"
        aria-label={t.over(hours.map((h) => `${h.accepted} ${t.numbers.accepted}, ${h.opens + h.clicks + h.replies}`).join('; '))}
      >
        {hours.slice(0, SHOWN_HOURS).map(({ at, accepted, opens, clicks, replies }) => (
          <div
            key={at}
            className={classes.hour}
            title={`${new Date(at).toLocaleString()}: ${accepted} ${t.numbers.accepted}, ${opens} ${t.numbers.openedByPeople}, ${clicks} ${t.numbers.clickedByPeople}, ${replies} ${t.numbers.replied}`}
          >
            <div className={classes.people} style={{ height: `${((opens + clicks + replies) / most) * 100}%` }} />
            <div className={classes.sent} style={{ height: `${(accepted / most) * 100}%` }} />
          </div>
        ))}
      </div>
      <Group justify="space-between" gap="xs">
        <Group gap="md">
          <Text size="xs" c="dimmed" className={classes.legend}>
            <span className={classes.sent} /> {t.numbers.accepted}
          </Text>
          <Text size="xs" c="dimmed" className={classes.legend}>
            <span className={classes.people} /> {t.byPeople}
          </Text>
        </Group>
        <Text size="xs" c="dimmed">
          {spanOf(hours.slice(0, SHOWN_HOURS))}
        </Text>
      </Group>
    </Stack>
  );
}

function Proof({ id }: { id: string }) {
  const { data } = useQuery(proofQuery(id));
  if (!data) return null;
  const excluded = Object.values(data.excluded).reduce((sum, count) => sum + count, 0);
  return (
    <Stack gap={2} component="section">
      <Title order={2} size="sm">
        {t.proof}
      </Title>
      <Text size="sm">{t.proofText(data, excluded)}</Text>
      {data.skipped + data.repeated === 0 && (
        <Text size="sm" c="dimmed">
          {t.proven}
        </Text>
      )}
    </Stack>
  );
}
