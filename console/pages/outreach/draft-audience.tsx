import { Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { texts } from '../../texts.ts';
import { segmentsQuery } from '../segments/queries.ts';
import type { DraftPlan } from './draft-plan.ts';
import { audienceQuery, topicsQuery } from './queries.ts';

const t = texts.outreach;

interface Props {
  plan: Pick<DraftPlan, 'segmentId' | 'topicId'>;
  /** A list that somebody chose by hand; a segment takes its place. */
  contactIds: readonly string[] | undefined;
  onChange: (part: Partial<DraftPlan>) => void;
}
/** To whom, with how many that is by now and why others are left out. */
export function DraftAudience({ plan, contactIds, onChange }: Props) {
  const segments = useQuery(segmentsQuery);
  const topics = useQuery(topicsQuery(false));
  const isListed = plan.segmentId === null && contactIds !== undefined;
  return (
    <Stack gap="sm">
      <Select
        label={t.audience}
        placeholder={isListed ? t.audienceListed(contactIds.length) : segments.data?.data.length === 0 ? t.audienceNone : ''}
        searchable
        value={plan.segmentId}
        data={(segments.data?.data ?? []).map((each) => ({ value: each.id, label: each.name }))}
        onChange={(segmentId) => onChange({ segmentId })}
      />
      {(topics.data?.data.length ?? 0) > 0 && (
        <Select
          label={t.topic}
          description={t.topicHint}
          clearable
          value={plan.topicId}
          data={(topics.data?.data ?? []).map((each) => ({ value: each.id, label: each.name }))}
          onChange={(topicId) => onChange({ topicId })}
        />
      )}
      <Count
        asked={{
          ...(plan.segmentId ? { segmentId: plan.segmentId } : isListed ? { contactIds: [...contactIds] } : {}),
          ...(plan.topicId ? { topicId: plan.topicId } : {}),
        }}
      />
    </Stack>
  );
}

function Count({ asked }: { asked: Parameters<typeof audienceQuery>[0] }) {
  const query = useQuery(audienceQuery(asked));
  if (!asked.segmentId && !asked.contactIds) return null;
  if (query.error)
    return (
      <Text size="sm" c="red">
        {query.error.message}
      </Text>
    );
  if (!query.data)
    return (
      <Text size="sm" c="dimmed">
        {t.counting}
      </Text>
    );
  const { total, willGet, excluded } = query.data;
  return (
    <Stack gap={2} aria-live="polite">
      <Text size="sm" fw={500}>
        {t.willGet(willGet, total)}
      </Text>
      {excluded.map(({ reason, sentence }) => (
        <Text key={reason} size="xs" c="dimmed">
          {sentence}
        </Text>
      ))}
    </Stack>
  );
}
