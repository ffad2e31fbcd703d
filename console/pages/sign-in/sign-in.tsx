import { Alert, Anchor, Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, hub, Refused } from '../../api.ts';
import { Door } from '../../frame/door.tsx';
import { texts } from '../../texts.ts';
import { canUsePasskeys, LeftOff, signInWithPasskey } from './webauthn.ts';

const t = texts.signIn;

export function SignIn() {
  const [needsCode, setNeedsCode] = useState(false);
  const ways = useQuery({ queryKey: ['ways-in'], queryFn: () => ask(hub.GET('/api/v1/auth/session')), staleTime: 60_000 });
  const code = new URLSearchParams(window.location.search).get('error');
  // Only sentences of ours: what stands in an address may have been written by anybody.
  const refusal = code === null ? null : (texts.doors.refused[code] ?? texts.doors.refused.refused);
  const signIn = useMutation({
    mutationFn: (body: { email: string; password: string; totp?: string }) => ask(hub.POST('/api/v1/auth/sign-in', { body })),
    onSuccess: () => window.location.assign('/'),
    onError: (error) => setNeedsCode((before) => before || (error instanceof Refused && error.problem.code === 'second_factor_needed')),
  });
  const byPasskey = useMutation({ mutationFn: signInWithPasskey, onSuccess: () => window.location.assign('/') });
  const passkeyProblem = byPasskey.error && !(byPasskey.error instanceof LeftOff) ? byPasskey.error.message : undefined;
  const problem =
    passkeyProblem ??
    (signIn.error && !(needsCode && signIn.error instanceof Refused && signIn.error.problem.code === 'second_factor_needed') ? signIn.error.message : refusal);
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
          {ways.data?.passwordReset && (
            <Anchor component={Link} to="/forgot-password" size="sm">
              {texts.doors.forgot}
            </Anchor>
          )}
          {(ways.data?.singleSignOn || canUsePasskeys()) && <Divider label={texts.doors.or} />}
          {canUsePasskeys() && (
            <Button variant="default" leftSection={<IconKey size={16} />} loading={byPasskey.isPending} onClick={() => byPasskey.mutate()}>
              {t.passkey}
            </Button>
          )}
          {ways.data?.singleSignOn && (
            <Button component="a" href="/api/v1/auth/oidc" variant="default">
              {texts.doors.singleSignOn}
            </Button>
          )}
        </Stack>
      </form>
    </Door>
  );
}
