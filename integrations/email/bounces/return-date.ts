/** Month names and their usual short forms, in the languages people write their absences in. */
const MONTHS: readonly (readonly string[])[] = [
  ['january', 'jan', 'januar', 'jänner', 'janvier', 'enero', 'gennaio', 'januari', 'janeiro'],
  ['february', 'feb', 'februar', 'février', 'fevrier', 'febrero', 'febbraio', 'februari', 'fevereiro'],
  ['march', 'mar', 'märz', 'maerz', 'mars', 'marzo', 'maart', 'março'],
  ['april', 'apr', 'avril', 'abril', 'aprile'],
  ['may', 'mai', 'mayo', 'maggio', 'mei', 'maio'],
  ['june', 'jun', 'juni', 'juin', 'junio', 'giugno', 'junho'],
  ['july', 'jul', 'juli', 'juillet', 'julio', 'luglio', 'julho'],
  ['august', 'aug', 'août', 'aout', 'agosto', 'augustus'],
  ['september', 'sep', 'sept', 'septembre', 'septiembre', 'settembre', 'setembro'],
  ['october', 'oct', 'oktober', 'okt', 'octobre', 'octubre', 'ottobre', 'outubro'],
  ['november', 'nov', 'novembre', 'noviembre', 'novembro'],
  ['december', 'dec', 'dezember', 'dez', 'décembre', 'decembre', 'diciembre', 'dicembre', 'dezembro'],
];
const monthOf = (word: string): number | undefined => {
  const at = MONTHS.findIndex((names) => names.includes(word.toLowerCase().replace(/\.$/, '')));
  return at < 0 ? undefined : at + 1;
};

/** Words before the last day away ("until") and before the first day back ("back on"). */
const UNTIL = /\b(?:until|till|through|thru|bis(?: (?:zum|einschließlich|einschl\.))?|jusqu['’]au|jusqu['’]à|hasta(?: el)?|fino al|tot(?: en met)?|até)\b/giu;
const BACK =
  /\b(?:back(?: in the office)?(?: again)?(?: on)?|return(?:ing)?(?: to (?:the )?office| to work)?(?: on)?|be reachable again(?: on| from)?|wieder(?: da| erreichbar| im büro)?(?: ab(?: dem)?| am)?|zurück(?: am| ab)?|ab (?:dem )?|de retour(?: le| au bureau le)?|de vuelta(?: el)?|regreso(?: el)?|rientr(?:o|erò)(?: il)?|terug(?: op)?|de volta(?: em)?)\b/giu;
const WITHIN = 60;

interface Day {
  year: number | undefined;
  month: number;
  day: number;
}
const NUMBERS = [
  { form: /(\d{4})-(\d{2})-(\d{2})/u, read: (m: RegExpExecArray) => ({ year: Number(m[1]), month: Number(m[2]), day: Number(m[3]) }) },
  { form: /(\d{4})年(\d{1,2})月(\d{1,2})日/u, read: (m: RegExpExecArray) => ({ year: Number(m[1]), month: Number(m[2]), day: Number(m[3]) }) },
  { form: /(\d{1,2})月(\d{1,2})日/u, read: (m: RegExpExecArray) => ({ year: undefined, month: Number(m[1]), day: Number(m[2]) }) },
  {
    form: /(\d{1,2})\.\s?(\d{1,2})\.(\d{4}|\d{2})?/u,
    read: (m: RegExpExecArray) => ({ year: m[3] ? Number(m[3]) : undefined, month: Number(m[2]), day: Number(m[1]) }),
  },
  // 13/02 is a day first; 02/13 is a month first; of 02/03 nobody knows, and most of the world means a day.
  {
    form: /(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?/u,
    read: (m: RegExpExecArray) =>
      Number(m[2]) > 12
        ? { year: m[3] ? Number(m[3]) : undefined, month: Number(m[1]), day: Number(m[2]) }
        : { year: m[3] ? Number(m[3]) : undefined, month: Number(m[2]), day: Number(m[1]) },
  },
] as const;
const DAY_FIRST = /(\d{1,2})(?:st|nd|rd|th|\.|er|º)?\s+(?:of\s+|de\s+)?(\p{L}{3,10}\.?)(?:,?\s+(?:de\s+)?(\d{4}))?/iu;
const MONTH_FIRST = /(\p{L}{3,10}\.?)\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?(?!\d)/iu;

function dayIn(text: string): { found: Day; at: number } | undefined {
  const hits: { found: Day; at: number }[] = [];
  for (const { form, read } of NUMBERS) {
    const match = form.exec(text);
    if (match) hits.push({ found: read(match), at: match.index });
  }
  const dayFirst = DAY_FIRST.exec(text);
  const firstMonth = dayFirst && monthOf(dayFirst[2] ?? '');
  if (dayFirst && firstMonth)
    hits.push({ found: { year: dayFirst[3] ? Number(dayFirst[3]) : undefined, month: firstMonth, day: Number(dayFirst[1]) }, at: dayFirst.index });
  const monthFirst = MONTH_FIRST.exec(text);
  const month = monthFirst && monthOf(monthFirst[1] ?? '');
  if (monthFirst && month)
    hits.push({ found: { year: monthFirst[3] ? Number(monthFirst[3]) : undefined, month, day: Number(monthFirst[2]) }, at: monthFirst.index });
  return hits.filter(({ found }) => isDay(found)).toSorted((a, b) => a.at - b.at)[0];
}
const isDay = ({ month, day }: Day): boolean => month >= 1 && month <= 12 && day >= 1 && day <= 31;

/** Days without a year are the next of their kind; a year of two digits is of this century. Nobody is away for two years. */
function asDate({ year, month, day }: Day, from: Date): Date | undefined {
  const whole = year === undefined ? undefined : year < 100 ? 2000 + year : year;
  const at = (of: number) => new Date(Date.UTC(of, month - 1, day));
  const date =
    whole === undefined
      ? at(from.getUTCFullYear()).getTime() < from.getTime() - 86_400_000
        ? at(from.getUTCFullYear() + 1)
        : at(from.getUTCFullYear())
      : at(whole);
  if (date.getUTCDate() !== day) return undefined;
  const days = (date.getTime() - from.getTime()) / 86_400_000;
  return days >= -1 && days <= 730 ? date : undefined;
}

/** The day somebody is back, as YYYY-MM-DD: the day they name, or the one after the last they are away. */
export function returnDate(text: string, from: Date): string | undefined {
  for (const { words, days } of [
    { words: BACK, days: 0 },
    { words: UNTIL, days: 1 },
  ]) {
    for (const match of text.matchAll(words)) {
      const after = text.slice(match.index + match[0].length, match.index + match[0].length + WITHIN);
      const hit = dayIn(after);
      const date = hit && asDate(hit.found, from);
      if (date) return new Date(date.getTime() + days * 86_400_000).toISOString().slice(0, 10);
    }
  }
  // まで stands behind its day.
  const japanese = /(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日[^。\n]{0,12}まで/u.exec(text);
  const day = japanese && asDate({ year: japanese[1] ? Number(japanese[1]) : undefined, month: Number(japanese[2]), day: Number(japanese[3]) }, from);
  return day ? new Date(day.getTime() + 86_400_000).toISOString().slice(0, 10) : undefined;
}
