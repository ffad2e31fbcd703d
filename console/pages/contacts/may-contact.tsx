import { Group, Switch, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useContext } from 'react';
import { MayChange } from '../../frame/may.tsx';
import { Side } from '../../patterns/record/record-page.tsx';
import { sayFailed } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import { type Contact, type ContactChange, mayContactQuery } from './queries.ts';

const t = texts.contacts;
const CHANNELS = ['email', 'call', 'sms', 'linkedin'] as const;

/** Per channel whether the person may be contacted, and why not; the switch is their own word. */
export function MayContact({ contact, save }: { contact: Contact; save: (change: ContactChange) => Promise<void> }) {
  const mayChange = useContext(MayChange);
  const answers = useQueries({ queries: CHANNELS.map((channel) => mayContactQuery(contact.id, channel)) });
  return (
    <Side title={t.mayTitle}>
      {CHANNELS.map((channel, index) => {
        const answer = answers[index]?.data;
        const refused = contact.doNotContact[channel];
        return (
          <div key={channel}>
            <Group justify="space-between" wrap="nowrap" py={4}>
              <Text size="sm">{t.channels[channel]}</Text>
              <Group gap="xs" wrap="nowrap">
                {answer && (
                  <Text size="xs" c={answer.allowed ? 'dimmed' : 'red'}>
                    {answer.allowed ? t.may : t.mayNot}
                  </Text>
                )}
                <Switch
                  size="xs"
                  checked={!refused}
                  disabled={!mayChange}
                  aria-label={t.allow(t.channels[channel] ?? channel)}
                  onChange={({ currentTarget }) => void save({ doNotContact: { [channel]: !currentTarget.checked } }).catch(sayFailed)}
                />
              </Group>
            </Group>
            {answer && !answer.allowed && (
              <Text size="xs" c="dimmed">
                {answer.reasons.map((reason) => (typeof reason === 'string' ? reason : reason.sentence)).join(' ')}
              </Text>
            )}
          </div>
        );
      })}
    </Side>
  );
}
