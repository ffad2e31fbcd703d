import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ask, hub } from '../../api.ts';
import { Door } from '../../frame/door.tsx';
import { Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';

const t = texts.setUp;

/** The first one to open the printed link becomes the owner. */
export function SetUp() {
  const { token } = useParams({ strict: false }) as { token: string };
  const check = useQuery({ queryKey: ['set-up', token], queryFn: () => ask(hub.GET('/api/v1/auth/set-up/{token}', { params: { path: { token } } })) });
  const setUp = useMutation({
    mutationFn: (body: { token: string; name: string; email: string; password: string; workspaceName: string; timeZone: string }) =>
      ask(hub.POST('/api/v1/auth/set-up', { body })),
    onSuccess: () => window.location.assign('/'),
  });
  return (
    <Door title={t.title} lead={t.lead}>
      <Loaded query={check}>
        {({ valid }) =>
          valid ? (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                const text = (name: string) => String(new FormData(event.currentTarget).get(name));
                const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
                setUp.mutate({ token, name: text('name'), email: text('email'), password: text('password'), workspaceName: text('workspaceName'), timeZone });
              }}
            >
              <Stack gap="md">
                {setUp.error && (
                  <Alert color="red" variant="light" role="alert">
                    {setUp.error.message}
                  </Alert>
                )}
                <TextInput name="name" label={t.name} autoComplete="name" required autoFocus />
                <TextInput name="email" type="email" label={t.email} autoComplete="username" required />
                <PasswordInput name="password" label={t.password} description={t.passwordHint} autoComplete="new-password" minLength={10} required />
                <TextInput name="workspaceName" label={t.workspace} autoComplete="organization" required />
                <Button type="submit" loading={setUp.isPending}>
                  {t.submit}
                </Button>
              </Stack>
            </form>
          ) : (
            <Text size="sm">{t.used}</Text>
          )
        }
      </Loaded>
    </Door>
  );
}
