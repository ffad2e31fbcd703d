import type { Tongue } from '../booking/languages.ts';
import { html, type Markup, paragraphs } from './html.ts';

export interface Offering {
  url: string;
  title: string;
  description: string;
  hosts: readonly string[];
  place: string | undefined;
  durations: readonly number[];
}

/** What can be booked at one address, as a list of links. */
export const team = (
  about: { title: string; description: string },
  { texts }: Tongue,
  offerings: readonly Offering[],
): Markup => html`<main id="page" data-fixed="1"><div class="card one"><section class="work">
<h1>${about.title}</h1>${about.description ? paragraphs(about.description) : ''}${
  offerings.length === 0
    ? html`<p class="soft">${texts.nothingOffered}</p>`
    : html`<ul class="offers">${offerings.map(
        ({ url, title, description, hosts, place, durations }) =>
          html`<li><a href="${url}"><strong>${title}</strong><span class="soft">${durations.map((each) => texts.minutes(each)).join(', ')}${place ? ` · ${place}` : ''}${hosts.length > 0 ? ` · ${texts.with} ${hosts.slice(0, 3).join(', ')}${hosts.length > 3 ? ` +${hosts.length - 3}` : ''}` : ''}</span>${description ? html`<span>${description.split('\n')[0]}</span>` : ''}</a></li>`,
      )}</ul>`
}</section></div></main>`;
