import { span, type Tongue } from '../booking/languages.ts';
import { about, type PageFacts } from './choose.ts';
import { html, type Markup } from './html.ts';

export interface Managing {
  path: string;
  status: string;
  start: Date;
  end: Date;
  timeZone: string;
  joinUrl: string | null;
  isNew: boolean;
  isMoved: boolean;
  canChange: boolean;
  isOver: boolean;
  askCancel: boolean;
  message?: string | undefined;
  bookAgainUrl: string | undefined;
  icsUrl: string;
}

/** A guest's own booking. Looking changes nothing: programs that follow links in mails cancel no meeting. */
export function manage(facts: PageFacts, tongue: Tongue, at: Managing): Markup {
  const { texts, locale } = tongue;
  const stands = at.status === 'confirmed' || at.status === 'pending';
  const title =
    at.status === 'cancelled'
      ? texts.cancelled
      : at.status === 'declined'
        ? texts.declined
        : at.isOver
          ? texts.over
          : at.status === 'pending'
            ? texts.pending
            : at.isMoved
              ? texts.moved
              : texts.booked;
  const hint = at.status === 'pending' ? texts.pendingHint : at.isNew && at.status === 'confirmed' ? texts.bookedHint : '';
  return html`<main id="page" data-fixed="1"><div class="card">${about(facts, tongue, undefined)}
<section class="work"><h2 id="when" tabindex="-1">${title}</h2>${hint ? html`<p class="soft">${hint}</p>` : ''}${at.message ? html`<p class="note bad" role="alert">${at.message}</p>` : ''}
<dl><div><dt>${texts.when}</dt><dd>${span(at.start, at.end, at.timeZone, locale)}<br><span class="soft">${at.timeZone.replaceAll('_', ' ')}</span></dd></div>${at.joinUrl && stands ? html`<div><dt>${texts.where}</dt><dd><a href="${at.joinUrl}" rel="noopener">${at.joinUrl}</a></dd></div>` : ''}</dl>
${
  stands && !at.isOver
    ? at.askCancel
      ? html`<form method="post" action="${at.path}/cancel" class="zone"><div class="field"><label for="reason">${texts.cancelReason}</label><textarea id="reason" name="reason" maxlength="1000"></textarea></div><input type="hidden" name="form" value="1"><div class="row"><button class="button danger">${texts.cancel}</button><a class="button plain" href="${at.path}">${texts.keep}</a></div></form>`
      : html`<div class="row"><a class="button" href="${at.icsUrl}">${texts.addToCalendar}</a>${at.canChange ? html`<a class="button plain" href="${at.path}?move=1">${texts.move}</a><a class="button danger" href="${at.path}?cancel=1">${texts.cancel}</a>` : html`<p class="soft">${texts.tooLate}</p>`}</div>`
    : at.bookAgainUrl
      ? html`<div class="row"><a class="button" href="${at.bookAgainUrl}">${texts.bookAgain}</a></div>`
      : ''
}</section></div></main>`;
}

/** The question before a meeting is moved to a time that was clicked: only its button acts. */
export function confirmMove(facts: PageFacts, tongue: Tongue, at: { path: string; start: Date; end: Date; timeZone: string; againUrl: string }): Markup {
  const { texts, locale } = tongue;
  return html`<main id="page" data-fixed="1"><div class="card">${about(facts, tongue, undefined)}<section class="work"><h2 id="details" tabindex="-1">${span(at.start, at.end, at.timeZone, locale)}</h2><p class="soft">${at.timeZone.replaceAll('_', ' ')}</p>
<form method="post" action="${at.path}/reschedule"><input type="hidden" name="form" value="1"><input type="hidden" name="start" value="${at.start.toISOString()}"><div class="row"><button class="button">${texts.move}</button><a class="button plain" data-go="when" href="${at.againUrl}">${texts.back}</a></div></form></section></div></main>`;
}
