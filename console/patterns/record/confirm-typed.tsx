import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { type FormEvent, useState } from 'react';
import { texts } from '../../texts.ts';

const t = texts.records.confirm;

/** Above this many a slip of the hand is too dear for one click. */
export const TYPED_ABOVE = 100;

interface Asked {
  title: string;
  /** What it means for whom, in a sentence. */
  says: string;
  /** What must be typed: a number, a name. */
  word: string;
  act: string;
  onSure: () => void;
}

/** Asks for a word before something that is hard to take back. */
export function confirmTyped({ title, ...asked }: Asked): void {
  const modalId = modals.open({
    title,
    children: <Question {...asked} close={() => modals.close(modalId)} />,
    closeButtonProps: { 'aria-label': texts.close },
  });
}

/** Acts at once for few, asks for the number above a hundred. */
export function sureOfMany(count: number, { title, says, act }: Pick<Asked, 'title' | 'says' | 'act'>, onSure: () => void): void {
  if (count > TYPED_ABOVE) confirmTyped({ title, says, act, word: String(count), onSure });
  else onSure();
}

function Question({ says, word, act, onSure, close }: Omit<Asked, 'title'> & { close: () => void }) {
  const [typed, setTyped] = useState('');
  const isSure = typed.trim().toLowerCase() === word.trim().toLowerCase();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isSure) return;
    close();
    onSure();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{says}</Text>
        <TextInput label={t.type(word)} data-autofocus autoComplete="off" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {texts.records.record.cancel}
          </Button>
          <Button type="submit" color="red" disabled={!isSure}>
            {act}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
