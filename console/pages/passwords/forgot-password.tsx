import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask, hub } from '../../api.ts';
import { Door } from '../../frame/door.tsx';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';

const t = texts.doors;

/** The answer is the same whether or not the address is known. */
export function ForgotPassword() {
  const send = useMutation({ mutationFn: (email: string) => ask(hub.POST('/api/v1/auth/forgot-password', { body: { email } })) });
  const back = (
    <Anchor component={Link} to="/sign-in" size="sm">
      {t.toSignIn}
    </Anchor>
  );
  if (send.isSuccess)
    return (
      <Door title={t.sentTitle}>
        <Text size="sm" className="wrap-anywhere" role="status">
          {t.sent(send.variables)}
        </Text>
        {back}
      </Door>
    );
  return (
    <Door title={t.forgotTitle} lead={t.forgotLead}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate(String(new FormData(event.currentTarget).get('email')));
        }}
      >
        <Stack gap="md">
          {send.error && <Failure error={send.error} />}
          <TextInput name="email" type="email" label={texts.signIn.email} autoComplete="username" required autoFocus />
          <Button type="submit" loading={send.isPending}>
            {t.sendLink}
          </Button>
          {back}
        </Stack>
      </form>
    </Door>
  );
}
