/** What every bench gives to `bench/run.ts`: a table, and JSON of the same. */
export interface BenchResult {
  name: string;
  rows: BenchRow[];
}
export interface BenchRow {
  case: string;
  value: number;
  unit: string;
  /** What it must reach, in words. */
  bar?: string;
  pass?: boolean;
}
