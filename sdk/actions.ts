import type { z } from 'zod';

export type Permission = `${string}:${'read' | 'write' | 'send' | 'manage'}`;

export interface ActionDefinition<Ctx = unknown> {
  /** `<integration>.<verb>-<noun>` */
  name: string;
  title: string;
  description: string;
  input: z.ZodObject;
  output: z.ZodType;
  permission: Permission;
  effect: 'read' | 'write' | 'outbound';
  /** Question a person must answer first; MCP and chat ask it. */
  confirm?: string;
  /** Name of the action that takes it back. */
  undo?: string;
  run: (ctx: Ctx, input: never) => Promise<unknown>;
}
