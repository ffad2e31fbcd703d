import type { z } from 'zod';
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
