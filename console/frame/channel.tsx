import { ThemeIcon } from '@mantine/core';
import { IconBrandLinkedin, IconBrandSlack, IconCalendar, IconCheckbox, IconMail, IconNote, IconPhone, IconUserEdit } from '@tabler/icons-react';

/** One icon and one colour for each channel, everywhere the same. */
const CHANNELS = {
  email: { color: 'amber', icon: IconMail },
  call: { color: 'green', icon: IconPhone },
  meeting: { color: 'violet', icon: IconCalendar },
  message: { color: 'plum', icon: IconBrandSlack },
  linkedin: { color: 'blue', icon: IconBrandLinkedin },
  profile_update: { color: 'blue', icon: IconUserEdit },
  note: { color: 'gray', icon: IconNote },
  task: { color: 'gray', icon: IconCheckbox },
} as const;
export type ChannelName = keyof typeof CHANNELS;

export function ChannelIcon({ channel, size = 26 }: { channel: ChannelName; size?: number }) {
  const { color, icon: Icon } = CHANNELS[channel];
  return (
    <ThemeIcon variant="light" color={color} size={size} radius="xl" aria-hidden="true">
      <Icon size={Math.round(size * 0.58)} stroke={1.8} />
    </ThemeIcon>
  );
}
