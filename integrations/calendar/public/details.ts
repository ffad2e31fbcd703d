import { span, type Tongue } from '../booking/languages.ts';
import type { PageSettings } from '../booking/page.ts';
import { about, type PageFacts } from './choose.ts';
import { html, type Markup } from './html.ts';

export interface Detailing {
  action: string;
  holdUrl: string;
  againUrl: string;
  start: Date;
  duration: number;
  timeZone: string;
  settings: PageSettings;
  isEmbedded: boolean;
  /** What was typed before, and what of it was not right. */
  values: Readonly<Record<string, string>>;
  wrong: Readonly<Record<string, string>>;
}

interface Field {
  name: string;
  label: string;
  type: string;
  required: boolean;
  autocomplete?: string;
  options?: readonly string[];
}

/** The last step: who comes. */
export function details(facts: PageFacts, tongue: Tongue, at: Detailing): Markup {
  const { texts, locale } = tongue;
  const { settings, values, wrong } = at;
  const end = new Date(at.start.getTime() + at.duration * 60_000);
  const fields: Field[] = [
    { name: 'name', label: texts.name, type: 'text', required: true, autocomplete: 'name' },
    { name: 'email', label: texts.email, type: 'email', required: true, autocomplete: 'email' },
    ...(settings.location?.kind === 'phone' && !settings.location.value
      ? [{ name: 'phone', label: texts.phone, type: 'tel', required: true, autocomplete: 'tel' }]
      : []),
    ...settings.questions.map(({ key, label, type, required, options }) => ({
      name: `answers.${key}`,
      label,
      type: type === 'phone' ? 'tel' : type,
      required,
      ...(options ? { options } : {}),
    })),
    ...(settings.guestsAllowed > 0 ? [{ name: 'guests', label: texts.guests, type: 'text', required: false }] : []),
  ];
  const field = ({ name, label, type, required, autocomplete, options }: Field): Markup => {
    const id = `f-${name.replaceAll('.', '-')}`;
    const problem = wrong[name];
    const value = values[name] ?? '';
    const state = html`id="${id}" name="${name}"${required ? html` required` : ''}${autocomplete ? html` autocomplete="${autocomplete}"` : ''}${problem ? html` aria-invalid="true" aria-describedby="${id}-wrong"` : ''}`;
    const caption = html`${label}${required ? html` <span class="hint">(${texts.required})</span>` : ''}`;
    const says = problem ? html`<p class="wrong" id="${id}-wrong">${problem}</p>` : '';
    if (type === 'checkbox')
      return html`<div class="field"><div class="check"><input type="checkbox" value="true" ${state}${value ? html` checked` : ''}><label for="${id}">${caption}</label></div>${says}</div>`;
    const control =
      type === 'long_text'
        ? html`<textarea ${state} maxlength="4000">${value}</textarea>`
        : type === 'select'
          ? html`<select ${state}><option value="">${texts.pleaseChoose}</option>${(options ?? []).map((each) => html`<option${each === value ? html` selected` : ''}>${each}</option>`)}</select>`
          : html`<input type="${type}" value="${value}" maxlength="400" ${state}>`;
    return html`<div class="field"><label for="${id}">${caption}</label>${control}${says}</div>`;
  };
  const hasWrong = Object.keys(wrong).length > 0;
  const others = Object.entries(wrong).filter(([name]) => !fields.some((each) => each.name === name));
  return html`<main id="page" data-zone="${at.timeZone}" data-fixed="1"><div class="card">${about(facts, tongue, at.duration)}
<section class="work"><h2 id="details" tabindex="-1">${span(at.start, end, at.timeZone, locale)}</h2><p class="soft">${at.timeZone.replaceAll('_', ' ')} · <a data-go="when" href="${at.againUrl}">${texts.back}</a></p>
${hasWrong ? html`<div class="note bad" role="alert" id="message" tabindex="-1"><p>${texts.checkFields}</p>${others.map(([, message]) => html`<p>${message}</p>`)}</div>` : ''}
<form method="post" action="${at.action}" data-hold="${at.holdUrl}" data-again="${at.againUrl}"><h2>${texts.yourDetails}</h2>
${Object.entries({ form: '1', start: at.start.toISOString(), duration: String(at.duration), timeZone: at.timeZone, holdToken: values.holdToken ?? '', ...(at.isEmbedded ? { embed: '1' } : {}) }).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${fields.map(field)}<div class="row"><button class="button">${settings.confirm === 'approve' ? texts.ask : texts.confirm}</button></div></form></section></div></main>`;
}
