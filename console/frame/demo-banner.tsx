import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFlask } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { ask, hub } from '../api.ts';
import { texts } from '../texts.ts';
import classes from './frame.module.css';
import { meQuery } from './person.tsx';
import { Failure } from './states.tsx';
import { enterWorkspace } from './workspace.ts';

const t = texts.demo;
const EACH_MS = 1_500;
export const demoQuery = { queryKey: ['demo'], queryFn: () => ask(hub.GET('/api/v1/demo')) };

/** Above every page of the demo: what it is, how far it is, and the one click that removes it. */
export function DemoBanner() {
  const { data: me } = useQuery(meQuery);
  const isDemo = me?.workspace.isDemo ?? false;
  const { data: demo } = useQuery({
    ...demoQuery,
    enabled: isDemo,
    refetchInterval: ({ state }) => (state.data?.state === 'filling' ? EACH_MS : false),
  });
  const [isAsking, asking] = useDisclosure(false);
  const remove = useMutation({ mutationFn: () => ask(hub.DELETE('/api/v1/demo')), onSuccess: () => enterWorkspace(undefined) });
  if (!isDemo) return null;
  const isFilling = demo?.state === 'filling';
  return (
    <aside className={classes.demo} aria-label={t.banner}>
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <Group gap={8} wrap="nowrap" miw={0}>
          <IconFlask size={16} aria-hidden="true" style={{ flexShrink: 0 }} />
          <Text size="sm">
            {t.banner} {isFilling && (demo.done < demo.total || demo.total === 0 ? t.filling(demo.done, demo.total) : t.connecting)}
            {demo && demo.failed.length > 0 && t.failed(demo.failed.join(', '))}
          </Text>
        </Group>
        {me?.isInstallationOwner && (
          <Button size="compact-sm" variant="default" onClick={asking.open} style={{ flexShrink: 0 }}>
            {t.remove}
          </Button>
        )}
      </Group>
      {isFilling && <Progress mt={6} size={3} value={demo.total > 0 ? (demo.done / demo.total) * 100 : 4} animated aria-label={t.connecting} />}
      <Modal opened={isAsking} onClose={asking.close} title={t.removeTitle}>
        <Stack gap="md">
          <Text size="sm">{t.removeText}</Text>
          {remove.error && <Failure error={remove.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={asking.close}>
              {texts.cancel}
            </Button>
            <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              {t.remove}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </aside>
  );
}
