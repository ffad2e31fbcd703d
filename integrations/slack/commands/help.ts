import { actions, button, section } from '../blocks/build.ts';
import { escaped } from '../blocks/text.ts';
import type { OutgoingMessage } from '../client/chat.ts';

/** What can be typed, in the order in which people need it. */
export const USAGES: readonly (readonly [usage: string, what: string])[] = [
  ['find acme', 'deals, people and companies'],
  ['new deal', 'add a deal, contact, company or to-do'],
  ['log acme: met for lunch', 'a call, meeting or mail that happened'],
  ['note acme: they want a demo', 'write a note on a record'],
  ['task send the offer tomorrow', 'a to-do for yourself'],
  ['call jane', 'ring somebody'],
  ['meet jane', 'your booking page, in their time zone'],
  ['room acme', 'a channel for a deal'],
  ['subscribe deals won > 10k', 'alerts in this channel'],
  ['prefs', 'what you hear of, and when'],
  ['link', 'say who you are in the CRM'],
];

export function help(command: string, unknown?: string): OutgoingMessage {
  const lines = USAGES.map(([usage, what]) => `\`${command} ${escaped(usage)}\`  ${what}`);
  const first = unknown ? `I do not know “${escaped(unknown.slice(0, 60))}”. This I know:` : 'This is what you can type:';
  return {
    text: unknown ? `I do not know “${unknown.slice(0, 60)}”.` : 'What you can type',
    blocks: [
      section(`${first}\n${lines.join('\n')}`),
      actions(button('open_new', 'New deal', 'deal'), button('open_new_contact', 'New contact', 'contact'), button('open_prefs', 'Preferences', 'prefs')),
    ],
  };
}
