import { Alert, Code, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { texts } from '../../texts.ts';

const t = texts.connections;
const LOOKS = {
  ok: ['teal', IconCircleCheck],
  wrong: ['red', IconAlertTriangle],
  this_machine: ['yellow', IconAlertTriangle],
  not_ours: ['gray', IconInfoCircle],
} as const;

/** Whether what the provider sends arrives here as it was signed; where not, the setting that mends it. */
export function AddressCheck({ check }: { check: Schemas['AddressCheck'] }) {
  const [color, Icon] = LOOKS[check.state];
  return (
    <Alert
      color={color}
      variant="light"
      icon={<Icon size={18} aria-hidden="true" />}
      title={t.addressTitle[check.state]}
      role={check.state === 'wrong' ? 'alert' : 'status'}
    >
      <Text size="sm">{check.sentence}</Text>
      {check.remedy && (
        <Text size="sm" mt={4}>
          {check.remedy}
        </Text>
      )}
      <Code mt={6} display="inline-block">
        {check.url}
      </Code>
    </Alert>
  );
}
