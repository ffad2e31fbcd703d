import { twilioSignature } from '../../../twins/twilio/signature.ts';
import type { Word } from './hostile-calls.ts';
import type { VoiceWorld } from './voice-world.ts';

/** Says a word as the provider does; `token` and `change` are what somebody else would do to it. Answers the status. */
export async function sayWord(
  world: VoiceWorld,
  word: Word,
  { token = world.credentials.authToken, change = {} as Record<string, string> } = {},
): Promise<number> {
  const path = `/integrations/voip/webhooks/twilio/${word.topic}?${new URLSearchParams(word.query)}`;
  const signature = twilioSignature(token, `${world.hub.url}${path}`, new URLSearchParams(word.form));
  const answer = await world.hub.app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
    payload: new URLSearchParams({ ...word.form, ...change }).toString(),
  });
  return answer.statusCode;
}
