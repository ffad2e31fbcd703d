import {
  IconActivity,
  IconAddressBook,
  IconBook2,
  IconBrandSlack,
  IconBriefcase,
  IconBuilding,
  IconCalendar,
  IconChartBar,
  IconCheckbox,
  IconHome,
  IconInbox,
  IconPhone,
  IconPlugConnected,
  IconSend,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { texts } from '../texts.ts';
import { useMay } from './may.tsx';

const { places } = texts.frame;

export interface Page {
  to: string;
  label: string;
  /** Who may not do this is not led there. */
  permission?: string;
}
export interface Place extends Page {
  icon: typeof IconHome;
  /** Under the thumb on a phone. */
  isDaily?: true;
  /** Shown below the place while one is in it, and found from Ctrl-K. */
  pages?: readonly Page[];
}

/**
 * Where one can go, in the order of the rail; the phone's bar and the search palette are made of it too. A place or page
 * is shown as soon as the router knows its path.
 */
const DAILY: readonly Place[] = [
  { to: '/', label: places.home, icon: IconHome, isDaily: true },
  { to: '/inbox', label: places.inbox, icon: IconInbox },
  { to: '/tasks', label: places.tasks, icon: IconCheckbox, isDaily: true },
  {
    to: '/contacts',
    label: places.contacts,
    icon: IconUsers,
    isDaily: true,
    pages: [
      { to: '/segments', label: places.segments },
      { to: '/duplicates', label: places.duplicates, permission: 'contacts:write' },
      { to: '/imports', label: places.imports, permission: 'imports:write' },
    ],
  },
  { to: '/organizations', label: places.organizations, icon: IconBuilding },
  { to: '/deals', label: places.deals, icon: IconBriefcase, isDaily: true },
  {
    to: '/calendar',
    label: places.calendar,
    icon: IconCalendar,
    pages: [
      { to: '/calendar/booking-pages', label: places.bookingPages },
      { to: '/calendar/bookings', label: places.bookings },
      { to: '/calendar/availability', label: places.availability },
    ],
  },
  {
    to: '/calls',
    label: places.calls,
    icon: IconPhone,
    pages: [
      { to: '/calls/now', label: texts.callsNow.title },
      { to: '/calls/list', label: texts.callList.title, permission: 'voip:send' },
      { to: '/calls/voicemail', label: texts.voicemail.title },
      { to: '/calls/queues', label: texts.queues.title },
      { to: '/calls/flows', label: texts.flows.title },
      { to: '/calls/numbers', label: texts.numbers.title },
      { to: '/calls/figures', label: texts.callFigures.title },
    ],
  },
  {
    to: '/leads',
    label: places.leads,
    icon: IconAddressBook,
    pages: [
      { to: '/network', label: places.network },
      { to: '/pages', label: places.companyPages },
      { to: '/linkedin', label: places.linkedin },
    ],
  },
  {
    to: '/outreach',
    label: places.outreach,
    icon: IconSend,
    pages: [
      { to: '/outreach/campaigns', label: places.campaigns, permission: 'email:read' },
      { to: '/outreach/templates', label: places.templates, permission: 'email:read' },
      { to: '/outreach/topics', label: places.topics, permission: 'email:read' },
      { to: '/outreach/sending', label: places.sending, permission: 'email:read' },
      { to: '/deliverability', label: places.deliverability, permission: 'email:read' },
    ],
  },
  { to: '/playbooks', label: places.playbooks, icon: IconBook2 },
  { to: '/reports', label: places.reports, icon: IconChartBar },
];
/** Below a line: what runs the hub. */
const HOUSE: readonly Place[] = [
  { to: '/connections', label: places.connections, icon: IconPlugConnected, permission: 'connections:read' },
  { to: '/slack', label: places.slack, icon: IconBrandSlack },
  { to: '/operations', label: places.operations, icon: IconActivity, permission: 'operations:read' },
  { to: '/settings', label: places.settings, icon: IconSettings },
];

/** The places that are there and that this person may see. */
export function usePlaces(): { daily: readonly Place[]; house: readonly Place[] } {
  const may = useMay();
  const { routesByPath } = useRouter();
  const isOpen = ({ to, permission }: Page) => to in routesByPath && (!permission || may(permission));
  const shown = (all: readonly Place[]): Place[] =>
    all.filter(isOpen).map(({ pages, ...place }) => ({ ...place, ...(pages ? { pages: pages.filter(isOpen) } : {}) }));
  return { daily: shown(DAILY), house: shown(HOUSE) };
}

export const isAt = (path: string, to: string): boolean => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`));
export const isInside = (path: string, { to, pages = [] }: Place): boolean => isAt(path, to) || pages.some((page) => isAt(path, page.to));
