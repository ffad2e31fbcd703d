import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Call } from '../../pages/calls/queries.ts';
import { texts } from '../../texts.ts';
import { AfterCall } from './after-call.tsx';
import type { BrowserCall } from './browser/browser-phone.ts';
import { UnknownCall } from './browser/later.tsx';
import { hubCallOf } from './browser/use-line.ts';
import { Duty } from './duty.tsx';
import { LiveCall } from './live-call.tsx';
import { usePhone } from './phone-context.tsx';

const t = texts.phone;

/** What is in the telephone when it is open: calls, what came of the last one, keys, and how one is reached. */
export function DockBody({ here, calls, userId }: { here: readonly BrowserCall[]; calls: readonly Call[]; userId: string | undefined }) {
  const phone = usePhone();
  return (
    <Stack gap="md">
      {phone.refusal && (
        <Alert color="yellow" variant="light" title={t.refused} withCloseButton closeButtonLabel={t.dismiss} onClose={phone.dismiss} role="alert">
          {phone.refusal}
        </Alert>
      )}
      {here
        .filter((call) => !hubCallOf(call, calls))
        .map((call) => (
          <UnknownCall key={call.id} call={call} />
        ))}
      {calls.map((call) => (
        <LiveCall key={call.id} call={call} />
      ))}
      {userId && <AfterCall userId={userId} />}
      <Keypad />
      <Duty />
    </Stack>
  );
}

function Keypad() {
  const phone = usePhone();
  const [number, setNumber] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (number.trim()) phone.dial({ to: number.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          type="tel"
          label={t.numberHint}
          placeholder={t.numberSuch}
          style={{ flex: 1 }}
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <Button type="submit" loading={phone.isDialling} disabled={!number.trim()}>
          {t.call}
        </Button>
      </Group>
    </form>
  );
}
