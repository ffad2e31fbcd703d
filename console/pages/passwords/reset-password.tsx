import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ask, hub, Refused } from '../../api.ts';
import { Door } from '../../frame/door.tsx';
import { Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';

const t = texts.doors;

export function ResetPassword() {
  const { token } = useParams({ strict: false }) as { token: string };
  const check = useQuery({
    queryKey: ['reset-password', token],
    queryFn: () => ask(hub.GET('/api/v1/auth/reset-password/{token}', { params: { path: { token } } })),
  });
  const reset = useMutation({ mutationFn: (password: string) => ask(hub.POST('/api/v1/auth/reset-password', { body: { token, password } })) });
  const problem = reset.error instanceof Refused ? reset.error.problem.errors?.find(({ path }) => path === 'password')?.message : undefined;
  const isOver = check.data?.valid === false || (reset.error instanceof Refused && reset.error.problem.code === 'not_found');
  if (reset.isSuccess)
    return (
      <Door title={t.resetDoneTitle} lead={t.resetDone}>
        <Button component={Link} to="/sign-in">
          {t.toSignIn}
        </Button>
      </Door>
    );
  if (isOver)
    return (
      <Door title={t.linkOverTitle}>
        <Text size="sm">{t.resetOver}</Text>
        <Button component={Link} to="/forgot-password">
          {t.askAgain}
        </Button>
      </Door>
    );
  return (
    <Door title={t.resetTitle} lead={t.resetLead}>
      <Loaded query={check}>
        {() => (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              reset.mutate(String(new FormData(event.currentTarget).get('password')));
            }}
          >
            <Stack gap="md">
              {reset.error && !problem && <Failure error={reset.error} />}
              <PasswordInput
                name="password"
                label={t.newPassword}
                description={t.passwordHint}
                autoComplete="new-password"
                minLength={10}
                required
                autoFocus
                error={problem}
              />
              <Button type="submit" loading={reset.isPending}>
                {t.savePassword}
              </Button>
            </Stack>
          </form>
        )}
      </Loaded>
    </Door>
  );
}
