import { ActionIcon, Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { texts } from '../../texts.ts';
import { type DraftPlan, firstShare } from './draft-plan.ts';
import { templatesQuery } from './queries.ts';

const t = texts.outreach;
const MOST_OTHERS = 4;
const HOURS = [1, 4, 24, 48];

interface Props {
  plan: Pick<DraftPlan, 'templateId' | 'others' | 'winner'>;
  /** Written into the campaign itself; a template takes its place. */
  isWrittenHere: boolean;
  problem: string | undefined;
  onChange: (part: Partial<DraftPlan>) => void;
}
/** What they get; more than one form of it is tried on shares of them, and the better one can go to the rest. */
export function DraftContent({ plan, isWrittenHere, problem, onChange }: Props) {
  const templates = useQuery(templatesQuery);
  const { others, winner } = plan;
  const offered = (templates.data?.data ?? []).filter(({ kind }) => kind === 'template').map((each) => ({ value: each.id, label: each.name }));
  const change = (at: number, part: Partial<DraftPlan['others'][number]>) =>
    onChange({ others: others.map((each, index) => (index === at ? { ...each, ...part } : each)) });
  const first = firstShare(plan);
  return (
    <Stack gap="sm">
      <Select
        label={others.length > 0 ? t.formA(first) : t.template}
        searchable
        value={plan.templateId}
        placeholder={isWrittenHere ? t.writeHere : ''}
        data={offered}
        onChange={(templateId) => onChange({ templateId })}
      />
      {others.map((other, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a form is its place in the list
        <Group key={at} gap="xs" align="flex-end" wrap="nowrap">
          <Select
            label={t.form(String.fromCharCode(66 + at))}
            searchable
            flex={1}
            value={other.templateId}
            data={offered}
            onChange={(templateId) => change(at, { templateId })}
          />
          <NumberInput
            label={t.share}
            suffix=" %"
            min={1}
            max={99}
            w={96}
            value={other.share}
            onChange={(share) => change(at, { share: Number(share) || 1 })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t.removeForm(String.fromCharCode(66 + at))}
            onClick={() => onChange({ others: others.filter((_, index) => index !== at) })}
          >
            <IconX size={16} />
          </ActionIcon>
        </Group>
      ))}
      {problem && (
        <Text size="sm" c="red">
          {problem}
        </Text>
      )}
      {others.length > 0 && (
        <Group grow align="flex-start">
          <Select
            label={t.winnerBy}
            description={t.winnerHint}
            value={winner?.by ?? 'none'}
            allowDeselect={false}
            data={Object.entries(t.winners).map(([value, label]) => ({ value, label }))}
            onChange={(by) => onChange({ winner: by === 'clicks' || by === 'replies' ? { by, afterMinutes: winner?.afterMinutes ?? 240 } : null })}
          />
          {winner && (
            <Select
              label={t.winnerAfter}
              description={t.winnerAfterHint}
              value={String(winner.afterMinutes)}
              allowDeselect={false}
              data={[...new Set([...HOURS.map((hours) => hours * 60), winner.afterMinutes])].map((minutes) => ({
                value: String(minutes),
                label: t.hours(minutes / 60),
              }))}
              onChange={(minutes) => onChange({ winner: { ...winner, afterMinutes: Number(minutes) } })}
            />
          )}
        </Group>
      )}
      {others.length < MOST_OTHERS && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => onChange({ others: [...others, { templateId: null, share: others.length === 0 ? 50 : 20 }] })}
        >
          {t.addForm}
        </Button>
      )}
    </Stack>
  );
}
