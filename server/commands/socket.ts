import { chmodSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { createInterface } from 'node:readline';
import { type FieldError, PatchbayError } from '#sdk';
import type { Hub } from '../hub.ts';
import { type HubCommand, type Outcome, type Progress, runCommand } from './command.ts';

/**
 * `data/hub.sock`: the embedded folder belongs to one process, so a command that finds it locked hands its work to the
 * running hub. One JSON line asks; progress lines and one outcome answer. Mode 600: whoever may open it owns the data.
 */
type Answer = { progress: Progress } | { outcome: Outcome } | { error: { code: string; detail: string; remedy?: string; errors?: FieldError[] } };

export async function serveCommands(hub: Hub, path: string, commands: readonly HubCommand[]): Promise<Server> {
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    const say = (answer: Answer) => socket.writable && socket.write(`${JSON.stringify(answer)}\n`);
    socket.on('error', () => {});
    createInterface({ input: socket }).once('line', (line) => {
      answerOne(hub, line, commands, (progress) => say({ progress }))
        .then((outcome) => say({ outcome }))
        .catch((error: unknown) => {
          const known = error instanceof PatchbayError ? error : new PatchbayError('internal', { cause: error });
          const { remedy, errors } = known.details;
          say({ error: { code: known.code, detail: known.message, ...(remedy ? { remedy } : {}), ...(errors ? { errors } : {}) } });
        })
        .finally(() => socket.end());
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
  chmodSync(path, 0o600);
  return server;
}

async function answerOne(hub: Hub, line: string, commands: readonly HubCommand[], report: (progress: Progress) => void): Promise<Outcome> {
  const asked = JSON.parse(line) as { command: string; args: unknown };
  const command = commands.find((each) => each.name === asked.command);
  if (!command)
    throw new PatchbayError('invalid_input', {
      detail: `The running hub does not know the command ${asked.command}.`,
      remedy: 'Stop it and run the command again.',
    });
  return runCommand(command, hub, asked.args, report);
}

/** Hands one command over and follows it. @throws PatchbayError as the hub threw it */
export function callHub(path: string, command: string, args: unknown, report: (progress: Progress) => void): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.on('error', (error) =>
      reject(
        new PatchbayError('configuration', {
          detail: 'The data folder is in use, but the hub that holds it does not answer.',
          remedy: 'Stop that process, or wait until it has started.',
          cause: error,
        }),
      ),
    );
    const lines = createInterface({ input: socket });
    lines.on('line', (line) => {
      const answer = JSON.parse(line) as Answer;
      if ('progress' in answer) report(answer.progress);
      else if ('outcome' in answer) resolve(answer.outcome);
      else {
        const { code, ...details } = answer.error;
        reject(new PatchbayError(code as 'internal', details));
      }
    });
    lines.on('close', () => reject(new PatchbayError('internal', { detail: 'The hub ended before the command did.' })));
    socket.write(`${JSON.stringify({ command, args })}\n`);
  });
}
