import { Tabs } from '@mantine/core';
import { useEffect, useRef } from 'react';

/** The tabs of a page. Those that do not fit are drawn aside; the chosen one is always in sight. */
export function TabRow({ chosen, tabs }: { chosen: string; tabs: readonly (readonly [value: string, label: string])[] }) {
  const row = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked for again when another is chosen
  useEffect(() => {
    row.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [chosen]);
  return (
    <Tabs.List ref={row} mb="md">
      {tabs.map(([value, label]) => (
        <Tabs.Tab key={value} value={value}>
          {label}
        </Tabs.Tab>
      ))}
    </Tabs.List>
  );
}
