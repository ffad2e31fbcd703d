import type { NoticeKind } from './notices.ts';

export interface IncidentFacts {
  title: string;
  level: 'warning' | 'critical';
  detail: string;
  remedy: string | null;
  count: number;
  firstAt: Date;
  resolvedAt: Date | null;
  note: string | null;
}

const WORD: Record<NoticeKind, string> = { opened: '', reopened: 'Again: ', reminder: 'Still open: ', resolved: 'Resolved: ' };

const minutes = (from: Date, to: Date): string => {
  const total = Math.max(0, Math.round((to.getTime() - from.getTime()) / 60_000));
  if (total < 1) return 'less than a minute';
  if (total < 120) return `${total} min`;
  return `${Math.round(total / 60)} h`;
};

/** What an administrator reads, in mail and chat alike. */
export function noticeText(kind: NoticeKind, incident: IncidentFacts, consoleUrl?: string): { subject: string; text: string } {
  const { title, level, detail, remedy, count, firstAt, resolvedAt, note } = incident;
  const lines = [
    detail,
    ...(kind === 'resolved'
      ? [note ?? 'The cause is gone; nothing needs to be done.', `It lasted ${minutes(firstAt, resolvedAt ?? firstAt)}.`]
      : remedy
        ? [remedy]
        : []),
    `Since ${firstAt.toISOString()}${count > 1 ? `, ${count} occurrences` : ''}.`,
    ...(consoleUrl ? [`${consoleUrl}/incidents`] : []),
  ];
  // A line break in a title must not begin another header.
  const subject = `[Patchbay] ${WORD[kind]}${title}${kind !== 'resolved' && level === 'critical' ? ' (critical)' : ''}`.replace(/\s+/g, ' ');
  return { subject, text: lines.join('\n\n') };
}
