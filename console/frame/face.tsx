import { Avatar, Group, Text } from '@mantine/core';

/** Initials on a colour that stays the same for a name. */
export function Face({ name, size = 24 }: { name: string; size?: number }) {
  return (
    <Avatar
      name={name}
      color="initials"
      allowedInitialsColors={['teal', 'violet', 'blue', 'amber', 'plum', 'green']}
      size={size}
      radius="xl"
      aria-hidden="true"
    />
  );
}

export function Named({ name, size = 24 }: { name: string; size?: number }) {
  return (
    <Group gap={8} wrap="nowrap" miw={0}>
      <Face name={name} size={size} />
      <Text size="sm" truncate title={name}>
        <bdi>{name}</bdi>
      </Text>
    </Group>
  );
}
