import { type ConnectedContext, Secret, type TextLine } from '#sdk';
import { openConnection } from '../client/index.ts';
import { acknowledgement, asWebhook, readFrame } from './frames.ts';

const appTokenOf = ({ env }: Pick<ConnectedContext, 'env'>): string | undefined => {
  const token = env.SLACK_APP_TOKEN;
  return token instanceof Secret ? token.reveal() : token;
};
// The app’s own call: its token is not the installation’s, and what becomes of it says nothing of that.
const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));

/** Takes one frame in and acknowledges it; what could not be kept is not acknowledged, and Slack says it again. */
async function take(ctx: ConnectedContext, line: TextLine, text: string): Promise<void> {
  const frame = readFrame(text);
  if (!frame || !('envelope_id' in frame)) return;
  const { topic, ...said } = asWebhook(frame);
  const answer = await ctx.receive(topic, said);
  if (answer !== undefined) line.send(acknowledgement(frame.envelope_id, answer));
}

/**
 * Socket Mode: for hubs that Slack cannot reach. Frames take the way that webhooks take. Slack ends a line after some
 * hours and says so before: the next is open by then. Without an app-level token there is nothing to listen to.
 */
export async function listen(ctx: ConnectedContext): Promise<void> {
  const token = appTokenOf(ctx);
  if (!token) return untilAborted(ctx.signal);
  let line = await ctx.net.openLine(await openConnection(ctx.httpTo('slack'), token));
  while (!ctx.signal.aborted) {
    let next: TextLine | undefined;
    for await (const text of line) {
      const frame = readFrame(text);
      if (frame?.type === 'disconnect') {
        // Switched off there: it is begun again later, as long as the token stands.
        if (frame.reason === 'link_disabled') return line.close();
        next = await ctx.net.openLine(await openConnection(ctx.httpTo('slack'), token));
        break;
      }
      // One does not wait for the other: each has its own three seconds.
      void take(ctx, line, text).catch((error: unknown) => ctx.log.error({ err: error }, 'a frame of Slack could not be taken in'));
    }
    if (!next) return;
    line.close();
    line = next;
  }
  line.close();
}
