import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * `npm run see-red [words…]`: breaks one promise of the walls at a time, in a copy, and runs the tests that guard it.
 * A test that stays green over broken code proves nothing; this prints which do, and ends with 1 if there is one.
 */
interface Break {
  promise: string;
  file: string;
  /** Must occur in the file; the first occurrence is replaced. */
  from: string;
  to: string;
  tests: string;
}
const CONFORMANCE = 'integrations/_template/tests/conformance.test.ts';
const ROUTES = 'server/walls/routes.test.ts';
const TABLES = 'server/walls/tables.test.ts';
const TAINT = 'server/walls/taint.test.ts';

const BREAKS: readonly Break[] = [
  {
    promise: 'an unsigned webhook is refused',
    file: 'platform/inbox/verification/hmac-body.ts',
    from: `if (!header) return refuse(scheme, 'missing');`,
    to: 'if (!header) return { ok: true };',
    tests: CONFORMANCE,
  },
  {
    promise: 'a changed body is refused',
    file: 'platform/inbox/verification/hmac-body.ts',
    from: 'body: request.rawBody,',
    to: 'body: Buffer.alloc(0),',
    tests: CONFORMANCE,
  },
  {
    promise: 'another secret’s signature is refused',
    file: 'platform/inbox/verification/constant-time.ts',
    from: 'let found = false;',
    to: 'let found = given.length > 0;',
    tests: CONFORMANCE,
  },
  {
    promise: 'a signed header that is changed is refused',
    file: 'platform/inbox/verification/hmac-body.ts',
    from: 'timestamp: scheme.timestampHeader && request.headers[scheme.timestampHeader],',
    to: `timestamp: scheme.timestampHeader && '1',`,
    tests: CONFORMANCE,
  },
  {
    promise: 'a time outside the window is refused, past',
    file: 'platform/inbox/verification/timestamp.ts',
    from: 'Math.abs(unixSeconds(now) - timestamp)',
    to: '(timestamp - unixSeconds(now))',
    tests: CONFORMANCE,
  },
  {
    promise: 'a time outside the window is refused, future',
    file: 'platform/inbox/verification/timestamp.ts',
    from: 'Math.abs(unixSeconds(now) - timestamp)',
    to: '(unixSeconds(now) - timestamp)',
    tests: CONFORMANCE,
  },
  {
    promise: 'every scheme refuses what its signature does not cover',
    file: 'platform/inbox/verification/constant-time.ts',
    from: 'timingSafeEqual(digest(given), digest(expected))',
    to: 'true',
    tests: 'platform/inbox/verification',
  },
  {
    promise: 'the refusal has the status the provider expects',
    file: 'platform/inbox/verification/scheme-runner.ts',
    from: 'status: scheme.refusalStatus, reason })',
    to: 'status: scheme.refusalStatus + 1, reason })',
    tests: CONFORMANCE,
  },
  {
    promise: 'the same bytes again are answered alike and stored once',
    file: 'platform/inbox/insert-statement.ts',
    from: 'on conflict do nothing',
    to: '',
    tests: CONFORMANCE,
  },
  {
    promise: 'a webhook’s body is bounded',
    file: 'server/http/webhook-routes.ts',
    from: 'bodyLimit: maxBodyBytes ?? MEGABYTE',
    to: 'bodyLimit: 1e9',
    tests: CONFORMANCE,
  },
  {
    promise: 'an OAuth state is used up by its first use',
    file: 'platform/connections/connect.ts',
    from: 'isNull(oauthStates.usedAt),',
    to: '',
    tests: CONFORMANCE,
  },
  {
    promise: 'an OAuth state that is too old is refused',
    file: 'platform/connections/connect.ts',
    from: 'expiresAt} >',
    to: 'expiresAt} <>',
    tests: CONFORMANCE,
  },
  {
    promise: 'an OAuth state cannot be swapped for another',
    file: 'platform/connections/connect.ts',
    from: 'eq(oauthStates.stateHash, hashOf(state)),',
    to: '',
    tests: `${CONFORMANCE} platform/connections/connect.test.ts`,
  },
  {
    promise: 'an OAuth state completes only in the browser that began',
    file: 'platform/connections/connect.ts',
    from: 'browserHash} is null or',
    to: 'browserHash} is null or true or',
    tests: 'platform/connections/connect.test.ts',
  },
  {
    promise: 'granted scopes are compared with needed',
    file: 'platform/connections/scopes.ts',
    from: 'needed.filter((scope) => !granted.includes(scope))',
    to: 'needed.filter((scope) => scope === granted[-1])',
    tests: 'platform/connections',
  },
  {
    promise: 'every provider call is in the audit',
    file: 'platform/audit/writer.ts',
    from: 'if (calls.length) await',
    to: 'if (calls.length > 1e9) await',
    tests: CONFORMANCE,
  },
  {
    promise: 'nothing escapes the outbound path',
    file: 'integrations/_template/client.ts',
    from: 'export async function listNotes(http: HttpClient, cursor: string | undefined) {',
    to: `export async function listNotes(http: HttpClient, cursor: string | undefined) {\n  await fetch('http://127.0.0.1:9/').catch(() => {});`,
    tests: CONFORMANCE,
  },
  {
    promise: 'no route without authorisation',
    file: 'server/http/mount-routes.ts',
    from: 'authorise(request.caller, route.permission);',
    to: 'void request.caller;',
    tests: ROUTES,
  },
  {
    promise: 'a role may do no more than its table says',
    file: 'server/http/authorise.ts',
    from: `if (!may(caller.actor, permission)) throw new PatchbayError('forbidden');`,
    to: `if (!may({ kind: 'system', reason: '' }, permission)) throw new PatchbayError('forbidden');`,
    tests: ROUTES,
  },
  {
    promise: 'a key may do no more than its scopes',
    file: 'platform/access/roles.ts',
    from: `if (scope === '*') return true;`,
    to: 'if (scope) return true;',
    tests: ROUTES,
  },
  {
    promise: 'an action asks for its permission',
    file: 'server/action-runner.ts',
    from: `if (!may(ctx.actor, action.permission)) throw new PatchbayError('forbidden');`,
    to: '',
    tests: ROUTES,
  },
  {
    promise: 'no route finds another workspace’s ids',
    file: 'platform/database/access-rules.ts',
    from: `const own = "workspace_id = nullif(current_setting('patchbay.workspace', true), '')::uuid";`,
    to: `const own = 'true';`,
    tests: `${ROUTES} platform/database/database.test.ts`,
  },
  {
    promise: 'the live stream carries one workspace',
    file: 'platform/events/live-stream.ts',
    from: '{ limit: PAGE, workspaceId: listener.workspaceId }',
    to: '{ limit: PAGE }',
    tests: 'platform/events/live-stream.test.ts',
  },
  {
    promise: 'bodies are strict',
    file: 'server/api/teams.ts',
    from: 'body: z.strictObject({ name: personName, userIds: userIds.optional() }),',
    to: 'body: z.object({ name: personName.default(""), userIds: userIds.optional() }),',
    tests: ROUTES,
  },
  {
    promise: 'row-level security is forced on every table with a workspace',
    file: 'platform/database/access-rules.ts',
    from: 'FORCE ROW LEVEL SECURITY`',
    to: 'NO FORCE ROW LEVEL SECURITY`',
    tests: TABLES,
  },
  {
    promise: 'a new table without a workspace fails',
    file: 'server/migrations/0000_platform.sql',
    from: 'CREATE TABLE',
    to: 'CREATE TABLE "strays" ("id" uuid PRIMARY KEY);--> statement-breakpoint\nCREATE TABLE',
    tests: TABLES,
  },
  {
    promise: 'a new table whose key does not lead with the workspace fails',
    file: 'server/migrations/0000_platform.sql',
    from: 'CREATE TABLE',
    to: 'CREATE TABLE "strays" ("workspace_id" uuid, "id" uuid PRIMARY KEY);--> statement-breakpoint\nCREATE TABLE',
    tests: TABLES,
  },
  {
    promise: 'the system sees no table of an integration',
    file: 'platform/database/system-tables.ts',
    from: 'export const SYSTEM_TABLES = {',
    to: `export const SYSTEM_TABLES = {\n  template_notes: 'handy',`,
    tests: TABLES,
  },
  {
    promise: 'the audit is append-only for the application',
    file: 'platform/database/access-rules.ts',
    from: `rules.appendOnly.includes(name) ? '' : ', UPDATE, DELETE'`,
    to: `', UPDATE, DELETE'`,
    tests: TABLES,
  },
  {
    promise: 'no secret in an answer or the database: calls are redacted',
    file: 'platform/audit/secret-names.ts',
    from: 'return HEADERS.has(word)',
    to: 'return word === "" && HEADERS.has(word)',
    tests: `${TAINT} platform/audit/redaction.test.ts`,
  },
  {
    promise: 'no secret in the database: keys are stored hashed',
    file: 'platform/access/tokens.ts',
    from: `createHash('sha256').update(token).digest('hex')`,
    to: `(createHash, token)`,
    tests: TAINT,
  },
  {
    promise: 'no secret in the log',
    file: 'platform/outbound/attempt.ts',
    from: 'const finish = audit.apiCall({',
    to: 'process.stderr.write(JSON.stringify(authorization));\n  const finish = audit.apiCall({',
    tests: TAINT,
  },
  {
    promise: 'no private address is called',
    file: 'platform/outbound/address-guard.ts',
    from: `if (parsed.range() !== 'unicast') return false;`,
    to: '',
    tests: 'platform/outbound/address-guard.test.ts',
  },
];

