import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, hub, Refused } from '../../api.ts';
import { Door } from '../../frame/door.tsx';
import { Failure, Waiting } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';

const t = texts.doors;

/** Where the link of an invitation leads: somebody new chooses a password, somebody known gives theirs. */
export function Invitation() {
  const { token } = useParams({ strict: false }) as { token: string };
  const look = useQuery({ queryKey: ['invitation', token], queryFn: () => ask(hub.GET('/api/v1/auth/invitation/{token}', { params: { path: { token } } })) });
  const [needsCode, setNeedsCode] = useState(false);
  const isCodeNeeded = (error: unknown) => error instanceof Refused && error.problem.code === 'second_factor_needed';
  const accept = useMutation({
    mutationFn: (body: { token: string; password?: string; name?: string }) => ask(hub.POST('/api/v1/auth/accept-invitation', { body })),
    onSuccess: () => window.location.assign('/'),
    // With a second factor the place is taken, and signing in asks for the code.
    onError: (error) => setNeedsCode(isCodeNeeded(error)),
  });
  const found = look.data;
  if (!found) return <Door title={texts.product}>{look.error ? <Failure error={look.error} retry={() => void look.refetch()} /> : <Waiting rows={2} />}</Door>;
  const toSignIn = (
    <Button component={Link} to="/sign-in">
      {t.toSignIn}
    </Button>
  );
  const over = t.invitation[needsCode ? 'used' : found.state];
  if (over)
    return (
      <Door title={over.title}>
        <Text size="sm">{over.text}</Text>
        {toSignIn}
      </Door>
    );
  return (
    <Door title={t.invitationTitle(found.workspaceName ?? '')} lead={t.invitationLead(found.email ?? '')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const password = String(form.get('password') ?? '');
          const name = String(form.get('name') ?? '').trim();
          accept.mutate({ token, ...(password ? { password } : {}), ...(name ? { name } : {}) });
        }}
      >
        <Stack gap="md">
          {accept.error && (
            <Alert color="red" variant="light" role="alert">
              {accept.error.message}
            </Alert>
          )}
          {found.proof === 'session' && <Text size="sm">{t.signInFirst}</Text>}
          {found.proof === 'new_password' && <TextInput name="name" label={t.name} defaultValue={found.name} autoComplete="name" required />}
          {/* A password manager keeps the password with its address. */}
          <input type="hidden" name="username" autoComplete="username" value={found.email} readOnly />
          {found.proof === 'new_password' && (
            <PasswordInput
              name="password"
              label={t.choosePassword}
              description={t.passwordHint}
              autoComplete="new-password"
              minLength={10}
              required
              autoFocus
            />
          )}
          {found.proof === 'password' && (
            <PasswordInput name="password" label={t.yourPassword} description={t.yourPasswordHint} autoComplete="current-password" required autoFocus />
          )}
          <Button type="submit" loading={accept.isPending}>
            {t.join}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
