/** Meetings are violet; several calendars at once need more than that. Each keeps its own in every view. */
const COLORS = ['#7950f2', '#1c7ed6', '#0c8599', '#2b8a3e', '#9a5b00', '#c2255c', '#5f3dc4', '#495057'];

export function colorOf(calendar: { id: string; color: string | null }): string {
  if (calendar.color && /^#[0-9a-f]{6}$/i.test(calendar.color)) return calendar.color;
  let sum = 0;
  for (const letter of calendar.id) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  return COLORS[sum % COLORS.length] ?? '#7950f2';
}
