import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { isLoopback, parseConfig, readEnvironment } from './config.ts';

it('starts from nothing: embedded, port 8000, key beside the data folder', () => {
  const config = parseConfig({}, []);
  expect(config).toMatchObject({ port: 8000, publicUrl: 'http://localhost:8000', databaseUrl: undefined });
  expect(config.keyFile).toBe(`${config.dataDir}.key`);
});

it('names every mistake at once', () => {
  expect(() => parseConfig({ PORT: 'eighty', PATCHBAY_URL: 'ftp://x', DATABASE_URL: 'mysql://x' }, [])).toThrow(/PORT[\s\S]*PATCHBAY_URL[\s\S]*DATABASE_URL/);
});

it('wants a key with DATABASE_URL and says how to make one', () => {
  expect(() => parseConfig({ DATABASE_URL: 'postgres://x/y' }, [])).toThrow(/openssl rand/);
});

it('prints no secret', () => {
  const config = parseConfig({ DATABASE_URL: 'postgres://u:hunter2@x/y', PATCHBAY_SECRET_KEY: 'hunter2', PATCHBAY_ADMIN_PASSWORD: 'hunter2hunter2' }, []);
  expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toContain('hunter2');
});

it('reads .env below the environment, and secrets from files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-env-'));
  writeFileSync(join(folder, 'key'), 'from-file\n');
  writeFileSync(join(folder, '.env'), `PORT=9000\nLOG_LEVEL=debug\nPATCHBAY_SECRET_KEY_FILE=${join(folder, 'key')}\n`);
  expect(readEnvironment({ PORT: '9001' }, folder)).toMatchObject({ PORT: '9001', LOG_LEVEL: 'debug', PATCHBAY_SECRET_KEY: 'from-file' });
});

it('warns of a PATCHBAY_ variable it does not know', () => {
  expect(parseConfig({ PATCHBAY_COLOUR: 'teal' }, []).warnings).toEqual([expect.stringContaining('PATCHBAY_COLOUR')]);
});

it('accepts a clock on this machine only', () => {
  expect(() => parseConfig({ PATCHBAY_CLOCK_URL: 'http://example.com/clock' }, [])).toThrow(/PATCHBAY_CLOCK_URL/);
  expect(['http://localhost:1', 'http://127.9.9.9', 'http://[::1]:1', 'http://10.0.0.1', 'http://127.evil.test'].map(isLoopback)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
