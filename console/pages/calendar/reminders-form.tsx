import { ActionIcon, Button, Group, NumberInput, Select, Stack, Text, Textarea } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { texts } from '../../texts.ts';
import type { FollowUp, Reminder } from './page-draft.ts';

const t = texts.booking;
const MOST = 5;

/** What is said before a meeting and after it: to guests by mail, to those who meet them in Slack. */
export function Reminders({
  reminders,
  followUp,
  onChange,
}: {
  reminders: readonly Reminder[];
  followUp: FollowUp | null;
  onChange: (change: { reminders?: Reminder[]; followUp?: FollowUp | null }) => void;
}) {
  return (
    <Stack gap="sm">
      <Text size="sm" fw={500}>
        {t.reminders}
      </Text>
      {reminders.map((reminder, index) => (
        <Message
          // biome-ignore lint/suspicious/noArrayIndexKey: a reminder has no other name than its place
          key={index}
          name={t.reminderName(index + 1)}
          hoursLabel={t.hoursBefore}
          message={reminder}
          textLabel={t.ownWords}
          onChange={(next) => onChange({ reminders: reminders.map((each, at) => (at === index ? next : each)) })}
          onRemove={() => onChange({ reminders: reminders.filter((_, at) => at !== index) })}
        />
      ))}
      {followUp && (
        <Message
          name={t.followUp}
          hoursLabel={t.hoursAfter}
          message={followUp}
          textLabel={t.followUp}
          onChange={(next) => onChange({ followUp: next })}
          onRemove={() => onChange({ followUp: null })}
        />
      )}
      <Group gap="xs">
        {reminders.length < MOST && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            onClick={() => onChange({ reminders: [...reminders, { hours: reminders.length === 0 ? 24 : 1, channel: 'email', text: '' }] })}
          >
            {t.addReminder}
          </Button>
        )}
        {!followUp && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            onClick={() => onChange({ followUp: { hours: 1, channel: 'email', text: t.thanks } })}
          >
            {t.addFollowUp}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Message({
  name,
  hoursLabel,
  textLabel,
  message,
  onChange,
  onRemove,
}: {
  name: string;
  hoursLabel: string;
  textLabel: string;
  message: Reminder;
  onChange: (message: Reminder) => void;
  onRemove: () => void;
}) {
  return (
    <Stack gap={6}>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <NumberInput
          size="xs"
          label={hoursLabel}
          aria-label={`${name}: ${hoursLabel}`}
          min={0.25}
          max={720}
          step={1}
          value={message.hours}
          onChange={(value) => onChange({ ...message, hours: Number(value) || 1 })}
        />
        <Select
          size="xs"
          label={t.sentBy}
          aria-label={`${name}: ${t.sentBy}`}
          allowDeselect={false}
          data={(['email', 'slack'] as const).map((value) => ({ value, label: t.sentByWhat[value] ?? value }))}
          value={message.channel}
          onChange={(channel) => onChange({ ...message, channel: channel as Reminder['channel'] })}
        />
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`${t.remove}: ${name}`} onClick={onRemove}>
          <IconTrash size={16} aria-hidden="true" />
        </ActionIcon>
      </Group>
      <Textarea
        size="xs"
        aria-label={`${name}: ${textLabel}`}
        placeholder={textLabel}
        autosize
        minRows={2}
        value={message.text}
        onChange={(event) => onChange({ ...message, text: event.currentTarget.value })}
      />
    </Stack>
  );
}
