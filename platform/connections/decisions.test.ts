import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { feature, type WorkspaceId } from '#sdk';
import { callbackOf } from './callback.ts';
import { createCatalogue, overridesOf } from './catalogue.ts';
import { featureStatus } from './feature-status.ts';
import { makeState, workspaceOf } from './oauth-state.ts';
import { coolDownMs, nextStep, type RenewalState } from './renewal-decision.ts';
import { ownPath } from './return-to.ts';
import { parseScopes } from './scopes.ts';
import { storedFrom } from './sealed-credentials.ts';
import { chatIntegration } from './testing-room.ts';
import { expiryOf, readAnswer } from './token-answer.ts';

const now = new Date('2026-03-01T10:00:00Z');
const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  readAnswer(
    { permanentErrors: { token_revoked: 'The team removed the app.' } },
    { status, headers: new Headers(headers), text: typeof body === 'string' ? body : JSON.stringify(body) },
    now,
  );

it('reads token answers as providers write them', () => {
  expect(answer(200, { access_token: 'a', expires_in: '3600', team: { id: 1 } })).toEqual({
    kind: 'granted',
    tokens: { accessToken: 'a', expiresInSeconds: 3600, extra: { team: { id: 1 } } },
  });
  expect(answer(400, { error: 'invalid_grant' })).toMatchObject({ kind: 'refused', code: 'invalid_grant' });
  expect(answer(200, { ok: false, error: 'token_revoked' })).toEqual({ kind: 'refused', code: 'token_revoked', sentence: 'The team removed the app.' });
  expect(answer(401, { error: 'invalid_client' })).toMatchObject({ kind: 'failed', code: 'invalid_client', answered: true });
  expect(answer(503, '<html>', { 'retry-after': '7' })).toEqual({ kind: 'failed', code: 'http_503', answered: false, afterMs: 7000 });
  expect(answer(200, '<html>')).toMatchObject({ kind: 'failed', code: 'unreadable_answer', answered: false });
  expect(answer(200, {})).toMatchObject({ kind: 'failed', code: 'no_access_token' });
  expect(answer(400, { error: 'constructor' })).toMatchObject({ kind: 'failed' });
});

it('reads any answer without throwing, and only a token makes it granted', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 599 }), fc.oneof(fc.json(), fc.string()), (status, text) => {
      const outcome = readAnswer({}, { status, headers: new Headers(), text }, now);
      if (outcome.kind === 'granted') expect(text).toContain('access_token');
    }),
  );
});

it('keeps the refresh token that an answer does not repeat, and takes the one it brings', () => {
  const before = { kind: 'oauth2', accessToken: 'a', refreshToken: 'r', extra: { team: 1 } } as const;
  expect(storedFrom({ accessToken: 'b', extra: {} }, before)).toEqual({ kind: 'oauth2', accessToken: 'b', refreshToken: 'r', extra: { team: 1 } });
  expect(storedFrom({ accessToken: 'b', refreshToken: 's', extra: {} }, before).refreshToken).toBe('s');
});

it('knows when a token ends: as said, by default, or never', () => {
  expect(expiryOf({}, { expiresInSeconds: 60 }, now)).toEqual(new Date(now.getTime() + 60_000));
  expect(expiryOf({ defaultExpiresInSeconds: 10 }, {}, now)).toEqual(new Date(now.getTime() + 10_000));
  expect(expiryOf({}, {}, now)).toBeNull();
});

it('never sends anybody away who has a token that works, and never renews what is held or cooling', () => {
  const state = fc.record({
    status: fc.constant('active' as const),
    version: fc.integer({ min: 1, max: 5 }),
    expiresAt: fc.option(fc.integer({ min: -1000, max: 1000 }).map((s) => new Date(now.getTime() + s * 1000))),
    renewable: fc.boolean(),
    leased: fc.boolean(),
    retryAt: fc.option(fc.integer({ min: -1000, max: 1000 }).map((s) => new Date(now.getTime() + s * 1000))),
  }) satisfies fc.Arbitrary<RenewalState>;
  fc.assert(
    fc.property(state, fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }), (at, staleVersion) => {
      const step = nextStep(at, { ...(staleVersion === undefined ? {} : { staleVersion }) }, 300_000, now).do;
      const left = at.expiresAt === null ? Number.POSITIVE_INFINITY : at.expiresAt.getTime() - now.getTime();
      const stale = staleVersion !== undefined && at.version <= staleVersion;
      if (left > 0 && !stale) expect(['use', 'renew']).toContain(step);
      if (left <= 0) expect(step).not.toBe('use');
      if (step === 'renew') expect(at.renewable && !at.leased && (at.retryAt === null || at.retryAt <= now)).toBe(true);
    }),
  );
});

