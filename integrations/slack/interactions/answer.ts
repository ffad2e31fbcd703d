import { type ConnectedContext, PatchbayError } from '#sdk';
import { openView, refusalOf } from '../client/index.ts';
import { whoIs } from '../people.ts';
import { type Interaction, valuesOf } from '../serializers/inbound.ts';
import { FORMS } from './forms.ts';
import { OPENERS } from './openers.ts';

/** A form must be opened while its trigger lives: three seconds. */
async function open(ctx: ConnectedContext, payload: Interaction): Promise<void> {
  const [action] = payload.actions ?? [];
  const name = action?.action_id ?? payload.callback_id ?? '';
  const opener = Object.hasOwn(OPENERS, name) ? OPENERS[name] : undefined;
  if (!opener || !payload.trigger_id) return;
  const who = await whoIs(ctx, payload.user.id);
  if (who.kind === 'nobody') return;
  const view = await opener({ ctx: who.ctx, userId: who.userId, member: who.member, payload, value: action?.selected_option?.value ?? action?.value ?? '' });
  try {
    if (view) await openView(ctx.http, payload.trigger_id, view);
  } catch (error) {
    // The same click told twice, or one that comes too late: the person can press again.
    if (!refusalOf(error)?.includes('trigger')) throw error;
  }
}

/** What Slack is answered while it waits; undefined: nothing. */
export async function answerInteraction(ctx: ConnectedContext, payload: Interaction): Promise<Record<string, unknown> | undefined> {
  if (payload.type === 'block_actions' || payload.type === 'shortcut' || payload.type === 'message_action') {
    await open(ctx, payload);
    return undefined;
  }
  if (payload.type !== 'view_submission' || !payload.view) return undefined;
  const form = Object.hasOwn(FORMS, payload.view.callback_id) ? FORMS[payload.view.callback_id] : undefined;
  const who = await whoIs(ctx, payload.user.id);
  const [firstBlock = 'form'] = Object.keys(payload.view.state?.values ?? {});
  if (!form || who.kind === 'nobody')
    return {
      response_action: 'errors',
      errors: { [firstBlock]: who.kind === 'nobody' ? who.sentence : 'This form is out of date. Close it and open it again.' },
    };
  try {
    return await form.check?.({ ctx: who.ctx, hub: ctx, userId: who.userId, member: who.member, payload }, valuesOf(payload.view));
  } catch (error) {
    if (!(error instanceof PatchbayError) || error.row.status >= 500) throw error;
    const named = error.details.errors?.find(({ path }) => path in (payload.view?.state?.values ?? {}));
    return { response_action: 'errors', errors: { [named?.path ?? firstBlock]: named?.message ?? error.message } };
  }
}
