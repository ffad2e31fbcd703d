import { z } from 'zod';
import { may } from '#platform/access/roles';
import { type ActionDefinition, type Context, type Integration, PatchbayError } from '#sdk';

/** Every action of every integration, run by name: validated, authorised as the context's actor. The only door between rooms. */
export function createActionRunner(integrations: readonly Integration[]) {
  const actions = new Map<string, { action: ActionDefinition<Context>; integration: string }>(
    integrations.flatMap((integration) => integration.actions.map((action) => [action.name, { action, integration: integration.name }] as const)),
  );
  return {
    list: () => [...actions.values()].map(({ action }) => action),
    find(name: string) {
      const found = actions.get(name);
      if (!found) throw new PatchbayError('action_unknown', { detail: `No integration offers an action named ${name}.` });
      return found;
    },
    /** @throws PatchbayError action_unknown | forbidden | invalid_input */
    async run(ctx: Context, name: string, input: unknown): Promise<unknown> {
      const { action } = this.find(name);
      if (!may(ctx.actor, action.permission)) throw new PatchbayError('forbidden');
      const parsed = z.strictObject(action.input.shape).safeParse(input);
      if (!parsed.success)
        throw new PatchbayError('invalid_input', { errors: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) });
      return action.output.parse(await action.run(ctx, parsed.data as never));
    },
  };
}
export type ActionRunner = ReturnType<typeof createActionRunner>;