it('cools down longer with each failure, within bounds, and as long as the provider asks', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const ms = coolDownMs(failures, undefined, random);
      expect(ms).toBeGreaterThanOrEqual(22_500);
      expect(ms).toBeLessThanOrEqual(900_000);
    }),
  );
  expect(coolDownMs(1, 3_600_000, 0)).toBe(3_600_000);
});

it('carries the workspace in the state, in one spelling only', () => {
  const id = '0199a2f0-0000-7000-8000-0000000000ff' as WorkspaceId;
  expect(workspaceOf(makeState(id))).toBe(id);
  expect(makeState(id)).not.toBe(makeState(id));
  fc.assert(fc.property(fc.string(), (text) => void workspaceOf(text)));
});

it('returns to no other origin, whatever is asked', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.string(),
        fc.string().map((s) => `/${s}`),
      ),
      (asked) => {
        let path: string;
        try {
          path = ownPath(asked, 'https://hub.test');
        } catch {
          return;
        }
        expect(new URL(path, 'https://hub.test').origin).toBe('https://hub.test');
        expect(path.startsWith('/') && !path.startsWith('//')).toBe(true);
      },
    ),
  );
  expect(ownPath('https://hub.test/a?b#c', 'https://hub.test')).toBe('/a?b#c');
});

it('reads scopes separated by anything providers use', () => {
  expect(parseScopes('a b,c  d, a')).toEqual(['a', 'b', 'c', 'd']);
});

const set = { configured: true };
const on = (more: object = {}) => ({ provider: 'acme', status: 'active' as const, grantedScopes: ['read'], label: 'Ann', ...more });
it('gives a feature its status, with reason and next step', () => {
  const needsRead = feature('chat.read', 'Reads', { scopes: { acme: ['read'] }, proof: 'p' });
  const needsWrite = feature('chat.write', 'Writes', { scopes: { acme: ['write'] }, proof: 'p' });
  const approval = feature('chat.admin', 'Rules', { scopes: { acme: ['read'] }, proof: 'p', status: { status: 'needs_approval', reason: 'why' } });
  const imported = feature('chat.old', 'Old', { proof: 'p', status: { status: 'import_only', reason: 'why' } });
  expect(featureStatus(needsRead, on(), set)).toEqual({ id: 'chat.read', title: 'Reads', status: 'available' });
  expect(featureStatus(needsRead, undefined, set)).toMatchObject({ status: 'needs_setup', reason: 'Nothing is connected yet.' });
  expect(featureStatus(needsRead, on(), { configured: false, reason: 'X is not set.' })).toMatchObject({ status: 'needs_setup', reason: 'X is not set.' });
  expect(featureStatus(needsWrite, on(), set)).toMatchObject({ status: 'needs_setup', reason: expect.stringContaining('write') });
  expect(featureStatus(needsWrite, on({ provider: 'other' }), set)).toMatchObject({ status: 'available' });
  expect(featureStatus(needsRead, on({ status: 'reauthorize', statusReason: 'Gone.' }), set)).toMatchObject({ status: 'needs_setup', reason: 'Gone.' });
  expect(featureStatus(approval, undefined, set)).toMatchObject({ status: 'needs_approval', reason: 'why' });
  expect(featureStatus(approval, on(), set)).toMatchObject({ status: 'available' });
  expect(featureStatus(imported, on(), set)).toMatchObject({ status: 'import_only' });
});

it('puts the addresses of the environment in place of a provider’s own, and says so', () => {
  const integration = { ...chatIntegration('https://acme.test', { urlOverrides: { tokenUrl: 'ACME_TOKEN_URL' } }), env: z.object({}) };
  const catalogue = createCatalogue({ integrations: new Map([['chat', integration]]), envOf: () => ({ ACME_TOKEN_URL: 'http://127.0.0.1:9/token' }) });
  const { spec, env } = catalogue.provider('chat', 'acme');
  expect(spec.auth).toMatchObject({ tokenUrl: 'http://127.0.0.1:9/token', authorizeUrl: 'https://acme.test/authorize', revokeUrl: 'https://acme.test/revoke' });
  expect(overridesOf(spec, env)).toEqual(['ACME_TOKEN_URL']);
});

it('leads each integration of one application back to itself', () => {
  expect(callbackOf(undefined, 'mail', 'http://hub.test')).toBe('http://hub.test/integrations/mail/callback');
  expect(callbackOf('https://crm.test/integrations/calendar/callback', 'mail', 'http://hub.test')).toBe('https://crm.test/integrations/mail/callback');
  // An address of somebody's own making stays what it is.
  expect(callbackOf('https://crm.test/oauth', 'mail', 'http://hub.test')).toBe('https://crm.test/oauth');
});
