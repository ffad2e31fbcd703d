import { Combobox, Textarea, type TextareaProps, useCombobox } from '@mantine/core';
import { type ReactNode, type RefObject, useRef, useState } from 'react';

export interface Offer {
  id: string;
  /** What is looked through, word by word. */
  label: string;
  /** How it looks in the list; without it the label. */
  shown?: ReactNode;
}
export interface CompletingInputProps extends Omit<TextareaProps, 'value' | 'onChange'> {
  /** At the beginning of a word it opens the list. */
  sign: '@' | '/';
  offers: readonly Offer[];
  /** Of the list. */
  offersLabel: string;
  /** The words that take the place of what was typed; they may have to be fetched. */
  insert(offer: Offer): string | Promise<string>;
  value: string;
  onType(value: string): void;
  input?: RefObject<HTMLTextAreaElement | null>;
}
const MOST = 6;
/** The sign and what is typed of a name after it, up to the caret. */
const BEGUN = { '@': /(?:^|\s)(@[\p{L}\p{N}.-]{0,30})$/u, '/': /(?:^|\s)(\/[\p{L}\p{N}.-]{0,30})$/u };

/** A text in which a sign offers something to put in its place: a colleague’s name, a snippet, a link. */
export function CompletingInput({ sign, offers, offersLabel, insert, value, onType, input: given, ...rest }: CompletingInputProps) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const own = useRef<HTMLTextAreaElement>(null);
  const input = given ?? own;
  const [begun, setBegun] = useState<string>();
  const fitting =
    begun === undefined
      ? []
      : offers
          .filter(({ label }) =>
            label
              .toLowerCase()
              .split(/\s+/)
              .some((word) => word.startsWith(begun.slice(1).toLowerCase())),
          )
          .slice(0, MOST);
  const look = (words: string, caret: number) => {
    const found = BEGUN[sign].exec(words.slice(0, caret))?.[1];
    setBegun(found);
    if (found === undefined) combobox.closeDropdown();
    else {
      combobox.openDropdown();
      combobox.selectFirstOption();
    }
  };
  const choose = async (id: string) => {
    const offer = offers.find((each) => each.id === id);
    const text = input.current;
    if (!offer || !text || begun === undefined) return;
    setBegun(undefined);
    combobox.closeDropdown();
    text.focus();
    const from = text.selectionStart - begun.length;
    const words = await insert(offer);
    // Somebody may have written on meanwhile: what was typed of the name is looked for where it stood.
    const now = text.value;
    const to = now.startsWith(begun, from) ? from + begun.length : from;
    onType(now.slice(0, from) + words + now.slice(to));
    const caret = from + words.length;
    requestAnimationFrame(() => text.setSelectionRange(caret, caret));
  };
  return (
    <Combobox store={combobox} onOptionSubmit={(id) => void choose(id)}>
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
      <Combobox.Dropdown hidden={fitting.length === 0}>
        <Combobox.Options aria-label={offersLabel}>
          {fitting.map(({ id, label, shown }) => (
            <Combobox.Option key={id} value={id}>
              {shown ?? label}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
