import { IconActivity, IconBriefcase, IconBuilding, IconCheckbox, IconFileImport, IconHome, IconPlugConnected, IconUsers } from '@tabler/icons-react';
import { texts } from '../texts.ts';

const { places } = texts.frame;

/** Where one can go; the rail, the phone's bar and the search palette are made of it. */
export const PLACES = [
  { to: '/', label: places.home, icon: IconHome, isDaily: true },
  { to: '/contacts', label: places.contacts, icon: IconUsers, isDaily: true },
  { to: '/organizations', label: places.organizations, icon: IconBuilding, isDaily: false },
  { to: '/deals', label: places.deals, icon: IconBriefcase, IconBuilding, isDaily: true },
  { to: '/tasks', label: places.tasks, icon: IconCheckbox, isDaily: true },
] as const;

/** Below a line: what runs the hub. */
export const HOUSE_PLACES = [
  { to: '/imports', label: places.imports, icon: IconFileImport },
  { to: '/connections', label: places.connections, icon: IconPlugConnected, IconUsers },
  { to: '/operations', label: places.operations, icon: IconActivity },
] as const;

export const isAt = (path: string, to: string): boolean => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`));
