import { Combobox, Group, Text, Textarea, type TextareaProps, useCombobox } from '@mantine/core';
import { useRef, useState } from 'react';
import { Face } from '../../frame/face.tsx';
import { texts } from '../../texts.ts';

export interface Mentionable {
  id: string;
  name: string;
}
/** An `@` at the beginning of a word, and what is typed of a name. */
const BEGUN = /(?:^|\s)@([\p{L}\p{N}.-]{0,30})$/u;
const MOST = 6;

/** Who of these people is named by `@Name` in a text. */
export const mentionedIn = (body: string, people: readonly Mentionable[]): string[] =>
  people.filter(({ name }) => body.includes(`@${name}`)).map(({ id }) => id);

/** A text in which `@` offers colleagues to name. */
export function MentionInput({
  people,
  value,
  onType,
  ...rest
}: { people: readonly Mentionable[]; value: string; onType: (value: string) => void } & Omit<TextareaProps, 'value' | 'onChange'>) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const input = useRef<HTMLTextAreaElement>(null);
  const [begun, setBegun] = useState<string>();
  const offered =
    begun === undefined
      ? []
      : people
          .filter(({ name }) =>
            name
              .toLowerCase()
              .split(/\s+/)
              .some((word) => word.startsWith(begun.toLowerCase())),
          )
          .slice(0, MOST);
  const look = (words: string, caret: number) => {
    const found = BEGUN.exec(words.slice(0, caret))?.[1];
    setBegun(found);
    if (found === undefined) combobox.closeDropdown();
    else {
      combobox.openDropdown();
      combobox.selectFirstOption();
    }
  };
  const choose = (id: string) => {
    const name = people.find((each) => each.id === id)?.name ?? '';
    const caret = input.current?.selectionStart ?? value.length;
    const before = value.slice(0, caret).replace(/@[^@]*$/, `@${name} `);
    onType(before + value.slice(caret));
    setBegun(undefined);
    combobox.closeDropdown();
    input.current?.focus();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.Target>
        <Textarea
          {...rest}
          ref={input}
          value={value}
          onChange={(event) => {
            onType(event.currentTarget.value);
            look(event.currentTarget.value, event.currentTarget.selectionStart);
          }}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={offered.length === 0}>
        <Combobox.Options aria-label={texts.inbox.mention}>
          {offered.map(({ id, name }) => (
            <Combobox.Option key={id} value={id}>
              <Group gap="xs" wrap="nowrap">
                <Face name={name} size={20} />
                <Text size="sm">
                  <bdi>{name}</bdi>
                </Text>
              </Group>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
