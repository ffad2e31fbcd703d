import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classify, parseMail } from '../integrations/email/bounces/classify.ts';
import type { BenchResult } from './bench.ts';

/** Each turn goes through the corpus twice: the shorter the turns, the more alike is what both meet. */
const TURNS = Number(process.env.BOUNCES_TURNS ?? 200);
const BAR = 0.8;

/** Mails of the corpus a second, classified and only parsed; one core, turn by turn so that both meet the same machine. */
export async function bounces(): Promise<BenchResult> {
  const folder = join(import.meta.dirname, '../integrations/email/tests/bounces');
  const mails = readdirSync(folder).flatMap((file) => (file.endsWith('.eml') ? [readFileSync(join(folder, file))] : []));
  const perSecond = async (work: (mail: Buffer) => Promise<unknown>): Promise<number> => {
    const begun = performance.now();
    for (const mail of mails) await work(mail);
    return (mails.length * 1000) / (performance.now() - begun);
  };
  for (let turn = 0; turn < 30; turn++) await perSecond((mail) => classify(mail));
  const ratios: { parsed: number; classified: number }[] = [];
  for (let turn = 0; turn < TURNS; turn++) ratios.push({ parsed: await perSecond(parseMail), classified: await perSecond((mail) => classify(mail)) });
  const median = ratios.toSorted((a, b) => a.classified / a.parsed - b.classified / b.parsed)[TURNS >> 1] ?? { parsed: 1, classified: 0 };
  const ratio = median.classified / median.parsed;
  return {
    name: 'bounces',
    rows: [
      { case: `the parser alone, ${mails.length} mails`, value: Math.round(median.parsed), unit: 'mails/s' },
      { case: 'classified with evidence', value: Math.round(median.classified), unit: 'mails/s' },
      { case: 'of the parser', value: Math.round(ratio * 100) / 100, unit: '×', bar: `≥ ${BAR}`, pass: ratio >= BAR },
    ],
  };
}
