import { PatchbayError } from '#sdk';
import { asStarted } from './as-started.ts';
import type { BenchResult } from './bench.ts';

/** Every bench by name; each measures its ratios in one run. */
const BENCHES: Readonly<Record<string, () => Promise<() => Promise<BenchResult>>>> = {
  ingest: async () => (await import('./ingest.ts')).ingest,
  tasks: async () => (await import('./tasks.ts')).tasks,
  'refresh-storm': async () => (await import('./refresh-storm.ts')).refreshStorm,
  quota: async () => (await import('./quota.ts')).quota,
  segment: async () => (await import('./segment.ts')).segment,
  timeline: async () => (await import('./timeline.ts')).timeline,
  match: async () => (await import('./match.ts')).match,
  import: async () => (await import('./import.ts')).importFile,
  mailbox: async () => (await import('./mailbox.ts')).mailbox,
  'mailbox-idle': async () => (await import('./mailbox.ts')).mailboxIdle,
  threads: async () => (await import('./threads.ts')).threads,
  archive: async () => (await import('./archive.ts')).archive,
  leads: async () => (await import('./leads.ts')).leads,
  'linkedin-match': async () => (await import('./linkedin-match.ts')).linkedinMatch,
  'screen-pop': async () => (await import('./screen-pop.ts')).screenPop,
  'call-events': async () => (await import('./call-events.ts')).callEvents,
  ivr: async () => (await import('./ivr.ts')).ivr,
  'phone-lookup': async () => (await import('./phone-lookup.ts')).phoneLookup,
  analytics: async () => (await import('./analytics.ts')).analytics,
  console: async () => (await import('./console.ts')).consolePage,
  slots: async () => (await import('./slots.ts')).slotsBench,
  'booking-page': async () => (await import('./booking-page.ts')).bookingPage,
  'booking-race': async () => (await import('./booking-race.ts')).bookingRace,
  'calendar-sync': async () => (await import('./calendar-sync.ts')).calendarSync,
  'email-events': async () => (await import('./email-events.ts')).emailEvents,
  bounces: async () => (await import('./bounces.ts')).bounces,
  start: async () => (await import('./start.ts')).startUp,
  campaign: async () => (await import('./campaign.ts')).campaign,
  'campaign-api': async () => (await import('./campaign-api.ts')).campaignApi,
  'slack-ack': async () => (await import('./slack-ack.ts')).slackAck,
  'slack-alerts': async () => (await import('./slack-alerts.ts')).slackAlerts,
  'slack-pace': async () => (await import('./slack-pace.ts')).slackPace,
};

/** Their hub lives in the process that measures. */
const HOLD_A_HUB = new Set(['archive', 'campaign', 'import', 'ivr', 'leads', 'mailbox', 'mailbox-idle', 'screen-pop']);

/** Runs them one after the other and prints a table, or JSON. False when a bar was missed. */
export async function runBenches(names: readonly string[], json: boolean, isHere = false): Promise<boolean> {
  const unknown = names.filter((name) => !(name in BENCHES));
  if (unknown.length > 0)
    throw new PatchbayError('invalid_input', {
      detail: `There is no bench named ${unknown.join(', ')}.`,
      remedy: `There are: ${Object.keys(BENCHES).join(', ')}.`,
    });
  const results: BenchResult[] = [];
  for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
    const bench = await BENCHES[name]?.();
    if (!bench) continue;
    if (!json) console.log(`\n${name} …`);
    const result = !isHere && HOLD_A_HUB.has(name) ? asStarted(name) : await bench();
    results.push(result);
    if (!json) print(result);
  }
  if (json) console.log(JSON.stringify(results, null, 2));
  return results.every((result) => result.rows.every((row) => row.pass !== false));
}

function print({ rows }: BenchResult): void {
  const width = Math.max(...rows.map((row) => row.case.length));
  for (const { case: what, value, unit, bar, pass } of rows) {
    const number = Number.isInteger(value) ? value.toLocaleString('en') : value.toPrecision(3);
    console.log(`  ${pass === undefined ? ' ' : pass ? '✓' : '✗'} ${what.padEnd(width)}  ${number.padStart(10)} ${unit}${bar ? `   (${bar})` : ''}`);
  }
}

if (import.meta.main) {
  const names = process.argv.slice(2).filter((each) => !each.startsWith('--'));
  // `--load`: only read, so that what is compiled of it is kept.
  if (process.argv.includes('--load')) for (const name of names) await BENCHES[name]?.();
  else process.exitCode = (await runBenches(names, process.argv.includes('--json'), process.argv.includes('--here'))) ? 0 : 1;
}
