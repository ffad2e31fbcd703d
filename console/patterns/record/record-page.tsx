import { Group, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import { type ReactNode, useContext } from 'react';
import { IsBeside } from '../../frame/beside.ts';
import { MayChange, useMay } from '../../frame/may.tsx';
import { texts } from '../../texts.ts';
import classes from './record.module.css';

const t = texts.records.record;

export interface RecordPageProps {
  back: { to: LinkProps['to']; label: string };
  face?: ReactNode;
  title: string;
  /** Who may change it; others read, and are not offered the acts. */
  permission: string;
  /** One line below the name: where, who owns it, what is next. */
  line?: ReactNode;
  actions?: ReactNode;
  /** Something the reader must know first: merged, do not contact. */
  notice?: ReactNode;
  fields: ReactNode;
  timeline: ReactNode;
  related?: ReactNode;
}

/** Header, then fields · timeline · related: three columns on a desktop, one on a phone with the timeline in the middle. */
export function RecordPage({ permission, back, face, title, line, actions, notice, fields, timeline, related }: RecordPageProps) {
  const mayChange = useMay()(permission);
  const isBeside = useContext(IsBeside);
  return (
    <MayChange value={mayChange}>
      <article className={classes.page} data-beside={isBeside || undefined}>
        {!isBeside && (
          <Link to={back.to} className={classes.back}>
            <IconArrowLeft size={14} aria-hidden="true" /> {back.label}
          </Link>
        )}
        <header className={classes.header}>
          <Group gap="md" wrap="nowrap" miw={0}>
            {face}
            <div className={classes.heading}>
              <Title order={isBeside ? 2 : 1} fz={isBeside ? 18 : undefined} className="wrap-anywhere">
                <bdi>{title}</bdi>
              </Title>
              {line && (
                <Text size="sm" c="dimmed" component="div">
                  {line}
                </Text>
              )}
            </div>
          </Group>
          {mayChange && <Group gap={6}>{actions}</Group>}
        </header>
        {notice}
        <div className={classes.columns}>
          <section aria-label={t.fields} className={classes.side}>
            {fields}
          </section>
          <section aria-label={t.timeline} className={classes.centre}>
            {timeline}
          </section>
          {related && (
            <aside aria-label={t.related} className={classes.side}>
              {related}
            </aside>
          )}
        </div>
      </article>
    </MayChange>
  );
}

/** A titled group of fields or related records at the side. */
export function Side({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  const isBeside = useContext(IsBeside);
  return (
    <section className={classes.group} aria-label={title}>
      <Group justify="space-between" mb={4} wrap="nowrap">
        <Title order={isBeside ? 3 : 2} fz={13}>
          {title}
        </Title>
        {action}
      </Group>
      {children}
    </section>
  );
}
