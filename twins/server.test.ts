import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { jotter } from './jotter/index.ts';
import { startTwins } from './server.ts';
import { connect, startTwinsForFile } from './testing/client.ts';

const twins = startTwinsForFile();

test.each(['0.0.0.0', '::', '192.168.1.5', 'example.com', '127.0.0.1.evil.example'])('refuses to bind %s', async (host) => {
  await expect(startTwins({ port: 0, host })).rejects.toThrow('loopback only');
});

test('a port in use is an error, not a crash', async () => {
  const port = Number(new URL(twins.running().url).port);
  await expect(startTwins({ port })).rejects.toThrow('EADDRINUSE');
});

const statusFor = async (host: string) => {
  const call = request(`${twins.running().url}/_twins`, { headers: { host } }).end();
  const [response] = await once(call, 'response');
  response.resume();
  return response.statusCode;
};
test('a strange name that leads to this machine gets no answer', async () => {
  expect(await statusFor('evil.example:8001')).toBe(403);
  expect(await statusFor('localhost:8001')).toBe(200);
  expect(await statusFor('[::1]:8001')).toBe(200);
});

test('a page of another site cannot turn the dials', async () => {
  expect((await twins.post('/_twins/reset', {}, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await twins.post('/_twins/reset', {}, { origin: twins.running().url })).status).toBe(204);
  const simple = await fetch(`${twins.running().url}/_twins/reset`, { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } });
  expect(simple.status).toBe(415);
});

test('what is unknown is named', async () => {
  expect((await twins.get('/_twins/nobody/state')).json.detail).toContain('jotter');
  expect((await twins.get('/nobody/api')).status).toBe(404);
  expect((await twins.post('/_twins/reset', { provider: 'nobody' })).status).toBe(422);
  expect((await twins.get('/_twins/reset')).headers.get('allow')).toBe('POST');
});

test('reset of one twin forgets everything but where its webhooks go', async () => {
  const { headers } = await connect(twins);
  await twins.post('/jotter/api/notes', { title: 'x' }, headers);
  await twins.post('/_twins/jotter/faults', { match: { path: '/nothing' }, do: 'drop' });
  await twins.post('/_twins/jotter/webhook-target', { url: 'http://127.0.0.1:9/hook' });
  await twins.post('/_twins/reset', { provider: 'jotter' });
  const { json } = await twins.get('/_twins/jotter/state');
  expect(json).toMatchObject({ counts: { notes: 0, connected: 0 }, oauth: { accessTokens: {} }, webhooks: { deliveries: [] } });
  expect(json.webhooks.targets.default.url).toBe('http://127.0.0.1:9/hook');
  expect((await twins.get('/_twins/jotter/faults')).json.data).toEqual([]);
  expect((await twins.get('/jotter/api/me', headers)).status).toBe(401);
});

test('the control page and its parts come under a strict policy', async () => {
  for (const path of ['/', '/_assets/control.css', '/_assets/control.js', '/_assets/dom.js', '/_assets/forms.js', '/_assets/consent.css']) {
    const answer = await twins.get(path);
    expect(answer.status, path).toBe(200);
    expect(answer.text.length, path).toBeGreaterThan(100);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  }
  const page = await twins.get('/');
  expect(page.text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/);
});

test('a twin with a route outside its folder does not start', async () => {
  const lost = { ...jotter, provider: 'other' };
  await expect(startTwins({ port: 0, twins: [lost] })).rejects.toThrow('must begin with /other/');
});

/** A failing test must not leave a program listening. */
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const startProgram = async (stdio: 'pipe' | 'ignore', args: string[] = []): Promise<{ child: ChildProcess; line: string; exit: Promise<unknown[]> }> => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./main.ts', import.meta.url)), '--port', '0', ...args], { stdio: [stdio, 'pipe', 'pipe'] });
  children.push(child);
  const exit = once(child, 'exit');
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const line = await Promise.race([once(lines, 'line').then(([text]) => String(text)), exit.then(() => '')]);
  return { child, line, exit };
};

test('the program says that it is ready and ends on SIGTERM', async () => {
  const { child, line, exit } = await startProgram('ignore');
  const { event, url } = JSON.parse(line);
  expect(event).toBe('twins.ready');
  expect((await fetch(`${url}/_twins`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
});

test('the program ends with its parent', async () => {
  const { child, exit } = await startProgram('pipe');
  child.stdin?.end();
  expect(await exit).toEqual([0, null]);
});

test('the program refuses another address', async () => {
  const { line, exit } = await startProgram('ignore', ['--host', '0.0.0.0']);
  expect([line, await exit]).toEqual(['', [1, null]]);
});