const root = join(import.meta.dirname, '..');
const words = process.argv.slice(2);
const copy = mkdtempSync(join(tmpdir(), 'patchbay-red-'));
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file && existsSync(join(root, file)));
for (const file of files) cpSync(join(root, file), join(copy, file), { recursive: true });
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));

/** What vitest said when something failed, or undefined when all is green. */
const failuresOf = (tests: string) =>
  promisify(execFile)(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...tests.split(' ')], {
    cwd: copy,
    env: { ...process.env, TEST_DATABASE_URL: '', NO_COLOR: '1' },
    maxBuffer: 64 * 1024 * 1024,
  }).then(
    () => undefined,
    (error: { stdout: string; stderr: string }) => `${error.stdout}\n${error.stderr}`,
  );

const chosen = BREAKS.filter((each) => words.every((word) => `${each.promise} ${each.file}`.includes(word)));
const unproven: string[] = [];
try {
  // Red over sound code would prove nothing either.
  const sound = await failuresOf([...new Set(chosen.flatMap(({ tests }) => tests.split(' ')))].join(' '));
  if (sound !== undefined) throw new Error(`the tests are red before anything is broken:\n${sound.slice(-3000)}`);
  for (const { promise, file, from, to, tests } of chosen) {
    const path = join(copy, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has changed: it no longer holds ${JSON.stringify(from)}`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
    const said = await failuresOf(tests);
    writeFileSync(path, text);
    const failed = [...new Set(said?.match(/^ FAIL .*$/gm) ?? [])].map((line) => line.split(' > ').slice(1).join(' › ') || line.slice(6));
    if (failed.length === 0) unproven.push(promise);
    console.log(
      `${failed.length === 0 ? 'GREEN' : 'red  '}  ${promise}  (${file})${failed
        .slice(0, 3)
        .map((name) => `\n         ${name}`)
        .join('')}`,
    );
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
if (unproven.length > 0) {
  console.log(`\n${unproven.length} stayed green: ${unproven.join('; ')}`);
  process.exitCode = 1;
}
