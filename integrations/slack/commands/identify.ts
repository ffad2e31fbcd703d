import type { ConnectedContext } from '#sdk';
import { actions, button, section } from '../blocks/build.ts';
import type { OutgoingMessage } from '../client/chat.ts';

const QUARTER_MS = 15 * 60_000;

/** Where somebody says who they are: signed, and good for a quarter of an hour. */
export async function linkUrl(ctx: ConnectedContext, slackUserId: string): Promise<string> {
  const sign = await ctx.links.signer('slack-link');
  const token = sign({ c: ctx.connection.id, u: slackUserId }, { expiresAt: new Date(ctx.clock.now().getTime() + QUARTER_MS) });
  return ctx.links.url(`/slack/link?token=${encodeURIComponent(token)}`);
}

export const identify = async (ctx: ConnectedContext, slackUserId: string, sentence: string): Promise<OutgoingMessage> => ({
  text: sentence,
  blocks: [
    section(`${sentence} Link your account once, and everything here is done in your name and with your rights.`),
    actions(button('link_account', 'Link my account', 'link', { style: 'primary', url: await linkUrl(ctx, slackUserId) })),
  ],
});
