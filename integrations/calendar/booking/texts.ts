import type { BookingRow, PageRow } from './store.ts';

/** Where it is, in words; a video link comes from the calendar later. */
export function locationText(
  { settings: { location } }: Pick<PageRow, 'settings'>,
  { phone, joinUrl }: Pick<BookingRow, 'phone' | 'joinUrl'>,
): string | undefined {
  switch (location?.kind) {
    case 'phone':
      return phone ? `Phone: ${phone}` : location.value ? `Phone: ${location.value}` : 'Phone';
    case 'in_person':
    case 'link':
      return location.value;
    case 'meet':
    case 'teams':
      return joinUrl ?? undefined;
    default:
      return undefined;
  }
}

export function answersText(
  { settings: { questions } }: Pick<PageRow, 'settings'>,
  { answers, phone, guests }: Pick<BookingRow, 'answers' | 'phone' | 'guests'>,
): string {
  return [
    ...(phone ? [`Phone: ${phone}`] : []),
    ...questions.flatMap(({ key, label }) =>
      answers[key] === undefined || answers[key] === '' ? [] : [`${label}: ${answers[key] === true ? 'yes' : answers[key]}`],
    ),
    ...(guests.length > 0 ? [`Also: ${guests.join(', ')}`] : []),
  ].join('\n');
}
