import { Anchor, CloseButton, Group } from '@mantine/core';
import { IconArrowsMaximize } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { texts } from '../texts.ts';
import { type BesideKind, IsBeside, useBeside } from './beside.ts';
import classes from './frame.module.css';
import { Waiting } from './states.tsx';

const t = texts.frame.beside;
export interface RecordProps {
  id: string;
  /** Which kind of entries the timeline shows; it is kept in the address by a page, here only while the panel is open. */
  kind: string | undefined;
  onKind: (kind: string | undefined) => void;
}
const RECORDS: Record<BesideKind, ComponentType<RecordProps>> = {
  contact: lazy(() => import('../pages/contacts/contact.tsx').then(({ ContactRecord }) => ({ default: ContactRecord }))),
  organization: lazy(() => import('../pages/organizations/organization.tsx').then(({ OrganizationRecord }) => ({ default: OrganizationRecord }))),
  deal: lazy(() => import('../pages/deals/deal.tsx').then(({ DealRecord }) => ({ default: DealRecord }))),
};
const PATHS: Record<BesideKind, string> = { contact: '/contacts', organization: '/organizations', deal: '/deals' };

/** A record that stands open beside the page, which stays usable. Its place is in the address. */
export function BesidePanel() {
  const { opened, close } = useBeside();
  return opened ? <Panel key={`${opened.kind} ${opened.id}`} {...opened} close={close} /> : null;
}

function Panel({ kind, id, close }: { kind: BesideKind; id: string; close: () => void }) {
  const [shown, setShown] = useState<string>();
  const panel = useRef<HTMLElement>(null);
  const from = useRef(document.activeElement);
  const Record = RECORDS[kind];
  useEffect(() => {
    const before = from.current;
    panel.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      className={classes.beside}
      aria-label={t.title}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close();
      }}
    >
      <Group justify="space-between" className={classes.besideHead}>
        <Anchor size="xs" component={Link} to={`${PATHS[kind]}/${id}`}>
          <Group gap={6} wrap="nowrap" component="span">
            <IconArrowsMaximize size={14} aria-hidden="true" />
            {t.whole}
          </Group>
        </Anchor>
        <CloseButton size="sm" aria-label={texts.close} onClick={close} />
      </Group>
      <IsBeside value={true}>
        <Suspense fallback={<Waiting rows={6} />}>
          <Record id={id} kind={shown} onKind={setShown} />
        </Suspense>
      </IsBeside>
    </aside>
  );
}
