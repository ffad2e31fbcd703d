/** Reads vitest's JSON reports: `failed <report>` lists the files that failed, `counts <report> [<report of the same files, later>]` how many tests passed and failed. */
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

interface Report {
  testResults: { name: string; status: 'passed' | 'failed'; assertionResults: { status: string }[] }[];
}
const [, , what, ...paths] = process.argv;
const reports = paths.filter((path) => existsSync(path)).map((path) => JSON.parse(readFileSync(path, 'utf8')) as Report);
// What a later report says of a file counts.
const files = new Map(reports.flatMap(({ testResults }) => testResults.map((file) => [relative('.', file.name), file] as const)));

if (what === 'failed') {
  for (const [name, file] of files) if (file.status === 'failed') console.log(name);
} else {
  const tests = [...files.values()].flatMap(({ assertionResults }) => assertionResults);
  const those = (status: string) => tests.filter((test) => test.status === status).length;
  // A file that could not even be read fails without a test.
  const unread = [...files.values()].filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  console.log(those('passed'), those('failed') + unread.length);
}
