import type { Tongue } from '../booking/languages.ts';
import type { OfferedSlot } from '../booking/offer.ts';
import { html, type Markup, paragraphs } from './html.ts';
import { dateIn, type Month } from './month.ts';

export interface PageFacts {
  title: string;
  description: string;
  hosts: readonly string[];
  place: string | undefined;
}
export interface Choosing {
  /** Address of this page, to which steps are added. */
  base: string;
  kept: Readonly<Record<string, string>>;
  month: Month;
  date: string | undefined;
  duration: number;
  durations: readonly number[];
  timeZone: string;
  slots: readonly OfferedSlot[];
  nowMs: number;
  lastMs: number;
  message?: string | undefined;
  /** Nothing in it can be used: it is a picture. */
  isStill?: boolean;
}

const initials = (name: string): string =>
  name
    .split(/[\s@._-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');

export const about = (facts: PageFacts, { texts }: Tongue, duration: number | undefined, more: Markup | string = ''): Markup => html`<section class="about">
<div class="faces">${facts.hosts.slice(0, 4).map((name) => html`<span class="face" aria-hidden="true">${initials(name)}</span>`)}<span><span class="gone">${texts.with} </span>${facts.hosts.slice(0, 3).join(', ')}${facts.hosts.length > 3 ? ` +${facts.hosts.length - 3}` : ''}</span></div>
<h1>${facts.title}</h1>${facts.description ? paragraphs(facts.description) : ''}
<dl>${duration ? html`<div><dt class="gone">${texts.chooseLength}</dt><dd>${texts.minutes(duration)}</dd></div>` : ''}${facts.place ? html`<div><dt>${texts.where}</dt><dd>${facts.place}</dd></div>` : ''}</dl>${more}</section>`;

const zones = (): string[] => Intl.supportedValuesOf('timeZone');

/** Days, and the times of one of them. Links and one small form: everything works without a script. */
export function choose(facts: PageFacts, tongue: Tongue, at: Choosing): Markup {
  const { texts, locale } = tongue;
  const { month, timeZone, slots, duration, base, kept } = at;
  const link = (more: Record<string, string | undefined>): string => {
    const all: Record<string, string | undefined> = { ...kept, timeZone, duration: String(duration), month: month.name, ...more };
    return `${base}?${new URLSearchParams(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined))}`;
  };
  const byDate = Map.groupBy(slots, ({ startMs }) => dateIn(startMs, timeZone));
  const first = slots[0] && dateIn(slots[0].startMs, timeZone);
  const date = at.date && byDate.has(at.date) ? at.date : at.date?.startsWith(month.name) ? at.date : first;
  const times = date ? (byDate.get(date) ?? []) : [];
  const dayTitle = (iso: string) =>
    new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(Date.parse(iso));
  const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone });
  const hasBefore = month.fromMs > at.nowMs;
  const hasAfter = month.toMs < at.lastMs;
  const day = ({ date: iso, day: number, inMonth }: Month['weeks'][number][number]): Markup => {
    if (!inMonth) return html`<td></td>`;
    if (!byDate.has(iso)) return html`<td>${number}</td>`;
    return html`<td class="day"><a data-go="times" href="${link({ date: iso })}" aria-label="${dayTitle(iso)}"${iso === date ? html` aria-current="date"` : ''}>${number}</a></td>`;
  };
  return html`<main id="page" data-zone="${timeZone}"${kept.fixed ? html` data-fixed="1"` : ''}><div class="card">${about(facts, tongue, duration, zoneForm(tongue, at))}
<section class="work">${at.message ? html`<p class="note bad" id="message" tabindex="-1" role="alert">${at.message}</p>` : ''}${
    at.durations.length > 1
      ? html`<h2>${texts.chooseLength}</h2><ul class="pills">${at.durations.map((each) => html`<li><a class="pill" data-go="when" href="${link({ duration: String(each), date: undefined })}"${each === duration ? html` aria-current="true"` : ''}>${texts.minutes(each)}</a></li>`)}</ul>`
      : ''
  }
<div class="pick"><div>
<div class="bar">${hasBefore ? html`<a class="step" data-go="when" href="${link({ month: month.previous, date: undefined })}" aria-label="${texts.previousMonth}">‹</a>` : html`<span class="step off" aria-hidden="true">‹</span>`}<h2 id="when" tabindex="-1">${month.title}</h2>${hasAfter ? html`<a class="step" data-go="when" href="${link({ month: month.next, date: undefined })}" aria-label="${texts.nextMonth}">›</a>` : html`<span class="step off" aria-hidden="true">›</span>`}</div>
<table><caption class="gone">${texts.chooseDay}</caption><thead><tr>${month.weekdays.map(({ short, long }) => html`<th scope="col" abbr="${long}">${short}</th>`)}</tr></thead><tbody>${month.weeks.map((week) => html`<tr>${week.map(day)}</tr>`)}</tbody></table></div>
<div class="slots"><h2 id="times" tabindex="-1">${date ? texts.timesOn(dayTitle(date)) : texts.chooseTime}</h2>${
    times.length > 0
      ? html`<ul class="times">${times.map(({ startMs, seatsLeft }) => html`<li><a data-go="details" href="${link({ start: new Date(startMs).toISOString(), date })}">${clock.format(startMs)}${seatsLeft === undefined ? '' : html`<small>${texts.seatsLeft(seatsLeft)}</small>`}</a></li>`)}</ul>`
      : html`<p class="soft">${slots.length === 0 ? texts.noTimesAtAll : texts.noTimes}</p>${slots.length === 0 && hasAfter ? html`<a data-go="when" href="${link({ month: month.next, date: undefined })}">${texts.nextMonth}</a>` : first && date !== first ? html`<a data-go="times" href="${link({ date: first })}">${texts.nextFree}</a>` : ''}`
  }</div></div></section></div></main>`;
}

function zoneForm({ texts }: Tongue, { timeZone, kept, duration, month, base, isStill }: Choosing): Markup {
  const known = zones();
  const all = known.includes(timeZone) ? known : [timeZone, ...known];
  return html`<form class="zone" method="get" action="${base}">${Object.entries({ ...kept, duration: String(duration), month: month.name }).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}<label for="zone">${texts.timeZone}</label><select id="zone" name="timeZone">${all.map((each) => html`<option value="${each}"${each === timeZone ? html` selected` : ''}>${each.replaceAll('_', ' ')}</option>`)}</select>${isStill ? '' : html`<noscript><p class="row"><button class="button plain">${texts.change}</button></p></noscript>`}</form>`;
}
