import { Button, Group, Tooltip } from '@mantine/core';
import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import { IconBrandSlack, IconCalendar, IconCheckbox, IconMail, IconNote, IconPhone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useContext, useRef, useState } from 'react';
import type { Schemas } from '../../clients/typescript/index.ts';
import { ask, hub } from '../api.ts';
import { ActionDialog } from '../patterns/action/action-dialog.tsx';
import { texts } from '../texts.ts';
import { IsBeside } from './beside.ts';
import { useMay } from './may.tsx';
import { usePhone } from './phone/phone-context.tsx';

const t = texts.frame.quick;
/** What is known of the record that one acts on; it fills the fields of the action's form. */
export interface Subject {
  contactId?: string;
  organizationId?: string;
  dealId?: string;
  email?: string | undefined;
  phone?: string | undefined;
}
type Action = Schemas['Action'];
interface Quick {
  key: string;
  label: string;
  icon: typeof IconMail;
  /** The action of an integration; shown when that integration is here and this person may. */
  action?: string;
  /** Without an action: the place of the page that the eye and the cursor go to. */
  focus?: string;
  permission?: string;
}
const PLACE_CALL = 'voip.place-call';
/** One key and one button each, the same on every record. */
const QUICK: readonly Quick[] = [
  { key: 'm', label: t.mail, icon: IconMail, action: 'email.send-message' },
  { key: 'c', label: t.call, icon: IconPhone, action: PLACE_CALL },
  { key: 'b', label: t.meet, icon: IconCalendar, action: 'calendar.create-booking-link' },
  { key: 's', label: t.slack, icon: IconBrandSlack, action: 'slack.post-message' },
  { key: 'n', label: t.note, icon: IconNote, focus: 'note', permission: 'notes:write' },
  { key: 't', label: t.todo, icon: IconCheckbox, focus: 'todo', permission: 'tasks:write' },
];
const actionsQuery = { queryKey: ['actions'], queryFn: () => ask(hub.GET('/api/v1/actions')), staleTime: 300_000 };

const focusOn = (within: Element | null | undefined, place: string) => {
  const field = (within ?? document).querySelector<HTMLElement>(`[data-quick="${place}"]`);
  field?.scrollIntoView({ block: 'center' });
  field?.focus();
};

export function QuickActions({ subject }: { subject: Subject }) {
  const may = useMay();
  const phone = usePhone();
  const { data } = useQuery(actionsQuery);
  const [open, setOpen] = useState<Action>();
  const actionOf = (name: string | undefined) => data?.data.find((each) => each.name === name);
  const offered = QUICK.filter(({ action, permission }) => {
    const found = actionOf(action);
    return action ? found && may(found.permission) : !permission || may(permission);
  });
  const group = useRef<HTMLDivElement>(null);
  const run = ({ action, focus }: Quick) => {
    const { phone: to, contactId, dealId } = subject;
    // A number that is known is called at once: the telephone says what comes of it.
    if (action === PLACE_CALL && to) phone.dial({ to, ...(contactId ? { contactId } : {}), ...(dealId ? { dealId } : {}) });
    else if (action) setOpen(actionOf(action));
    else if (focus) focusOn(group.current?.closest('article'), focus);
  };
  // The keys belong to the page, not to what stands open beside it.
  const isBeside = useContext(IsBeside);
  useHotkeys((isBeside ? [] : offered).map((quick): HotkeyItem => [quick.key, () => run(quick)]));
  return (
    <>
      <Group gap={4} ref={group} style={{ display: 'contents' }}>
        {offered.map((quick) => (
          <Tooltip key={quick.key} label={t.hint(quick.label, quick.key.toUpperCase())} openDelay={400}>
            <Button size="xs" variant="default" leftSection={<quick.icon size={14} />} onClick={() => run(quick)} aria-keyshortcuts={quick.key}>
              {quick.label}
            </Button>
          </Tooltip>
        ))}
      </Group>
      {open && <ActionDialog action={open} subject={subject} onClose={() => setOpen(undefined)} />}
    </>
  );
}
