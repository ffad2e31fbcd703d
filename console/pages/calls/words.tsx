import { Group, Text } from '@mantine/core';
import { IconPhoneIncoming, IconPhoneOutgoing, IconPhoneX, IconRecordMail } from '@tabler/icons-react';
import { texts } from '../../texts.ts';
import type { Call } from './queries.ts';

const t = texts.calls;
const MISSED = ['missed', 'abandoned', 'voicemail', 'callback'];

/** Minutes and seconds as a clock shows them. */
export function clock(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '';
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  return `${hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}` : minutes}:${String(rest).padStart(2, '0')}`;
}
export const isMissed = ({ direction, disposition }: Pick<Call, 'direction' | 'disposition'>): boolean =>
  direction === 'inbound' && MISSED.includes(disposition ?? '');
export const whoIs = (call: Call): string => call.contactName ?? call.callerName ?? call.shownNumber;

/** Icon and word: never by colour alone. */
export function CallState({ call }: { call: Call }) {
  const missed = isMissed(call);
  const Icon = call.disposition === 'voicemail' ? IconRecordMail : missed ? IconPhoneX : call.direction === 'inbound' ? IconPhoneIncoming : IconPhoneOutgoing;
  const word = call.state === 'ended' ? (t.disposition[call.disposition ?? ''] ?? call.disposition) : t.state[call.state];
  return (
    <Group gap={6} wrap="nowrap" c={missed ? 'red' : call.state === 'ended' ? undefined : 'teal'}>
      <Icon size={16} aria-label={call.direction === 'inbound' ? t.inbound : t.outbound} />
      <Text size="sm" span c="inherit">
        {word}
        {call.outcome ? ` · ${call.outcome}` : ''}
      </Text>
    </Group>
  );
}
