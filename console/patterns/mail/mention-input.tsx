import { Group, Text } from '@mantine/core';
import { Face } from '../../frame/face.tsx';
import { texts } from '../../texts.ts';
import { CompletingInput, type CompletingInputProps } from './completing-input.tsx';

export interface Mentionable {
  id: string;
  name: string;
}

/** Who of these people is named by `@Name` in a text. */
export const mentionedIn = (body: string, people: readonly Mentionable[]): string[] =>
  people.filter(({ name }) => body.includes(`@${name}`)).map(({ id }) => id);

/** A text in which `@` offers colleagues to name. */
export function MentionInput({
  people,
  ...rest
}: { people: readonly Mentionable[] } & Omit<CompletingInputProps, 'sign' | 'offers' | 'offersLabel' | 'insert'>) {
  const offers = people.map(({ id, name }) => ({
    id,
    label: name,
    shown: (
      <Group gap="xs" wrap="nowrap">
        <Face name={name} size={20} />
        <Text size="sm">
          <bdi>{name}</bdi>
        </Text>
      </Group>
    ),
  }));
  return <CompletingInput {...rest} sign="@" offers={offers} offersLabel={texts.inbox.mention} insert={({ label }) => `@${label} `} />;
}
