import { Calendar as FullCalendar } from '@fullcalendar/react';
import '@fullcalendar/react/skeleton.css';
import '@fullcalendar/react/themes/classic/theme.css';
import '@fullcalendar/react/themes/classic/palette.css';
import dayGrid from '@fullcalendar/react/daygrid';
import interaction from '@fullcalendar/react/interaction';
import classic from '@fullcalendar/react/themes/classic';
import timeGrid from '@fullcalendar/react/timegrid';
import classes from './calendar.module.css';
import type { CalendarEvent, ViewName } from './queries.ts';

export interface Shown {
  event: CalendarEvent;
  color: string;
  /** May be dragged: written by us, and not somebody else's. */
  isOurs: boolean;
  isDeclined: boolean;
}
export interface Moved {
  event: CalendarEvent;
  start: Date;
  end: Date;
  revert: () => void;
}

/** The grid itself; loaded only where a calendar is looked at. */
export default function Week({
  view,
  date,
  timeZone,
  shown,
  onWindow,
  onOpen,
  onMoved,
  onChoose,
}: {
  view: ViewName;
  date: string;
  timeZone: string;
  shown: readonly Shown[];
  onWindow: (from: Date, to: Date) => void;
  onOpen: (event: CalendarEvent) => void;
  onMoved: (moved: Moved) => void;
  onChoose: (start: Date, end: Date) => void;
}) {
  const moved = (info: { event: { start: Date | null; end: Date | null; extendedProps: Record<string, unknown> }; revert: () => void }) => {
    const event = info.event.extendedProps.of as CalendarEvent;
    const start = info.event.start;
    if (!start) return info.revert();
    const length = Date.parse(event.end) - Date.parse(event.start);
    onMoved({ event, start, end: info.event.end ?? new Date(start.getTime() + length), revert: info.revert });
  };
  return (
    <div className={classes.grid}>
      <FullCalendar
        key={`${view} ${date}`}
        plugins={[classic, timeGrid, dayGrid, interaction]}
        initialView={view}
        initialDate={date}
        timeZone={timeZone}
        headerToolbar={false}
        height={view === 'dayGridMonth' ? 'auto' : 720}
        scrollTime="08:00:00"
        nowIndicator
        firstDay={1}
        dayMaxEvents={4}
        selectable
        selectMirror
        editable
        events={shown.map(({ event, color, isOurs, isDeclined }) => ({
          id: `${event.id} ${event.occurrence}`,
          title: event.title,
          start: event.start,
          end: event.end,
          allDay: event.isAllDay,
          color,
          contrastColor: 'var(--mantine-color-text)',
          editable: isOurs && !event.isPrivate,
          extendedProps: { of: event, color, isDeclined },
        }))}
        datesSet={(info: { start: Date; end: Date }) => onWindow(info.start, info.end)}
        eventClick={(info: { event: { extendedProps: Record<string, unknown> } }) => onOpen(info.event.extendedProps.of as CalendarEvent)}
        eventDrop={moved as never}
        eventResize={moved as never}
        select={(info: { start: Date; end: Date }) => onChoose(info.start, info.end)}
        eventContent={(info: { timeText: string; event: { title: string; extendedProps: Record<string, unknown> } }) => {
          const { of, color, isDeclined } = info.event.extendedProps as { of: CalendarEvent; color: string; isDeclined: boolean };
          return (
            <div className={classes.entry} style={{ '--entry': color } as never} data-free={of.busy === 'free'} data-declined={isDeclined}>
              <span>
                <b>{info.event.title}</b>
              </span>
              {info.timeText && <span>{info.timeText}</span>}
            </div>
          );
        }}
      />
    </div>
  );
}
