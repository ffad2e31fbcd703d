import { Alert, Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { ColumnsStep } from './columns-step.tsx';
import classes from './imports.module.css';
import { type Import, importQuery, isBusy, showBegun, skippedOf } from './queries.ts';
import { ResultStep } from './result-step.tsx';
import { Rows } from './rows.tsx';

const t = texts.imports;
const route = getRouteApi('/signed-in/imports/$id');
const STEPS = ['file', 'columns', 'check', 'result'] as const;
const STEP_OF: Record<Import['state'], (typeof STEPS)[number]> = {
  reading: 'file',
  failed: 'file',
  mapping: 'columns',
  review: 'check',
  applying: 'result',
  done: 'result',
  undone: 'result',
};

/** One file from its reading to its result. Where it stands is the hub's: nothing is lost on a reload. */
export function ImportPage() {
  const { id } = route.useParams();
  const { step: asked } = route.useSearch();
  const query = useQuery(importQuery(id));
  return (
    <Stack gap="lg" maw={1080}>
      <Link to="/imports" className="card-link">
        <Group gap={6}>
          <IconArrowLeft size={14} aria-hidden />
          <Text size="sm">{t.back}</Text>
        </Group>
      </Link>
      <Loaded query={query}>
        {({ one, job }) => {
          const step = one.state === 'review' && asked === 'columns' ? 'columns' : STEP_OF[one.state];
          return (
            <>
              <div>
                <Title order={1} className="wrap-anywhere">
                  <bdi>{one.fileName}</bdi>
                </Title>
                <Text size="sm" c="dimmed">
                  {t.kinds[one.kind]} · {t.rows(one.counts.read)}
                </Text>
              </div>
              <div className={classes.wizard}>
                <Steps current={step} />
                {step === 'file' && <FileStep one={one} />}
                {step === 'columns' && <ColumnsStep key={one.id} one={one} />}
                {step === 'check' && <CheckStep one={one} job={job} />}
                {step === 'result' && <ResultStep one={one} job={job} />}
              </div>
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
}

function Steps({ current }: { current: (typeof STEPS)[number] }) {
  const at = STEPS.indexOf(current);
  return (
    <nav aria-label={t.stepOf}>
      <ol className={classes.steps}>
        {STEPS.map((step, index) => (
          <li key={step} className={classes.step} aria-current={step === current ? 'step' : undefined}>
            {index < at ? <IconCheck size={14} aria-hidden /> : <Text span size="xs">{`${index + 1}.`}</Text>}
            <Text span size="sm">
              {t.steps[step]}
            </Text>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function FileStep({ one }: { one: Import }) {
  if (one.state === 'failed') {
    return (
      <Alert color="red" variant="light" title={t.states.failed} role="alert">
        <Stack gap="sm" align="flex-start">
          <Text size="sm">{one.error}</Text>
          <Button size="xs" variant="light" color="red" component={Link} to="/imports">
            {t.anotherFile}
          </Button>
        </Stack>
      </Alert>
    );
  }
  return (
    <Stack gap="xs">
      <Text size="sm">{t.readingFile}</Text>
      <Progress value={100} animated size={4} aria-label={t.readingFile} />
    </Stack>
  );
}

/** How far the work is, with the number that people wait for. */
export function Working({ title, job, total }: { title: string; job: Schemas['Job'] | undefined; total: number }) {
  const done = job?.done ?? 0;
  const of = job?.total ?? total;
  return (
    <Stack gap={6}>
      <Group justify="space-between">
        <Text size="sm" fw={500}>
          {title}
        </Text>
        <Text size="sm" c="dimmed">
          {t.progress(done, of)}
        </Text>
      </Group>
      <Progress value={of > 0 ? Math.min(100, (done / of) * 100) : 100} animated size={4} aria-label={title} />
      <Text size="xs" c="dimmed">
        {t.canLeave}
      </Text>
    </Stack>
  );
}

function CheckStep({ one, job }: { one: Import; job: Schemas['Job'] | undefined }) {
  const queries = useQueryClient();
  const apply = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/imports/{id}/apply', { params: { path: { id: one.id } } })),
    onSuccess: (begun) => showBegun(queries, begun),
  });
  const busy = isBusy(one, job);
  const count = one.counts.created + one.counts.updated;
  return (
    <Stack gap="lg">
      <div>
        <Title order={2}>{t.check.title}</Title>
        <Text size="sm" c="dimmed">
          {t.check.compared}
        </Text>
      </div>
      {busy && <Working title={t.check.comparing} job={job} total={one.counts.read} />}
      <Counts
        parts={[
          [one.counts.created, t.check.created],
          [one.counts.updated, t.check.updated],
          [skippedOf(one), t.check.skipped],
        ]}
      />
      {!busy && count === 0 && <Text size="sm">{t.check.nothing}</Text>}
      {apply.error && <Failure error={apply.error} />}
      <Group>
        <Button onClick={() => apply.mutate()} loading={apply.isPending} disabled={busy || count === 0}>
          {t.check.apply(count)}
        </Button>
        <Button variant="default" component={Link} to={`/imports/${one.id}?step=columns`}>
          {t.check.back}
        </Button>
      </Group>
      <Rows one={one} isBusy={busy} />
    </Stack>
  );
}

export const Counts = ({ parts }: { parts: readonly (readonly [number, string])[] }) => (
  <div className={classes.counted}>
    {parts.map(([count, label]) => (
      <div key={label} className={classes.count}>
        <div className={classes.number}>{count.toLocaleString()}</div>
        <Text size="xs" c="dimmed">
          {label}
        </Text>
      </div>
    ))}
  </div>
);
