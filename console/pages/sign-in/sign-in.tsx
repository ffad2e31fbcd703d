import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub, Refused } from '../../api.ts';
import { Door } from '../../frame/door.tsx';
import { texts } from '../../texts.ts';

const t = texts.signIn;

export function SignIn() {
  const [needsCode, setNeedsCode] = useState(false);
  const refusal = new URLSearchParams(window.location.search).get('error');
  const signIn = useMutation({
    mutationFn: (body: { email: string; password: string; totp?: string }) => ask(hub.POST('/api/v1/auth/sign-in', { body })),
    onSuccess: () => window.location.assign('/'),
    onError: (error) => setNeedsCode((before) => before || (error instanceof Refused && error.problem.code === 'second_factor_needed')),
  });
  const problem =
    signIn.error && !(needsCode && signIn.error instanceof Refused && signIn.error.problem.code === 'second_factor_needed') ? signIn.error.message : refusal;
  return (
    <Door title={t.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const totp = String(form.get('totp') ?? '');
          signIn.mutate({ email: String(form.get('email')), password: String(form.get('password')), ...(totp ? { totp } : {}) });
        }}
      >
        <Stack gap="md">
          {problem && (
            <Alert color="red" variant="light" role="alert">
              {problem}
            </Alert>
          )}
          <TextInput name="email" type="email" label={t.email} autoComplete="username" required autoFocus />
          <PasswordInput name="password" label={t.password} autoComplete="current-password" required />
          {needsCode && <TextInput name="totp" label={t.totp} description={t.totpHint} inputMode="numeric" autoComplete="one-time-code" required autoFocus />}
          <Button type="submit" loading={signIn.isPending}>
            {t.submit}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
