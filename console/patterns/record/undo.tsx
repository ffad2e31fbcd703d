import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { texts } from '../../texts.ts';

const t = texts.records.record;

/** What was done, with the way back for ten seconds. */
export function offerUndo(message: string, undo: () => Promise<unknown>): void {
  const id = notifications.show({
    autoClose: 10_000,
    withCloseButton: true,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            notifications.hide(id);
            undo().then(
              () => notifications.show({ message: t.undone, autoClose: 3_000 }),
              (error: unknown) => notifications.show({ color: 'red', message: error instanceof Error ? error.message : String(error) }),
            );
          }}
        >
          {t.undo}
        </Button>
      </Group>
    ),
  });
}

export const sayDone = (message: string) => notifications.show({ message, autoClose: 4_000 });
export const sayFailed = (error: unknown) =>
  notifications.show({ color: 'red', message: error instanceof Error ? error.message : String(error), autoClose: 8_000 });
