import type { z } from 'zod';
import { PatchbayError } from '#sdk';
import type { Hub } from '../hub.ts';

export interface Progress {
  done: number;
  total?: number;
  message: string;
}

export interface Outcome {
  /** False: exit code 1. */
  ok: boolean;
  /** For a person. */
  text: string;
  /** For `--json`. */
  data: unknown;
}

/** A command that needs an open hub: run by the terminal's own process, or handed to the running hub by its socket. */
export interface HubCommand {
  name: string;
  args: z.ZodType;
  run: (hub: Hub, args: never, report: (progress: Progress) => void) => Promise<Outcome>;
}

export const hubCommand = <A extends z.ZodType>(command: {
  name: string;
  args: A;
  run: (hub: Hub, args: z.output<A>, report: (progress: Progress) => void) => Promise<Outcome>;
}): HubCommand => command as HubCommand;

/** Checks what was typed, then runs it. @throws PatchbayError invalid_input */
export function runCommand(command: HubCommand, hub: Hub, args: unknown, report: (progress: Progress) => void): Promise<Outcome> {
  const parsed = command.args.safeParse(args);
  if (parsed.success) return command.run(hub, parsed.data as never, report);
  const [issue] = parsed.error.issues;
  throw new PatchbayError('invalid_input', { detail: `${issue?.path.join('.')}: ${issue?.message}`, remedy: `See patchbay ${command.name} --help.` });
}
