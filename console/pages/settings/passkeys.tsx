import { Button, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ask, hub } from '../../api.ts';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { addPasskey, canUsePasskeys, LeftOff } from '../sign-in/webauthn.ts';
import { deviceOf } from './device.ts';
import { Section, useChange } from './pieces.tsx';
import classes from './settings.module.css';

const t = texts.settings.passkeys;

/** Keys on one's devices: a finger, a face or a PIN instead of password and code. */
export function Passkeys() {
  const query = useQuery({ queryKey: ['passkeys'], queryFn: () => ask(hub.GET('/api/v1/me/passkeys')) });
  const add = useChange(() => addPasskey(deviceOf(navigator.userAgent)), ['passkeys'], { done: t.added });
  const remove = useChange((id: string) => ask(hub.DELETE('/api/v1/me/passkeys/{id}', { params: { path: { id } } })), ['passkeys']);
  return (
    <Section
      title={t.title}
      lead={t.lead}
      action={
        canUsePasskeys() ? (
          <Button size="xs" variant="default" leftSection={<IconKey size={14} />} loading={add.isPending} onClick={() => add.mutate(undefined)}>
            {t.add}
          </Button>
        ) : undefined
      }
    >
      {add.error && !(add.error instanceof LeftOff) && <Failure error={add.error} />}
      {remove.error && <Failure error={remove.error} />}
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.none}</Empty>}>
        {({ data }) => (
          <ul className="panel" aria-label={t.title}>
            {data.map((passkey) => (
              <li key={passkey.id} className={`row ${classes.line}`}>
                <div className={classes.grow}>
                  <Text size="sm" fw={500}>
                    {passkey.name}
                  </Text>
                  <Text size="xs" c="dimmed" component="div">
                    {passkey.lastUsedAt ? t.used : t.made} <When at={passkey.lastUsedAt ?? passkey.createdAt} />
                  </Text>
                </div>
                <Button size="compact-xs" variant="subtle" color="red" onClick={() => remove.mutate(passkey.id)}>
                  {t.remove}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}
